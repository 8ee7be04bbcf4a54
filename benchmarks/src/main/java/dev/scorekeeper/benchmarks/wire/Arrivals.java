package dev.scorekeeper.benchmarks.wire;

import java.util.Random;

/** A Poisson process from a fixed seed: when requests are meant to start. Not thread-safe. */
final class Arrivals {

  private final Random random = new Random(1);
  private final double nanosBetween;
  private double next;

  Arrivals(double perSecond, long startNanos) {
    this.nanosBetween = 1e9 / perSecond;
    this.next = startNanos;
    advance();
  }

  /** When the next one is due. */
  long nextNanos() {
    return (long) next;
  }

  void advance() {
    next -= Math.log(1 - random.nextDouble()) * nanosBetween;
  }
}
