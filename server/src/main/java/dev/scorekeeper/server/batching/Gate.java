package dev.scorekeeper.server.batching;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Counts who is inside, lets nobody in once shut, and waits until all have left. Thread-safe. */
final class Gate {

  private static final long SHUT = 1L << 62;

  private final AtomicLong inside = new AtomicLong();

  @GuardedBy("this")
  private boolean empty;

  /** False once shut. */
  boolean enter() {
    if (inside.incrementAndGet() < SHUT) {
      return true;
    }
    leave();
    return false;
  }

  void leave() {
    if (inside.decrementAndGet() == SHUT) {
      synchronized (this) {
        empty = true;
        notifyAll();
      }
    }
  }

  boolean isShut() {
    return inside.get() >= SHUT;
  }

  /** Shuts the gate; false when it was shut already. */
  boolean shut() {
    long before = inside.getAndUpdate(count -> count >= SHUT ? count : count + SHUT);
    if (before == 0) {
      synchronized (this) {
        empty = true;
      }
    }
    return before < SHUT;
  }

  /** Waits until all have left a gate that is shut; false when they have not in time. */
  synchronized boolean awaitEmpty(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    while (!empty) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }
}
