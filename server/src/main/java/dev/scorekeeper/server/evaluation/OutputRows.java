package dev.scorekeeper.server.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * Some rows of one output: what the model gave, what would have been right, and how much each
 * counts. Filled anew for each chunk, in arrays that are used again.
 *
 * <p>Row-major throughout: element e of row r of something with width w is at {@code r * w + e}.
 * Arrays may be longer than needed. Not thread-safe; whoever fills it owns it, others read it
 * during the call that they got it for.
 */
public final class OutputRows {

  /** Rows, {@code >= 0}. */
  public int count;

  /** Elements of a row of predictions: the product of {@link #predictionShape}; 1 for a scalar. */
  public int predictionWidth;

  /** Shape of a row of predictions, without the leading dimension. */
  public int[] predictionShape = {};

  /** What the model gave, rounded to float32 as Keras does. */
  public float[] predictions = {};

  /** Elements of a row of labels. */
  public int labelWidth;

  /** Shape of a row of labels, without the leading dimension. */
  public int[] labelShape = {};

  /** Labels; integers are exact up to 2^53. */
  public double[] labels = {};

  /** Elements of a row of weights: 0 when there are none, 1 for one a row, or more. */
  public int weightWidth;

  /** Weights, finite and not negative. */
  public double[] weights = {};

  /** Elements of a row of the mask: 0 when there is none, 1 for one a row, or more. */
  public int maskWidth;

  /** False: the element (or row) does not count. */
  public boolean[] mask = {};

  /**
   * Logits from which the graph computed {@link #predictions}, of the same width; null when the
   * graph does not offer them, or no metric of the output {@linkplain Metric#takesLogits takes}
   * them.
   */
  public float @Nullable [] logits;

  /** Query that each row belongs to, for metrics over groups; null when there are none. */
  public long @Nullable [] groups;

  /** The weight of a row: the mean over its elements when they have weights of their own. */
  public double rowWeight(int row) {
    if (weightWidth == 0) {
      return 1;
    }
    if (weightWidth == 1) {
      return weights[row];
    }
    double sum = 0;
    for (int i = 0; i < weightWidth; i++) {
      sum += weights[row * weightWidth + i];
    }
    return sum / weightWidth;
  }
}
