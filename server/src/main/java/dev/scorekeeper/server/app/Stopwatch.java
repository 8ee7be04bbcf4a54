package dev.scorekeeper.server.app;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Measures steps that follow each other. Not thread-safe. */
final class Stopwatch {

  private final LongSupplier nanoTime;
  private final long start;
  private long lapStart;

  /** Runs from now on. */
  Stopwatch(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.lapStart = start;
  }

  /** Time since the last lap or the start; begins the next one. */
  Duration lap() {
    long now = nanoTime.getAsLong();
    Duration lap = Duration.ofNanos(now - lapStart);
    lapStart = now;
    return lap;
  }

  /** Time since the start. */
  Duration total() {
    return Duration.ofNanos(nanoTime.getAsLong() - start);
  }
}
