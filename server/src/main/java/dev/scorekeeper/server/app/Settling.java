package dev.scorekeeper.server.app;

/**
 * Tells when warm-up traffic has done its work: after a round, {@link #LEAST_ANSWERS} answers or
 * more in all, that gave the compiler next to nothing to do. Not thread-safe.
 */
final class Settling {

  /** Answers of a round: about as often as a method must be called to be compiled for good. */
  static final long ROUND_ANSWERS = 5_000;

  /** Below this the hottest methods may not even have been counted often enough to be compiled. */
  static final long LEAST_ANSWERS = 10_000;

  /**
   * Work for the compiler after a round, in milliseconds, that later requests may as well cause.
   */
  private static final long LITTLE_WORK_MILLIS = 150;

  /** The same where the compiler has a core of its own, beside the requests. */
  private static final long LITTLE_WORK_BESIDE_MILLIS = 500;

  private final long littleWorkMillis;
  private long answers;
  private boolean lastWasQuiet;

  /**
   * @param cores that the JVM may use
   */
  Settling(int cores) {
    this.littleWorkMillis = cores == 1 ? LITTLE_WORK_MILLIS : LITTLE_WORK_BESIDE_MILLIS;
  }

  /** Takes a round into account: its answers, and what the compiler worked because of it. */
  void round(long roundAnswers, long compilerMillis) {
    answers += roundAnswers;
    lastWasQuiet = compilerMillis <= littleWorkMillis;
  }

  boolean isSettled() {
    return lastWasQuiet && answers >= LEAST_ANSWERS;
  }
}
