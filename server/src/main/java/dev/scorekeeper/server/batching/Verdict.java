package dev.scorekeeper.server.batching;

/**
 * What may be done with the rows of a signature's requests.
 *
 * @param independent rows do not influence each other: requests may be split, and runs padded with
 *     further rows
 * @param shared rows of different requests may share a run
 * @param reason why they may not, for people; empty when they may
 */
record Verdict(boolean independent, boolean shared, String reason) {

  static final Verdict SHARED = new Verdict(true, true, "");

  static Verdict apart(String reason) {
    return new Verdict(false, false, reason);
  }
}
