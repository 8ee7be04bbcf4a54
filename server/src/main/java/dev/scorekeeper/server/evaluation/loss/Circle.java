package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.OutputRows;

/**
 * Circle loss of each row of a batch against the other rows, by Keras 3.15.1: predictions are
 * embeddings of length 1, labels their classes. Rows of the same class attract, others repel, so
 * the value depends on the whole batch.
 *
 * <p>With distances {@code d = max(1 - E Eᵀ, 0)} and a margin m: {@code w⁺ = max(m + d, 0)}, {@code
 * s⁺ = -γ w⁺ (m - d)} for rows of the same class, {@code w⁻ = max(1 + m - d, 0)}, {@code s⁻ = γ w⁻
 * (1 - m - d)} for others; the value is {@code softplus(ln Σ e^s⁺ + ln Σ e^s⁻)}. Values of 0 do not
 * count.
 */
final class Circle implements BatchFunction {

  /** Stands for the logarithm of nothing, as in Keras. */
  private static final double NOTHING = -1e9;

  private final double gamma;
  private final double margin;
  private final boolean withoutDiagonal;

  Circle(double gamma, double margin, boolean withoutDiagonal) {
    this.gamma = gamma;
    this.margin = margin;
    this.withoutDiagonal = withoutDiagonal;
  }

  @Override
  public boolean dependsOnBatch() {
    return true;
  }

  @Override
  public BatchValues compute(OutputRows batch) {
    int rows = batch.count;
    BatchValues values = BatchValues.ofRows(rows, 1);
    double[] pull = new double[rows];
    double[] push = new double[rows];
    for (int i = 0; i < rows; i++) {
      int pulls = 0;
      int pushes = 0;
      for (int k = 0; k < rows; k++) {
        double d = Math.max(1 - product(batch, i, k), 0);
        if (label(batch, i) != label(batch, k)) {
          push[pushes++] = gamma * Math.max(1 + margin - d, 0) * (1 - margin - d);
        } else if (i != k || !withoutDiagonal) {
          pull[pulls++] = -gamma * Math.max(margin + d, 0) * (margin - d);
        }
      }
      double sum = logSumExp(pull, pulls) + logSumExp(push, pushes);
      double value = Math.max(sum, 0) + Math.log1p(Math.exp(-Math.abs(sum)));
      values.values()[i] = value;
      values.valid()[i] = value > 0;
    }
    return values;
  }

  private static double label(OutputRows batch, int row) {
    return batch.labels[row * batch.labelWidth];
  }

  private static double product(OutputRows batch, int i, int k) {
    int width = batch.predictionWidth;
    double sum = 0;
    for (int c = 0; c < width; c++) {
      sum += (double) batch.predictions[i * width + c] * batch.predictions[k * width + c];
    }
    return sum;
  }

  private static double logSumExp(double[] values, int count) {
    double greatest = NOTHING;
    for (int i = 0; i < count; i++) {
      greatest = Math.max(greatest, values[i]);
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.exp(values[i] - greatest);
    }
    return count == 0 ? NOTHING : greatest + Math.log(sum);
  }
}
