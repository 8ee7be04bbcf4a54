package dev.scorekeeper.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What may be under way on a stream: so many requests and so many bytes. Thread-safe.
 *
 * <p>A request larger than the byte limit is let through when it is alone.
 */
final class StreamWindow {

  private final int maxRequests;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private int requests;

  @GuardedBy("lock")
  private long bytes;

  @GuardedBy("lock")
  private boolean closed;

  StreamWindow(int maxRequests, long maxBytes) {
    this.maxRequests = maxRequests;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes room for a request, waiting for it up to a limit.
   *
   * @return false when there was none in time
   * @throws IllegalStateException when closed
   */
  boolean acquire(long size, long limitNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long remaining = limitNanos;
      while (!closed && !fits(size)) {
        if (remaining <= 0) {
          return false;
        }
        remaining = changed.awaitNanos(remaining);
      }
      if (closed) {
        throw new IllegalStateException("the stream is closed");
      }
      requests++;
      bytes += size;
      return true;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private boolean fits(long size) {
    return requests == 0 || (requests < maxRequests && size <= maxBytes - bytes);
  }

  /** Gives room back. */
  void release(long size) {
    lock.lock();
    try {
      requests--;
      bytes -= size;
      // All: those waiting differ in what they need.
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing is under way; false when something was at the end of the limit. */
  boolean awaitEmpty(long limitNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long remaining = limitNanos;
      while (requests > 0) {
        if (remaining <= 0) {
          return false;
        }
        remaining = changed.awaitNanos(remaining);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses further requests, also those that are waiting. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int requests() {
    lock.lock();
    try {
      return requests;
    } finally {
      lock.unlock();
    }
  }
}
