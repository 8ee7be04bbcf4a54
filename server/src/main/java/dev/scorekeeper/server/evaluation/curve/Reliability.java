package dev.scorekeeper.server.evaluation.curve;

import dev.scorekeeper.server.evaluation.MetricCurve;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** How often it is so when a probability is said, by bins of the probability. */
final class Reliability {

  private Reliability() {}

  /** What the distance of a bin is put together by. */
  enum Norm {
    /** Mean of the distances, by weight. */
    L1,
    /** Root of the mean of their squares, by weight. */
    L2,
    /** The greatest. */
    MAX
  }

  /**
   * Distance of the mean score from the fraction of positives; NaN when no bin has weight.
   *
   * @param scores sum of weighted scores of each bin
   * @param positives weight of the positives of each bin
   * @param weights weight of each bin
   */
  static double error(Norm norm, double[] scores, double[] positives, double[] weights) {
    RunningSum sum = new RunningSum();
    RunningSum all = new RunningSum();
    double most = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        double distance = Math.abs(scores[i] - positives[i]) / weights[i];
        sum.add(weights[i] * (norm == Norm.L2 ? distance * distance : distance));
        most = Math.max(most, distance);
      }
      all.add(weights[i]);
    }
    double mean = sum.value() / all.value();
    return switch (norm) {
      case L1 -> mean;
      case L2 -> Math.sqrt(mean);
      case MAX -> all.value() > 0 ? most : Double.NaN;
    };
  }

  /** The curve {@code reliability}: a point for each bin with weight. */
  static MetricCurve curve(
      OptionalInt classId, double[] scores, double[] positives, double[] weights) {
    double[][] columns = new double[3][weights.length];
    int points = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        columns[0][points] = scores[i] / weights[i];
        columns[1][points] = positives[i] / weights[i];
        columns[2][points++] = weights[i];
      }
    }
    return new MetricCurve(
        "reliability",
        classId,
        List.of(
            column("mean_score", columns[0], points),
            column("positive_fraction", columns[1], points),
            column("weight", columns[2], points)));
  }

  private static MetricCurve.Column column(String name, double[] values, int points) {
    return new MetricCurve.Column(name, Arrays.copyOf(values, points));
  }
}
