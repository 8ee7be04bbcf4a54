package dev.scorekeeper.server.admission;

/**
 * What waits were like lately: one for each model version. Thread-safe; what two threads observe at
 * the same moment may count once.
 *
 * <p>How much longer requests waited than was predicted for them, to correct predictions. These
 * come from what runs cost, which says nothing of other work on the same cores: of network threads
 * under overload, of other processes, of a JVM that still compiles.
 *
 * <p>And whether the queue is a standing one. A burst makes a queue that is gone a moment later,
 * and who can wait so long should. One that stays serves nobody: the same number of requests is
 * answered with a short queue, in time (K. Nichols, V. Jacobson, Controlling Queue Delay, 2012).
 */
public final class Foresight {

  /** Waits of a whole queue come in large groups, whose members all say the same. */
  private static final double NEW_SHARE = 1.0 / 256;

  private static final double GREATEST = 16;

  /** A wait that is not worth a thought. */
  private static final long SHORT_NANOS = 5_000_000;

  /** So long a burst may last. */
  private static final long STANDING_NANOS = 100_000_000;

  private static final long NOT = Long.MIN_VALUE;

  private volatile double slowness = 1;

  /** Since when every wait was long. */
  private volatile long longSinceNanos = NOT;

  private volatile long lastLongNanos;

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

  /**
   * Takes a request's predicted wait into account, and tells whether waits have been long without a
   * break for longer than a burst lasts.
   */
  boolean isStanding(long nowNanos, long waitNanos) {
    long since = longSinceNanos;
    if (waitNanos <= SHORT_NANOS) {
      if (since != NOT) {
        longSinceNanos = NOT;
      }
      return false;
    }
    boolean broken = since == NOT || nowNanos - lastLongNanos > STANDING_NANOS;
    lastLongNanos = nowNanos;
    if (broken) {
      longSinceNanos = nowNanos;
      return false;
    }
    return nowNanos - since > STANDING_NANOS;
  }
}
