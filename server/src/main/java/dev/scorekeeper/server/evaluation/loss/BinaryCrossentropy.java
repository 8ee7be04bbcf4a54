package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.OutputRows;

/**
 * Crossentropy of a yes-or-no question, by Keras 3.15.1 on TensorFlow: {@code -[y ln p + (1 - y)
 * ln(1 - p)]} with p clipped in float32 to [1e-7, 1 - 1e-7], so that the two ends differ: 16.1181
 * for a yes at p = 0, 15.9424 for a no at p = 1. From logits where there are any, then without
 * clipping. Labels are smoothed to {@code y (1 - s) + s / 2}.
 */
final class BinaryCrossentropy extends PointFunction {

  private final boolean fromLogits;
  private final double smoothing;

  BinaryCrossentropy(boolean fromLogits, double smoothing) {
    this.fromLogits = fromLogits;
    this.smoothing = smoothing;
  }

  @Override
  public boolean takesLogits() {
    return !fromLogits;
  }

  @Override
  protected double point(OutputRows rows, int at) {
    double y = rows.labels[at] * (1 - smoothing) + 0.5 * smoothing;
    float[] logits = fromLogits ? rows.predictions : rows.logits;
    return logits == null
        ? Probabilities.crossentropy(y, rows.predictions[at])
        : Probabilities.crossentropyOfLogit(y, logits[at]);
  }

  @Override
  protected boolean clips(OutputRows rows, int at) {
    return !fromLogits && rows.logits == null && Probabilities.clips(rows.predictions[at]);
  }
}
