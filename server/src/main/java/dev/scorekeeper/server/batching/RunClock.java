package dev.scorekeeper.server.batching;

import java.util.function.LongSupplier;

/**
 * Tells what a run takes itself: the time from its begin to its end, less what its thread waited
 * for a core meanwhile. A wait between the two looks at the clocks counts as part of the run, so
 * that it never takes less than nothing.
 */
final class RunClock {

  private final LongSupplier nanoTime;
  private final LongSupplier coreWait;

  /**
   * @param coreWait what the current thread has waited so far
   */
  RunClock(LongSupplier nanoTime, LongSupplier coreWait) {
    this.nanoTime = nanoTime;
    this.coreWait = coreWait;
  }

  /** To be given to {@link #since} at the end, on the same thread. */
  long begin() {
    long now = nanoTime.getAsLong();
    return now - coreWait.getAsLong();
  }

  /** Nanoseconds since the begin, at least 1. */
  long since(long begin) {
    long waited = coreWait.getAsLong();
    return Math.max(1, nanoTime.getAsLong() - waited - begin);
  }
}
