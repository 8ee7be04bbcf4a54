package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.OutputRows;

/**
 * Binary crossentropy times {@code (1 - p_t)^gamma}, where {@code p_t = y p + (1 - y)(1 - p)} with
 * p as it is, not clipped; and times {@code y alpha + (1 - y)(1 - alpha)} to balance the classes.
 * By Keras 3.15.1 on TensorFlow, whose crossentropy is from logits where there are any.
 */
final class BinaryFocalCrossentropy extends PointFunction {

  private final boolean fromLogits;
  private final double smoothing;
  private final double gamma;
  private final double alpha;
  private final boolean balanced;

  BinaryFocalCrossentropy(
      boolean fromLogits, double smoothing, double gamma, double alpha, boolean balanced) {
    this.fromLogits = fromLogits;
    this.smoothing = smoothing;
    this.gamma = gamma;
    this.alpha = alpha;
    this.balanced = balanced;
  }

  @Override
  public boolean takesLogits() {
    return !fromLogits;
  }

  @Override
  protected double point(OutputRows rows, int at) {
    double y = rows.labels[at] * (1 - smoothing) + 0.5 * smoothing;
    float[] logits = fromLogits ? rows.predictions : rows.logits;
    double p =
        fromLogits ? Probabilities.sigmoid(rows.predictions[at]) : (double) rows.predictions[at];
    double crossentropy =
        logits == null
            ? Probabilities.crossentropy(y, rows.predictions[at])
            : Probabilities.crossentropyOfLogit(y, logits[at]);
    double wrong = 1 - (y * p + (1 - y) * (1 - p));
    double value = Math.pow(wrong, gamma) * crossentropy;
    return balanced ? value * (y * alpha + (1 - y) * (1 - alpha)) : value;
  }

  @Override
  protected boolean clips(OutputRows rows, int at) {
    return !fromLogits && rows.logits == null && Probabilities.clips(rows.predictions[at]);
  }
}
