package dev.scorekeeper.server.app;

/**
 * Tells when warm-up traffic has done its work: after a round, {@link #LEAST_ANSWERS} answers or
 * more in all, that gave the compiler next to nothing to do. Not thread-safe.
 */
final class Settling {

  /** Answers of a round: about as often as a method must be called to be compiled for good. */
  static final long ROUND_ANSWERS = 5_000;

  /** Below this the hottest methods may not even have been counted often enough to be compiled. */
  static final long LEAST_ANSWERS = 15_000;

  /** Work for the compiler, in milliseconds, that later requests may as well cause. */
  static final long LITTLE_WORK_MILLIS = 150;

  private long answers;
  private boolean lastWasQuiet;

  /** Takes a round into account: its answers, and what the compiler worked because of it. */
  void round(long roundAnswers, long compilerMillis) {
    answers += roundAnswers;
    lastWasQuiet = compilerMillis <= LITTLE_WORK_MILLIS;
  }

  boolean isSettled() {
    return lastWasQuiet && answers >= LEAST_ANSWERS;
  }
}
