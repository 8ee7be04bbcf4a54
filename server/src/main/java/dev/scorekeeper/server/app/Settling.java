package dev.scorekeeper.server.app;

/**
 * Tells when a rate that rises has settled: after {@link #WINDOWS} windows of equal length in which
 * it was not clearly above the best one before, and {@link #LEAST_ANSWERS}. Not thread-safe.
 */
final class Settling {

  static final int WINDOWS = 3;

  /** Below this the hottest methods may not even have been counted often enough to be compiled. */
  static final long LEAST_ANSWERS = 15_000;

  private static final double RISE = 1.1;

  private long answers;
  private long best;
  private int windowsWithoutRise;

  /** Takes a window into account, at whose end there have been so many answers in all. */
  void window(long answersSoFar) {
    long rate = answersSoFar - answers;
    answers = answersSoFar;
    windowsWithoutRise = rate > best * RISE ? 0 : windowsWithoutRise + 1;
    best = Math.max(best, rate);
  }

  boolean isSettled() {
    return windowsWithoutRise >= WINDOWS && answers >= LEAST_ANSWERS;
  }
}
