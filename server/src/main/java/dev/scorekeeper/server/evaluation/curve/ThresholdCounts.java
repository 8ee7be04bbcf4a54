package dev.scorekeeper.server.evaluation.curve;

/** Confusion counts at thresholds, each array in the order of the thresholds. */
@SuppressWarnings("ArrayRecordComponent") // Handed from the histogram to a formula, never compared.
record ThresholdCounts(
    double[] truePositives,
    double[] falsePositives,
    double[] trueNegatives,
    double[] falseNegatives) {

  int size() {
    return truePositives.length;
  }

  /** Weight of all positives. */
  double positives() {
    return truePositives[0] + falseNegatives[0];
  }

  /** Weight of all negatives. */
  double negatives() {
    return falsePositives[0] + trueNegatives[0];
  }

  double recall(int i) {
    return ratio(truePositives[i], truePositives[i] + falseNegatives[i]);
  }

  double precision(int i) {
    return ratio(truePositives[i], truePositives[i] + falsePositives[i]);
  }

  double specificity(int i) {
    return ratio(trueNegatives[i], trueNegatives[i] + falsePositives[i]);
  }

  double falsePositiveRate(int i) {
    return ratio(falsePositives[i], falsePositives[i] + trueNegatives[i]);
  }

  /** A quotient, 0 for a divisor of 0, as Keras' {@code divide_no_nan}. */
  static double ratio(double a, double b) {
    return b == 0 ? 0 : a / b;
  }
}
