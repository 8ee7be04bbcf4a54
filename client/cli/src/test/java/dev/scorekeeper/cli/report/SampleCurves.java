package dev.scorekeeper.cli.report;

import dev.scorekeeper.v1.Curve;
import dev.scorekeeper.v1.CurveColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Curves computed from scores and labels, as a server sends them. */
final class SampleCurves {
  private static final int BINS = 20;

  private final String output;
  private final double[] scores;
  private final boolean[] labels;
  private final Integer[] order;
  private final double positives;

  private SampleCurves(String output, double[] scores, boolean[] labels) {
    this.output = output;
    this.scores = scores;
    this.labels = labels;
    order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> -scores[i]));
    double count = 0;
    for (boolean label : labels) {
      count += label ? 1 : 0;
    }
    positives = count;
  }

  /**
   * All curves of a yes-or-no question.
   *
   * @param classId the class that is the yes; -1 for a binary output
   * @param scores in [0, 1]
   */
  static List<Curve> of(String output, int classId, double[] scores, boolean[] labels) {
    SampleCurves curves = new SampleCurves(output, scores, labels);
    List<Curve> made = new ArrayList<>(List.of(curves.reliability(), curves.histogram()));
    made.addAll(curves.byShare());
    made.addAll(curves.byThreshold());
    if (classId >= 0) {
      made.replaceAll(curve -> curve.toBuilder().setClassId(classId).build());
    }
    return made;
  }

  /** Exact area under the ROC curve: how often a positive scores above a negative. */
  static double area(double[] scores, boolean[] labels) {
    double above = 0;
    double pairs = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; labels[i] && j < scores.length; j++) {
        if (!labels[j]) {
          pairs++;
          above += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    return above / pairs;
  }

  /** Predictions with what they are off by. */
  static Curve residuals(String output, double[] predicted, double[] residual) {
    double[] once = new double[predicted.length];
    Arrays.fill(once, 1);
    return new Columns("predicted", "residual", "count")
        .all(predicted, residual, once)
        .curve("residuals", output);
  }

  private List<Curve> byThreshold() {
    Columns roc = new Columns("threshold", "false_positive_rate", "true_positive_rate");
    Columns ratios = new Columns("threshold", "recall", "precision");
    Columns counts =
        new Columns(
            "threshold", "true_positives", "false_positives", "true_negatives", "false_negatives");
    double negatives = scores.length - positives;
    roc.add(Double.POSITIVE_INFINITY, 0, 0);
    counts.add(Double.POSITIVE_INFINITY, 0, 0, negatives, positives);
    double yes = 0;
    for (int i = 0; i < order.length; i++) {
      yes += labels[order[i]] ? 1 : 0;
      double next = i + 1 < order.length ? scores[order[i + 1]] : -1;
      boolean atDecision = scores[order[i]] > 0.5 && next <= 0.5;
      if (scores[order[i]] == next || (next >= 0 && !atDecision && i % 4 != 3)) {
        continue;
      }
      double threshold = scores[order[i]];
      double no = i + 1 - yes;
      roc.add(threshold, no / negatives, yes / positives);
      ratios.add(threshold, yes / positives, yes / (i + 1));
      counts.add(threshold, yes, no, negatives - no, positives - yes);
    }
    return List.of(
        roc.curve("roc", output),
        ratios.curve("precision_recall", output),
        counts.curve("thresholds", output));
  }

  private Curve reliability() {
    double[] weight = new double[BINS / 2];
    double[] mean = new double[weight.length];
    double[] yes = new double[weight.length];
    for (int i = 0; i < scores.length; i++) {
      int bin = Math.min(weight.length - 1, (int) (scores[i] * weight.length));
      weight[bin]++;
      mean[bin] += scores[i];
      yes[bin] += labels[i] ? 1 : 0;
    }
    Columns columns = new Columns("mean_score", "positive_fraction", "weight");
    for (int bin = 0; bin < weight.length; bin++) {
      if (weight[bin] > 0) {
        columns.add(mean[bin] / weight[bin], yes[bin] / weight[bin], weight[bin]);
      }
    }
    return columns.curve("reliability", output);
  }

  private Curve histogram() {
    double[][] counts = new double[2][BINS];
    for (int i = 0; i < scores.length; i++) {
      counts[labels[i] ? 1 : 0][Math.min(BINS - 1, (int) (scores[i] * BINS))]++;
    }
    Columns columns = new Columns("from", "to", "negative", "positive");
    for (int bin = 0; bin < BINS; bin++) {
      columns.add(bin / (double) BINS, (bin + 1) / (double) BINS, counts[0][bin], counts[1][bin]);
    }
    return columns.curve("score_histogram", output);
  }

  private List<Curve> byShare() {
    Columns gain = new Columns("fraction", "gain");
    Columns lift = new Columns("fraction", "lift");
    double yes = 0;
    for (int i = 0; i < order.length; i++) {
      yes += labels[order[i]] ? 1 : 0;
      if ((i + 1) % Math.max(1, order.length / 50) == 0) {
        double fraction = (i + 1) / (double) order.length;
        gain.add(fraction, yes / positives);
        lift.add(fraction, yes / positives / fraction);
      }
    }
    return List.of(gain.curve("gain", output), lift.curve("lift", output));
  }

  /** Columns that grow row by row. */
  private static final class Columns {
    private final List<CurveColumn.Builder> columns = new ArrayList<>();

    Columns(String... names) {
      for (String name : names) {
        columns.add(CurveColumn.newBuilder().setName(name));
      }
    }

    void add(double... row) {
      for (int i = 0; i < row.length; i++) {
        columns.get(i).addValues(row[i]);
      }
    }

    Columns all(double[]... values) {
      for (int i = 0; i < values.length; i++) {
        for (double value : values[i]) {
          columns.get(i).addValues(value);
        }
      }
      return this;
    }

    Curve curve(String kind, String output) {
      Curve.Builder curve = Curve.newBuilder().setKind(kind).setOutput(output);
      columns.forEach(column -> curve.addColumns(column.build()));
      return curve.build();
    }
  }
}
