package dev.scorekeeper.server.evaluation.regression;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.loss.Cells;
import dev.scorekeeper.server.evaluation.loss.ElementFunction;

/**
 * Correlation of the elements along the last axis of each row, as Keras has it by default. NaN for
 * a row whose labels or predictions are all equal, for Pearson's.
 */
enum RowCorrelation implements ElementFunction {
  /** {@code mean of ((y - mean(y)) / sd(y)) ((p - mean(p)) / sd(p))}. */
  PEARSON {
    @Override
    double value(double ys, double ps, double both, double bias) {
      return both / (Math.sqrt(ys) * Math.sqrt(ps));
    }
  },
  /** {@code 2 cov / (var(y) + var(p) + (mean(y) - mean(p))² + 1e-7)}. */
  CONCORDANCE {
    @Override
    double value(double ys, double ps, double both, double bias) {
      return 2 * both / (ys + ps + bias * bias + 1e-7f);
    }
  };

  /** Of variances, covariance and difference of means. */
  abstract double value(double ys, double ps, double both, double bias);

  @Override
  public boolean compute(OutputRows rows, int row, double[] values) {
    int size = Cells.lastAxis(rows);
    int cells = rows.predictionWidth / size;
    for (int cell = 0; cell < cells; cell++) {
      values[cell] = of(rows, row * rows.predictionWidth + cell * size, size);
    }
    return false;
  }

  private double of(OutputRows rows, int from, int size) {
    double y = 0;
    double p = 0;
    for (int i = from; i < from + size; i++) {
      y += rows.labels[i];
      p += rows.predictions[i];
    }
    double meanLabel = y / size;
    double meanPrediction = p / size;
    double ys = 0;
    double ps = 0;
    double both = 0;
    for (int i = from; i < from + size; i++) {
      double dy = rows.labels[i] - meanLabel;
      double dp = rows.predictions[i] - meanPrediction;
      ys += dy * dy;
      ps += dp * dp;
      both += dy * dp;
    }
    return value(ys / size, ps / size, both / size, meanLabel - meanPrediction);
  }
}
