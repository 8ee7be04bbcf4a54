package dev.scorekeeper.server.batching;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Which event loops were behind with their work lately. Thread-safe. */
final class BusyLoops {

  private static final long LATELY_NANOS = 5_000_000;

  private final LongSupplier nanoTime;
  private final ConcurrentMap<Executor, AtomicLong> lastBehind = new ConcurrentHashMap<>();

  BusyLoops(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Notes that a loop is behind now; tells how many were lately, this one included. */
  int behind(Executor loop) {
    long now = nanoTime.getAsLong();
    lastBehind.computeIfAbsent(loop, key -> new AtomicLong()).set(now);
    int count = 0;
    for (AtomicLong last : lastBehind.values()) {
      if (now - last.get() <= LATELY_NANOS) {
        count++;
      }
    }
    return count;
  }
}
