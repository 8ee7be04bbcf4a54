package dev.scorekeeper.server.admission;

/**
 * How much longer requests waited lately than was predicted for them: one for each model version.
 * Thread-safe; what two threads observe at the same moment may count once.
 *
 * <p>Predictions come from what runs cost, which says nothing of other work on the same cores: of
 * network threads under overload, of other processes, of a JVM that still compiles.
 */
public final class Foresight {

  /** Waits of a whole queue come in large groups, whose members all say the same. */
  private static final double NEW_SHARE = 1.0 / 256;

  private static final double GREATEST = 16;

  private volatile double slowness = 1;

  /** Real waits against predicted ones, from 1 to {@value #GREATEST}. */
  double slowness() {
    return slowness;
  }

  /**
   * Takes a wait into account.
   *
   * @param predictedNanos positive
   */
  void observe(long predictedNanos, long realNanos) {
    double ratio = Math.min(GREATEST, (double) realNanos / predictedNanos);
    double now = slowness;
    slowness = Math.max(1, now + NEW_SHARE * (ratio - now));
  }
}
