package dev.scorekeeper.cli.load;

import java.util.List;
import java.util.Locale;

/**
 * A percentile, and how many requests it takes to know it.
 *
 * <p>The count is that of MLPerf's early stopping with one request over the bound: the smallest n
 * for which a server that misses the bound in more than {@code 1 - p} of all cases shows at most
 * one miss in n with a probability of at most 1 %. That is 64 for p90, 662 for p99, 6,636 for
 * p99.9.
 *
 * @param percent in (0, 100)
 */
public record Percentile(double percent) {
  /** Those that reports show. */
  static final List<Percentile> SHOWN =
      List.of(of(50), of(75), of(90), of(95), of(99), of(99.9), of(99.99));

  private static final double RISK = 0.01;

  public Percentile {
    if (!(percent > 0 && percent < 100)) {
      throw new IllegalArgumentException("percentile: " + percent);
    }
  }

  static Percentile of(double percent) {
    return new Percentile(percent);
  }

  /** The share of requests below it, in (0, 1). */
  double share() {
    return percent / 100;
  }

  /** Requests from which on it means something. */
  long minimumCount() {
    long low = 1;
    long high = 2;
    while (risk(high) > RISK) {
      low = high;
      high *= 2;
    }
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      if (risk(middle) > RISK) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** Probability of at most one miss in n requests of which {@code 1 - share} miss. */
  private double risk(long n) {
    return Math.exp((n - 1) * Math.log(share())) * (share() + n * (1 - share()));
  }

  /** Such as {@code p99.9}. */
  public String label() {
    return percent == Math.rint(percent)
        ? String.format(Locale.ROOT, "p%.0f", percent)
        : "p" + percent;
  }
}
