package dev.scorekeeper.server.app;

/**
 * Tells when warm-up traffic has done its work: after a round, and enough answers in all, that gave
 * the compiler next to nothing to do. Not thread-safe.
 */
final class Settling {

  /** Answers of a round: half as often as a method must be called to be compiled for good. */
  static final long ROUND_ANSWERS = 2_500;

  /** Below this the hottest methods may not even have been counted often enough to be compiled. */
  static final long LEAST_ANSWERS = 10_000;

  /** The same where the JVM knows from an earlier start which those are, and does not wait. */
  static final long LEAST_ANSWERS_PROFILED = 5_000;

  /**
   * Work for the compiler after a round, in milliseconds, that later requests may as well cause.
   */
  private static final long LITTLE_WORK_MILLIS = 75;

  /** The same where the compiler has a core of its own, beside the requests. */
  private static final long LITTLE_WORK_BESIDE_MILLIS = 250;

  private final long leastAnswers;
  private final long littleWorkMillis;
  private long answers;
  private boolean lastWasQuiet;

  /**
   * @param cores that the JVM may use
   * @param profiled whether the JVM began with the profiles of an earlier start
   */
  Settling(int cores, boolean profiled) {
    this.leastAnswers = profiled ? LEAST_ANSWERS_PROFILED : LEAST_ANSWERS;
    this.littleWorkMillis = cores == 1 ? LITTLE_WORK_MILLIS : LITTLE_WORK_BESIDE_MILLIS;
  }

  /** Takes a round into account: its answers, and what the compiler worked because of it. */
  void round(long roundAnswers, long compilerMillis) {
    answers += roundAnswers;
    lastWasQuiet = compilerMillis <= littleWorkMillis;
  }

  boolean isSettled() {
    return lastWasQuiet && answers >= leastAnswers;
  }
}
