package dev.scorekeeper.server.evaluation.curve;

import dev.scorekeeper.server.evaluation.MetricCurve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Curves out of what is taken for a yes at falling thresholds. */
final class ThresholdCurves {

  private final OptionalInt classId;
  private final double[] thresholds;
  private final double[] hits;
  private final double[] alarms;
  private final List<MetricCurve> curves = new ArrayList<>();

  private ThresholdCurves(
      OptionalInt classId, double[] thresholds, double[] hits, double[] alarms) {
    this.classId = classId;
    this.thresholds = thresholds;
    this.hits = hits;
    this.alarms = alarms;
  }

  /**
   * The curves {@code thresholds}, {@code roc}, {@code precision_recall}, {@code gain} and {@code
   * lift}, as far as there are positives and negatives.
   *
   * @param thresholds falling; nothing reaches the first, everything the last
   * @param hits weight of the positives that reach each
   * @param alarms weight of the negatives that do
   */
  static List<MetricCurve> of(
      OptionalInt classId, double[] thresholds, double[] hits, double[] alarms) {
    ThresholdCurves curves = new ThresholdCurves(classId, thresholds, hits, alarms);
    curves.addAll();
    return curves.curves;
  }

  private void addAll() {
    int last = thresholds.length - 1;
    double positives = hits[last];
    double negatives = alarms[last];
    add(
        "thresholds",
        column("threshold", thresholds),
        column("true_positives", hits),
        column("false_positives", alarms),
        column("true_negatives", Arrays.stream(alarms).map(x -> negatives - x).toArray()),
        column("false_negatives", Arrays.stream(hits).map(x -> positives - x).toArray()));
    if (positives > 0 && negatives > 0) {
      add(
          "roc",
          column("threshold", thresholds),
          column("false_positive_rate", over(alarms, negatives)),
          column("true_positive_rate", over(hits, positives)));
    }
    if (positives > 0) {
      addPrecision(positives);
      addGain(positives, negatives);
    }
  }

  /** From the first threshold on that something reaches. */
  private void addPrecision(double positives) {
    int from = firstTaken();
    int count = thresholds.length - from;
    double[] recall = new double[count];
    double[] precision = new double[count];
    for (int i = 0; i < count; i++) {
      recall[i] = hits[from + i] / positives;
      precision[i] = hits[from + i] / (hits[from + i] + alarms[from + i]);
    }
    add(
        "precision_recall",
        column("threshold", Arrays.copyOfRange(thresholds, from, thresholds.length)),
        column("recall", recall),
        column("precision", precision));
  }

  private void addGain(double positives, double negatives) {
    int count = thresholds.length;
    double[] fraction = new double[count];
    for (int i = 0; i < count; i++) {
      fraction[i] = (hits[i] + alarms[i]) / (positives + negatives);
    }
    double[] gain = over(hits, positives);
    add("gain", column("fraction", fraction), column("gain", gain));
    int from = firstTaken();
    double[] lift = new double[count - from];
    for (int i = 0; i < lift.length; i++) {
      lift[i] = gain[from + i] / fraction[from + i];
    }
    add(
        "lift",
        column("fraction", Arrays.copyOfRange(fraction, from, count)),
        column("lift", lift));
  }

  private int firstTaken() {
    int first = 0;
    while (hits[first] + alarms[first] == 0) {
      first++;
    }
    return first;
  }

  private static double[] over(double[] values, double divisor) {
    return Arrays.stream(values).map(value -> value / divisor).toArray();
  }

  private void add(String kind, MetricCurve.Column... columns) {
    curves.add(new MetricCurve(kind, classId, List.of(columns)));
  }

  private static MetricCurve.Column column(String name, double[] values) {
    return new MetricCurve.Column(name, values);
  }
}
