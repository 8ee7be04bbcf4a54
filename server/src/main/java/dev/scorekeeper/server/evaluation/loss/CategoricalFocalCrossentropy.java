package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.OutputRows;

/**
 * {@code Σ alpha (1 - p)^gamma · (-y ln p)} over the last axis, by Keras 3.15.1: p is softmax of
 * logits if so asked, divided by its sum, clipped in float32 to [1e-7, 1 - 1e-7]. One alpha for all
 * classes, or one for each.
 */
final class CategoricalFocalCrossentropy implements ElementFunction {

  private final boolean fromLogits;
  private final double smoothing;
  private final double gamma;
  private final double[] alpha;

  CategoricalFocalCrossentropy(boolean fromLogits, double smoothing, double gamma, double[] alpha) {
    this.fromLogits = fromLogits;
    this.smoothing = smoothing;
    this.gamma = gamma;
    this.alpha = alpha.clone();
  }

  @Override
  public boolean compute(OutputRows rows, int row, double[] values) {
    int classes = Cells.lastAxis(rows);
    int cells = rows.predictionWidth / classes;
    int from = row * rows.predictionWidth;
    boolean clipped = false;
    for (int cell = 0; cell < cells; cell++, from += classes) {
      double divisor =
          fromLogits
              ? Probabilities.logSumExp(rows.predictions, from, classes)
              : Probabilities.sum(rows.predictions, from, classes);
      double value = 0;
      for (int i = 0; i < classes; i++) {
        double x = rows.predictions[from + i];
        float p = (float) (fromLogits ? Math.exp(x - divisor) : x / divisor);
        double y = rows.labels[from + i] * (1 - smoothing) + smoothing / classes;
        if (y != 0) {
          clipped |= Probabilities.clips(p);
          value += ofClass(y, Probabilities.clip(p), alpha[alpha.length == 1 ? 0 : i]);
        }
      }
      values[cell] = value;
    }
    return clipped;
  }

  private double ofClass(double y, double p, double share) {
    return share * Math.pow(1 - p, gamma) * -y * Math.log(p);
  }
}
