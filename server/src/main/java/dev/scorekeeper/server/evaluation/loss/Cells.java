package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.OutputRows;

/**
 * Weights and masks of the cells of a row. One for each row counts for all its cells; one for each
 * position of the leading axes counts for the cells at that position; finer ones than the cells are
 * put together: a cell counts when one of its elements does, and weighs the mean of them.
 */
public final class Cells {

  private Cells() {}

  /** Product of the axes of a row of predictions but the last; 1 when there is one axis or none. */
  public static int withoutLastAxis(OutputRows rows) {
    return rows.predictionWidth / lastAxis(rows);
  }

  /** Size of the last axis of a row of predictions; 1 for a scalar. */
  public static int lastAxis(OutputRows rows) {
    int[] shape = rows.predictionShape;
    return shape.length == 0 ? 1 : Math.max(1, shape[shape.length - 1]);
  }

  /** Whether a cell is not masked out. */
  public static boolean counts(OutputRows rows, int row, int cell, int cells) {
    int width = rows.maskWidth;
    if (width == 0) {
      return true;
    }
    int first = row * width;
    if (width == 1) {
      return rows.mask[first];
    }
    if (width <= cells) {
      return rows.mask[first + (int) ((long) cell * width / cells)];
    }
    int each = width / cells;
    for (int i = 0; i < each; i++) {
      if (rows.mask[first + cell * each + i]) {
        return true;
      }
    }
    return false;
  }

  /** Weight of a cell; 1 when there are no weights. */
  public static double weight(OutputRows rows, int row, int cell, int cells) {
    int width = rows.weightWidth;
    if (width == 0) {
      return 1;
    }
    int first = row * width;
    if (width == 1) {
      return rows.weights[first];
    }
    if (width <= cells) {
      return rows.weights[first + (int) ((long) cell * width / cells)];
    }
    int each = width / cells;
    double sum = 0;
    for (int i = 0; i < each; i++) {
      sum += rows.weights[first + cell * each + i];
    }
    return sum / each;
  }
}
