package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.ValueRange;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.IntervalMethod;
import dev.scorekeeper.server.evaluation.engine.FigureValue.Interval;
import java.util.Optional;

/**
 * Confidence intervals from replicates: value ± t · standard error, centred on the value itself, t
 * of Student's distribution with one degree of freedom less than there are replicates.
 *
 * <p>The standard error of the bootstrap is the standard deviation of its replicates (Efron and
 * Tibshirani, An Introduction to the Bootstrap, 1993, 6.6 and 13.3, the standard normal interval);
 * of the delete-a-group jackknife sqrt((n - 1) / n · Σ (θᵢ - mean)²) (the same, 11.5; Kott 2001).
 * An interval from percentiles would keep within [0, 1] by itself, but needs a thousand replicates
 * for its ends, and has no counterpart for twenty groups of a jackknife.
 *
 * <p>What of an interval lies outside of the numbers that the value can be is cut off: the true
 * value is never there, so that the interval covers it as often as before. Where the value itself
 * lies outside, the range is not one of these rows, and nothing is cut off.
 */
public final class Intervals {

  /** How far a correlation of 1, say, may lie beyond it by rounding. */
  private static final double ROUNDING = 1e-9;

  private Intervals() {}

  /**
   * The interval; absent when a replicate has no value, as in TensorFlow Model Analysis.
   *
   * @param level probability that it covers, (0, 1)
   * @param range the numbers that the value can be
   */
  public static Optional<Interval> around(
      double value, Replicates replicates, double level, ValueRange range) {
    int count = replicates.count();
    double[] deviations = new double[count];
    for (int i = 0; i < count; i++) {
      deviations[i] = replicates.deviation(i);
    }
    return around(value, deviations, replicates.method(), level, range);
  }

  /**
   * The interval of the difference of two values whose replicates are pairs.
   *
   * @param range the numbers that the difference can be
   */
  static Optional<Interval> aroundDifference(
      double difference,
      Replicates candidate,
      Replicates baseline,
      double level,
      ValueRange range) {
    int count = candidate.count();
    if (baseline.count() != count || baseline.method() != candidate.method()) {
      return Optional.empty();
    }
    double[] deviations = new double[count];
    for (int i = 0; i < count; i++) {
      deviations[i] = (double) candidate.deviation(i) - baseline.deviation(i);
    }
    return around(difference, deviations, candidate.method(), level, range);
  }

  private static Optional<Interval> around(
      double value, double[] deviations, IntervalMethod method, double level, ValueRange range) {
    int count = deviations.length;
    if (count < 2 || !Double.isFinite(value)) {
      return Optional.empty();
    }
    double sum = 0;
    for (double deviation : deviations) {
      sum += deviation;
    }
    double mean = sum / count;
    double squares = 0;
    for (double deviation : deviations) {
      squares += (deviation - mean) * (deviation - mean);
    }
    if (!Double.isFinite(squares)) {
      return Optional.empty();
    }
    double variance =
        method == IntervalMethod.JACKKNIFE ? squares * (count - 1) / count : squares / (count - 1);
    double error = Math.sqrt(variance);
    double half = StudentT.twoSided(level, count - 1) * error;
    double lower = value - half;
    double upper = value + half;
    if (Math.abs(range.nearest(value) - value) <= ROUNDING) {
      lower = Math.min(value, range.nearest(lower));
      upper = Math.max(value, range.nearest(upper));
    }
    return Optional.of(new Interval(lower, upper, error));
  }
}
