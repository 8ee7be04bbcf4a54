package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.OutputRows;

/** Losses of the vectors along the last axis, by the formulas of Keras 3.15.1. */
final class AxisLosses {

  private AxisLosses() {}

  /** A value of a vector of labels and one of predictions, which begin at the same index. */
  interface Vector {
    double at(double[] y, float[] p, int from, int size);

    /** The function with a value for each vector. */
    default ElementFunction function() {
      return (rows, row, values) -> {
        int size = Cells.lastAxis(rows);
        int cells = rows.predictionWidth / size;
        int from = row * rows.predictionWidth;
        for (int cell = 0; cell < cells; cell++) {
          values[cell] = at(rows.labels, rows.predictions, from + cell * size, size);
        }
        return false;
      };
    }
  }

  /** {@code Σ y p / (|y| |p|)}, each length at least 1e-7: 0 with a vector of zeros. */
  static double cosine(double[] y, float[] p, int from, int size) {
    double product = 0;
    double ys = 0;
    double ps = 0;
    for (int i = from; i < from + size; i++) {
      double prediction = p[i];
      product += y[i] * prediction;
      ys += y[i] * y[i];
      ps += prediction * prediction;
    }
    double least = Formula.EPSILON * Formula.EPSILON;
    return product / (Math.sqrt(Math.max(ys, least)) * Math.sqrt(Math.max(ps, least)));
  }

  /** {@code max(max((1 - y) p) - Σ y p + 1, 0)}. */
  static double categoricalHinge(double[] y, float[] p, int from, int size) {
    double yes = 0;
    double no = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + size; i++) {
      yes += y[i] * p[i];
      no = Math.max(no, (1 - y[i]) * p[i]);
    }
    return Math.max(no - yes + 1, 0);
  }

  /** {@code Σ y ln(y / p)}, both clipped to [1e-7, 1]. */
  static double divergence(double[] y, float[] p, int from, int size) {
    double sum = 0;
    for (int i = from; i < from + size; i++) {
      double label = Math.min(Math.max(y[i], Formula.EPSILON), 1);
      double prediction = Math.min(Math.max(p[i], Formula.EPSILON), 1);
      sum += label * Math.log(label / prediction);
    }
    return sum;
  }

  /**
   * {@code (1 - p^q) / q} of the labelled class: generalized crossentropy. NaN for a label that is
   * no class.
   */
  static ElementFunction generalizedCrossentropy(double q) {
    return (rows, row, values) -> {
      int classes = Cells.lastAxis(rows);
      int cells = rows.predictionWidth / classes;
      for (int cell = 0; cell < cells; cell++) {
        double label = rows.labels[row * cells + cell];
        int index = (int) label;
        boolean known = index == label && index >= 0 && index < classes;
        values[cell] =
            known
                ? (1 - Math.pow(probability(rows, row, cell * classes + index), q)) / q
                : Double.NaN;
      }
      return false;
    };
  }

  private static double probability(OutputRows rows, int row, int element) {
    return rows.predictions[row * rows.predictionWidth + element];
  }
}
