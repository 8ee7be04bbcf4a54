package dev.scorekeeper.server.evaluating;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Lets runs of evaluations take place only so many at a time, and after requests where it can.
 * Thread-safe.
 *
 * <p>A run that waits for requests waits a limited time, so that evaluations always go on: with
 * requests always in flight, there is one run of an evaluation in each such time and the run's own.
 */
final class Courtesy {

  private static final long LOOK_NANOS = 50_000;

  private final Semaphore lanes;
  private final BooleanSupplier requestsInFlight;
  private final long limitNanos;

  Courtesy(int lanes, BooleanSupplier requestsInFlight, long limitNanos) {
    // Fair, so that evaluations take turns.
    this.lanes = new Semaphore(lanes, true);
    this.requestsInFlight = requestsInFlight;
    this.limitNanos = limitNanos;
  }

  /** Waits for a turn; {@link #leave} must follow. */
  void enter() throws InterruptedException {
    lanes.acquire();
    if (limitNanos == 0 || !requestsInFlight.getAsBoolean()) {
      return;
    }
    long start = System.nanoTime();
    do {
      LockSupport.parkNanos(this, Math.min(LOOK_NANOS, limitNanos));
    } while (requestsInFlight.getAsBoolean() && System.nanoTime() - start < limitNanos);
  }

  void leave() {
    lanes.release();
  }
}
