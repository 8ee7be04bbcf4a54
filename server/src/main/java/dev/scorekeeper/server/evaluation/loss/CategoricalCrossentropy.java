package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.OutputRows;

/**
 * {@code -Σ y ln p} over the last axis, by Keras 3.15.1 on TensorFlow: p is first divided by its
 * sum, then clipped in float32 to [1e-7, 1 - 1e-7]. From logits where there are any: {@code Σ y (ln
 * Σ e^z - z)}. Labels are smoothed to {@code y (1 - s) + s / classes}.
 */
final class CategoricalCrossentropy implements ElementFunction {

  private final boolean fromLogits;
  private final double smoothing;

  CategoricalCrossentropy(boolean fromLogits, double smoothing) {
    this.fromLogits = fromLogits;
    this.smoothing = smoothing;
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
      if (logits == null) {
        clipped |= ofProbabilities(rows, from, classes, values, cell);
      } else {
        values[cell] = ofLogits(rows, logits, from, classes);
      }
    }
    return clipped;
  }

  private double ofLogits(OutputRows rows, float[] logits, int from, int classes) {
    double log = Probabilities.logSumExp(logits, from, classes);
    double value = 0;
    for (int i = 0; i < classes; i++) {
      double y = label(rows, from + i, classes);
      if (y != 0) {
        value += y * (log - logits[from + i]);
      }
    }
    return value;
  }

  private boolean ofProbabilities(
      OutputRows rows, int from, int classes, double[] values, int cell) {
    double sum = Probabilities.sum(rows.predictions, from, classes);
    boolean clipped = false;
    double value = 0;
    for (int i = 0; i < classes; i++) {
      double y = label(rows, from + i, classes);
      if (y != 0) {
        float p = (float) (rows.predictions[from + i] / sum);
        clipped |= Probabilities.clips(p);
        value -= y * Math.log(Probabilities.clip(p));
      }
    }
    values[cell] = value;
    return clipped;
  }

  private double label(OutputRows rows, int at, int classes) {
    return rows.labels[at] * (1 - smoothing) + smoothing / classes;
  }
}
