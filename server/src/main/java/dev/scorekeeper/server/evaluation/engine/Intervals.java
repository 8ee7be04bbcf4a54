package dev.scorekeeper.server.evaluation.engine;

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
 * An interval from percentiles would keep within [0, 1], but needs a thousand replicates for its
 * ends, and has no counterpart for twenty groups of a jackknife.
 */
public final class Intervals {

  private Intervals() {}

  /**
   * The interval; absent when a replicate has no value, as in TensorFlow Model Analysis.
   *
   * @param level probability that it covers, (0, 1)
   */
  public static Optional<Interval> around(double value, Replicates replicates, double level) {
    int count = replicates.count();
    double[] deviations = new double[count];
    for (int i = 0; i < count; i++) {
      deviations[i] = replicates.deviation(i);
    }
    return around(value, deviations, replicates.method(), level);
  }

  /** The interval of the difference of two values whose replicates are pairs. */
  static Optional<Interval> aroundDifference(
      double difference, Replicates candidate, Replicates baseline, double level) {
    int count = candidate.count();
    if (baseline.count() != count || baseline.method() != candidate.method()) {
      return Optional.empty();
    }
    double[] deviations = new double[count];
    for (int i = 0; i < count; i++) {
      deviations[i] = (double) candidate.deviation(i) - baseline.deviation(i);
    }
    return around(difference, deviations, candidate.method(), level);
  }

  private static Optional<Interval> around(
      double value, double[] deviations, IntervalMethod method, double level) {
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
    return Optional.of(new Interval(value - half, value + half, error));
  }
}
