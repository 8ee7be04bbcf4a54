package dev.scorekeeper.server.app;

/**
 * Tells when warm-up traffic has done its work: after enough answers and, where requests and
 * compiler share a core, a round that gave the compiler next to nothing to do. Not thread-safe.
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

  private final boolean oneCore;
  private final long leastAnswers;
  private long answers;
  private boolean lastWasQuiet;

  /**
   * @param oneCore whether requests and compiler share one
   * @param profiled whether the JVM began with the profiles of an earlier start
   */
  Settling(boolean oneCore, boolean profiled) {
    this.oneCore = oneCore;
    this.leastAnswers = profiled ? LEAST_ANSWERS_PROFILED : LEAST_ANSWERS;
  }

  /** Takes a round into account: its answers, and what the compiler worked because of it. */
  void round(long roundAnswers, long compilerMillis) {
    answers += roundAnswers;
    lastWasQuiet = compilerMillis <= LITTLE_WORK_MILLIS;
  }

  boolean isSettled() {
    return answers >= leastAnswers && (lastWasQuiet || !oneCore);
  }
}
