package dev.scorekeeper.cli.load;

import java.util.SplittableRandom;

/**
 * The intended times of an open loop's requests, in rising order.
 *
 * <p>Independent callers make a Poisson process: gaps are exponential with the mean {@code 1 /
 * rate}. The same seed gives the same times. For one thread.
 */
final class Arrivals {
  private final SplittableRandom random;
  private final double meanGapNanos;
  private final boolean poisson;
  private final long start;

  /** Kept as a float64 from the start, so that no rounding adds up. */
  private double elapsed;

  Arrivals(long start, double perSecond, boolean poisson, long seed) {
    this.start = start;
    this.meanGapNanos = 1e9 / perSecond;
    this.poisson = poisson;
    this.random = new SplittableRandom(seed);
  }

  /** The next request's intended time. */
  long next() {
    elapsed += poisson ? -Math.log(1 - random.nextDouble()) * meanGapNanos : meanGapNanos;
    return start + (long) elapsed;
  }
}
