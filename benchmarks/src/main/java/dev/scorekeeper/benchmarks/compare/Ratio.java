package dev.scorekeeper.benchmarks.compare;

import java.util.List;

/**
 * By what factor something changed: the geometric mean of the ratios of pairs, with the bounds of
 * its 95 % confidence interval.
 *
 * <p>Pairs ran side by side and share the weather of the machine; so the interval is Student's over
 * the logarithms of their ratios, which takes that weather out, holds for as few as two pairs, and
 * treats twice and half alike. With one pair nothing is known: the bounds are 0 and infinity.
 */
record Ratio(double low, double mean, double high) {

  /** 97.5 % quantiles of Student's t by degrees of freedom, from 1 on; beyond them, the last. */
  private static final double[] T = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042
  };

  /**
   * The ratio of {@code head} to {@code base}, element by element.
   *
   * @param base positive numbers, at least one
   * @param head positive numbers, as many
   */
  static Ratio of(List<Double> base, List<Double> head) {
    int pairs = base.size();
    if (pairs == 0 || head.size() != pairs) {
      throw new IllegalArgumentException("pairs needed: " + pairs + " and " + head.size());
    }
    double[] logs = new double[pairs];
    double sum = 0;
    for (int i = 0; i < pairs; i++) {
      logs[i] = Math.log(positive(head.get(i)) / positive(base.get(i)));
      sum += logs[i];
    }
    double mean = sum / pairs;
    double half = pairs == 1 ? Double.POSITIVE_INFINITY : t(pairs - 1) * error(logs, mean);
    return new Ratio(Math.exp(mean - half), Math.exp(mean), Math.exp(mean + half));
  }

  private static double positive(double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("not a positive number: " + value);
    }
    return value;
  }

  private static double t(int freedom) {
    return T[Math.min(freedom, T.length) - 1];
  }

  /** Standard error of the mean. */
  private static double error(double[] values, double mean) {
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (values.length - 1) / values.length);
  }

  /**
   * What it says about a cost.
   *
   * @param band change that does not matter, such as 0.03
   */
  Verdict verdict(double band) {
    if (low > 1 + band) {
      return Verdict.WORSE;
    }
    return high < 1 / (1 + band) ? Verdict.BETTER : Verdict.SAME;
  }

  /** What became of a cost. */
  enum Verdict {
    BETTER,
    SAME,
    WORSE
  }
}
