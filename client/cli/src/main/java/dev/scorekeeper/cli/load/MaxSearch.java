package dev.scorekeeper.cli.load;

import java.util.OptionalDouble;

/**
 * Finds the highest rate that keeps a promise: doubles until it fails, then halves the interval.
 *
 * <pre>
 * start ──pass──▶ ×2 ──pass──▶ ×2 ──fail──▶ between the last pass and the first fail, until they are
 *   └───fail──▶ ÷2 … until it passes         within the resolution of each other
 * </pre>
 *
 * For one thread.
 */
final class MaxSearch {
  private static final int MOST_HALVINGS = 12;

  private final double resolution;
  private double next;
  private double passed;
  private double failed = Double.POSITIVE_INFINITY;
  private int halvings;

  /**
   * @param start the first rate, above 0
   * @param resolution relative distance of the two rates between which the answer lies, above 0
   */
  MaxSearch(double start, double resolution) {
    this.next = start;
    this.resolution = resolution;
  }

  /** The rate to try now; empty when the answer is known. */
  OptionalDouble next() {
    boolean narrow = passed > 0 && failed / passed <= 1 + resolution;
    return narrow || halvings > MOST_HALVINGS ? OptionalDouble.empty() : OptionalDouble.of(next);
  }

  /** Takes note of how the rate of {@link #next} did. */
  void report(boolean kept) {
    if (kept) {
      passed = next;
    } else {
      failed = next;
      halvings += passed == 0 ? 1 : 0;
    }
    if (passed == 0) {
      next = failed / 2;
    } else {
      next = failed == Double.POSITIVE_INFINITY ? passed * 2 : (passed + failed) / 2;
    }
  }

  /** The highest rate that passed; 0 when none did. */
  double best() {
    return passed;
  }
}
