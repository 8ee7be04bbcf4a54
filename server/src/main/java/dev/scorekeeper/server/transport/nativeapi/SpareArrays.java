package dev.scorekeeper.server.transport.nativeapi;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Arrays for the messages of one stream, used again and again: an evaluation of millions of rows
 * would else fill the heap so fast that requests beside it wait for the collector. The last one
 * given back is the first to be used again, since it is in the caches.
 *
 * <p>Thread-safe; nobody waits for another thread, which the operating system may be in no hurry to
 * run again: who finds the arrays in use does without.
 */
final class SpareArrays {

  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Deque<byte[]> spare = new ArrayDeque<>();

  @GuardedBy("lock")
  private long bytes;

  /**
   * Without arrays.
   *
   * @param maxBytes most bytes that lie unused
   */
  SpareArrays(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** An array of at least so many bytes, with anything in it. */
  byte[] take(int size) {
    if (!lock.tryLock()) {
      return new byte[size];
    }
    try {
      byte[] last = spare.pollFirst();
      if (last != null) {
        bytes -= last.length;
        if (last.length >= size) {
          return last;
        }
      }
    } finally {
      lock.unlock();
    }
    return new byte[size];
  }

  /** Takes back an array that nobody reads any more. */
  void give(byte[] array) {
    if (!lock.tryLock()) {
      return;
    }
    try {
      if (bytes + array.length <= maxBytes) {
        bytes += array.length;
        spare.addFirst(array);
      }
    } finally {
      lock.unlock();
    }
  }
}
