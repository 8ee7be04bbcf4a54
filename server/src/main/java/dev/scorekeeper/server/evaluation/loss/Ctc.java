package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.OutputRows;
import java.util.Arrays;

/**
 * Connectionist temporal classification, {@code -ln p(labels | logits)}, as Keras 3.15.1 asks
 * {@code tf.nn.ctc_loss}: predictions are logits [time, classes], class 0 is the blank, the whole
 * time counts, and labels are the first so many of the row as are not 0. Infinite when the labels
 * do not fit into the time.
 *
 * <p>The forward algorithm in logarithms: Graves et al., Connectionist Temporal Classification,
 * ICML 2006, section 4.1. States are the labels with blanks before, between and after.
 */
final class Ctc implements ElementFunction {

  private double[] now = {};
  private double[] next = {};
  private int[] states = {};

  @Override
  public int cells(OutputRows rows) {
    return 1;
  }

  @Override
  public boolean compute(OutputRows rows, int row, double[] values) {
    int classes = Cells.lastAxis(rows);
    int time = rows.predictionWidth / classes;
    int count = states(rows, row, classes);
    if (count < 0) {
      values[0] = Double.NaN;
      return false;
    }
    int from = row * rows.predictionWidth;
    Arrays.fill(now, 0, count, Double.NEGATIVE_INFINITY);
    double norm = Probabilities.logSumExp(rows.predictions, from, classes);
    now[0] = rows.predictions[from] - norm;
    if (count > 1) {
      now[1] = rows.predictions[from + states[1]] - norm;
    }
    for (int t = 1; t < time; t++) {
      from += classes;
      step(rows.predictions, from, classes, count);
    }
    double end = now[count - 1];
    values[0] = -(count == 1 ? end : logAdd(end, now[count - 2]));
    return false;
  }

  private void step(float[] logits, int from, int classes, int count) {
    double norm = Probabilities.logSumExp(logits, from, classes);
    for (int s = 0; s < count; s++) {
      double sum = now[s];
      if (s > 0) {
        sum = logAdd(sum, now[s - 1]);
      }
      if (s > 1 && states[s] != 0 && states[s] != states[s - 2]) {
        sum = logAdd(sum, now[s - 2]);
      }
      next[s] = sum + logits[from + states[s]] - norm;
    }
    double[] last = now;
    now = next;
    next = last;
  }

  /** Fills in the states; returns their number, -1 when a label is no class. */
  private int states(OutputRows rows, int row, int classes) {
    int width = rows.labelWidth;
    int length = 0;
    for (int i = 0; i < width; i++) {
      length += rows.labels[row * width + i] == 0 ? 0 : 1;
    }
    int count = 2 * length + 1;
    if (states.length < count) {
      states = new int[count];
      now = new double[count];
      next = new double[count];
    }
    for (int i = 0; i < length; i++) {
      double label = rows.labels[row * width + i];
      int index = (int) label;
      if (index != label || index < 0 || index >= classes) {
        return -1;
      }
      states[2 * i + 1] = index;
    }
    return count;
  }

  private static double logAdd(double a, double b) {
    double greater = Math.max(a, b);
    double less = Math.min(a, b);
    return less == Double.NEGATIVE_INFINITY
        ? greater
        : greater + Math.log1p(Math.exp(less - greater));
  }
}
