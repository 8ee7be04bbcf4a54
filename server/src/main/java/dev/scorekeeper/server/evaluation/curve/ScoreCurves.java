package dev.scorekeeper.server.evaluation.curve;

import dev.scorekeeper.server.evaluation.MetricCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Curves out of a {@link ScoreTable}. */
final class ScoreCurves {

  /** Distance of points on the ROC curve, along both axes together. */
  private static final double STEP = 0.01;

  /** Growth of what is taken for a yes from a point to the next, where steps are smaller. */
  private static final double GROWTH = 1.25;

  private static final int RELIABILITY_BINS = 10;
  private static final int HISTOGRAM_BINS = 50;

  private final ScoreTable table;
  private final int size;
  private final OptionalInt classId;

  private ScoreCurves(ScoreTable table, OptionalInt classId) {
    this.table = table;
    this.size = table.size();
    this.classId = classId;
  }

  /**
   * All curves of a table; none when it is empty.
   *
   * @param probability whether scores are in [0, 1]
   */
  static List<MetricCurve> of(ScoreTable table, OptionalInt classId, boolean probability) {
    ScoreCurves curves = new ScoreCurves(table, classId);
    List<MetricCurve> all = new ArrayList<>();
    if (curves.size > 0) {
      all.addAll(curves.thresholds());
      if (probability) {
        all.add(curves.reliability());
      }
      all.add(curves.histogram(probability));
    }
    return all;
  }

  /** From a threshold that nothing reaches to one that everything does. */
  private List<MetricCurve> thresholds() {
    double allPositives = 0;
    double allNegatives = 0;
    for (int i = 0; i < size; i++) {
      allPositives += table.positive(i);
      allNegatives += table.negative(i);
    }
    List<double[]> points = new ArrayList<>();
    double[] last = {Double.POSITIVE_INFINITY, 0, 0};
    points.add(last);
    double positives = 0;
    double negatives = 0;
    for (int i = size - 1; i >= 0; i--) {
      positives += table.positive(i);
      negatives += table.negative(i);
      double moved =
          fraction(positives - last[1], allPositives) + fraction(negatives - last[2], allNegatives);
      boolean grown = positives + negatives >= GROWTH * (last[1] + last[2]);
      if (moved >= STEP || grown || i == 0) {
        last = new double[] {table.score(i), positives, negatives};
        points.add(last);
      }
    }
    return ThresholdCurves.of(
        classId, coordinate(points, 0), coordinate(points, 1), coordinate(points, 2));
  }

  private static double[] coordinate(List<double[]> points, int i) {
    return points.stream().mapToDouble(point -> point[i]).toArray();
  }

  private MetricCurve reliability() {
    double[][] bins = new double[3][RELIABILITY_BINS];
    for (int i = 0; i < size; i++) {
      double score = table.score(i);
      double weight = table.positive(i) + table.negative(i);
      int bin = bin(score, RELIABILITY_BINS);
      bins[0][bin] += weight * score;
      bins[1][bin] += table.positive(i);
      bins[2][bin] += weight;
    }
    return Reliability.curve(classId, bins[0], bins[1], bins[2]);
  }

  private MetricCurve histogram(boolean probability) {
    double from = probability ? 0 : finite(table.score(0));
    double to = probability ? 1 : finite(table.highestScore(size - 1));
    double width = to > from ? to - from : 1;
    double[][] columns = new double[4][HISTOGRAM_BINS];
    for (int bin = 0; bin < HISTOGRAM_BINS; bin++) {
      columns[0][bin] = from + width * bin / HISTOGRAM_BINS;
      columns[1][bin] = from + width * (bin + 1) / HISTOGRAM_BINS;
    }
    for (int i = 0; i < size; i++) {
      int bin = bin((table.score(i) - from) / width, HISTOGRAM_BINS);
      columns[2][bin] += table.negative(i);
      columns[3][bin] += table.positive(i);
    }
    return new MetricCurve(
        "score_histogram",
        classId,
        List.of(
            column("from", columns[0]),
            column("to", columns[1]),
            column("negative", columns[2]),
            column("positive", columns[3])));
  }

  private static MetricCurve.Column column(String name, double[] values) {
    return new MetricCurve.Column(name, values);
  }

  /** Bin of a value, the upper edge belonging to it; what is outside goes to the ends. */
  private static int bin(double value, int bins) {
    return (int) Math.min(Math.max(Math.ceil(value * bins) - 1, 0), bins - 1);
  }

  private static double finite(double score) {
    return Math.min(Math.max(score, -Float.MAX_VALUE), Float.MAX_VALUE);
  }

  private static double fraction(double part, double all) {
    return all == 0 ? 0 : part / all;
  }
}
