package dev.scorekeeper.server.lifecycle;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the leases on a servable until it is closed to new ones. Thread-safe, without locks.
 *
 * <p>Once closed the count only falls, so it comes to zero exactly once: {@link #release} or {@link
 * #close} returns true to exactly one caller, who then owns what was leased.
 */
final class LeaseCount {

  /** The count is in the low 31 bits; the sign bit says closed. */
  private static final int CLOSED = Integer.MIN_VALUE;

  private final AtomicInteger state = new AtomicInteger();

  /** Takes a lease; false, and nothing taken, once closed. */
  boolean tryAcquire() {
    int now = state.get();
    while (now >= 0) {
      int seen = state.compareAndExchange(now, now + 1);
      if (seen == now) {
        return true;
      }
      now = seen;
    }
    return false;
  }

  /** Gives a lease back; true when it was the last one and no new one can come. */
  boolean release() {
    int now = state.decrementAndGet();
    if ((now & ~CLOSED) == ~CLOSED) {
      throw new IllegalStateException("released more often than acquired");
    }
    return now == CLOSED;
  }

  /**
   * Lets no new lease in; true when there is none left.
   *
   * @throws IllegalStateException when closed before
   */
  boolean close() {
    int before = state.getAndUpdate(now -> now | CLOSED);
    if (before < 0) {
      throw new IllegalStateException("closed before");
    }
    return before == 0;
  }

  /** Leases out at present. */
  int leases() {
    return state.get() & ~CLOSED;
  }
}
