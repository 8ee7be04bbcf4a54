package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.OutputRows;

/**
 * {@code -ln p} of the labelled class, by Keras 3.15.1 on TensorFlow: every p is first clipped in
 * float32 to [1e-7, 1 - 1e-7], then divided by the sum of them. From logits where there are any:
 * {@code ln Σ e^z - z}. NaN for a label that is no class. Cells whose label is the class to be
 * ignored are 0 and do not count.
 */
final class SparseCategoricalCrossentropy implements ElementFunction {

  /** No label is this. */
  static final double NO_CLASS = Double.NaN;

  private final boolean fromLogits;
  private final double ignored;

  SparseCategoricalCrossentropy(boolean fromLogits, double ignored) {
    this.fromLogits = fromLogits;
    this.ignored = ignored;
  }

  @Override
  public boolean takesLogits() {
    return !fromLogits;
  }

  @Override
  public boolean compute(OutputRows rows, int row, double[] values) {
    int classes = Cells.lastAxis(rows);
    int cells = rows.predictionWidth / classes;
    int from = row * rows.predictionWidth;
    float[] logits = fromLogits ? rows.predictions : rows.logits;
    boolean clipped = false;
    for (int cell = 0; cell < cells; cell++, from += classes) {
      double label = rows.labels[row * cells + cell];
      int index = (int) label;
      if (label == ignored) {
        values[cell] = 0;
      } else if (index != label || index < 0 || index >= classes) {
        values[cell] = Double.NaN;
      } else if (logits != null) {
        values[cell] = Probabilities.logSumExp(logits, from, classes) - logits[from + index];
      } else {
        clipped |= Probabilities.clips(rows.predictions[from + index]);
        values[cell] = ofProbabilities(rows.predictions, from, classes, index);
      }
    }
    return clipped;
  }

  @Override
  public boolean counts(OutputRows rows, int row, int cell) {
    return rows.labels[row * Cells.withoutLastAxis(rows) + cell] != ignored;
  }

  private static double ofProbabilities(float[] p, int from, int classes, int index) {
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      sum += Probabilities.clip(p[from + i]);
    }
    return Math.log(sum) - Math.log(Probabilities.clip(p[from + index]));
  }
}
