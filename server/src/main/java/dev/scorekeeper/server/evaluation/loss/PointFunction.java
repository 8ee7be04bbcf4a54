package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.OutputRows;

/**
 * A loss with a value for each element of the predictions, whose mean over the last axis is the
 * value of a cell. Labels have the shape of the predictions.
 */
public abstract class PointFunction implements ElementFunction {

  /** Value at an element, by its index in the arrays of all rows. */
  protected abstract double point(OutputRows rows, int at);

  /** Whether the probability of that element is clipped. */
  protected boolean clips(OutputRows rows, int at) {
    return false;
  }

  @Override
  public final boolean compute(OutputRows rows, int row, double[] values) {
    int axis = Cells.lastAxis(rows);
    int cells = rows.predictionWidth / axis;
    int at = row * rows.predictionWidth;
    boolean clipped = false;
    for (int cell = 0; cell < cells; cell++) {
      double sum = 0;
      for (int i = 0; i < axis; i++, at++) {
        sum += point(rows, at);
        clipped |= clips(rows, at);
      }
      values[cell] = axis == 1 ? sum : sum / axis;
    }
    return clipped;
  }

  /** As {@link #compute}, with a value for each element. */
  final boolean computeElements(OutputRows rows, int row, double[] values) {
    int width = rows.predictionWidth;
    int first = row * width;
    boolean clipped = false;
    for (int i = 0; i < width; i++) {
      values[i] = point(rows, first + i);
      clipped |= clips(rows, first + i);
    }
    return clipped;
  }
}
