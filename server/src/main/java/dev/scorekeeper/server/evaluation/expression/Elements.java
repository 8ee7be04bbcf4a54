package dev.scorekeeper.server.evaluation.expression;

import dev.scorekeeper.server.evaluation.OutputRows;

/**
 * The elements of a row, one by one: predictions, with labels, weights and masks spread over them.
 *
 * <p>Where predictions have an axis of classes and labels do not, a label is the index of a class:
 * it counts as 1 for that class and 0 for the others. What has fewer elements than the predictions
 * applies to as many neighbouring ones each.
 */
final class Elements {
  private Elements() {}

  /**
   * Fills in the elements {@code from .. } of a row that count.
   *
   * @param stride take each stride-th element
   * @param found gets, at index 0, how many elements count and were filled in
   * @return how many elements were looked at
   */
  static int fill(
      OutputRows rows, int row, int from, int stride, RowProgram.Registers to, int[] found) {
    int width = rows.predictionWidth;
    int classes = classes(rows);
    boolean sparse = rows.labelWidth != width;
    int count = 0;
    int element = from;
    int seen = 0;
    for (; element < width && count < to.block(); element += stride) {
      seen++;
      if (!counts(rows, row, element)) {
        continue;
      }
      to.predictions()[count] = rows.predictions[row * width + element];
      to.labels()[count] =
          sparse
              ? rows.labels[row * rows.labelWidth + element / classes] == element % classes ? 1 : 0
              : rows.labels[row * width + element];
      to.weights()[count] = weight(rows, row, element);
      count++;
    }
    found[0] = count;
    return seen;
  }

  private static int classes(OutputRows rows) {
    int width = rows.predictionWidth;
    if (rows.labelWidth == width) {
      return 1;
    }
    int classes =
        rows.predictionShape.length == 0
            ? 1
            : rows.predictionShape[rows.predictionShape.length - 1];
    if (rows.labelWidth * classes != width) {
      throw new IllegalArgumentException(
          rows.labelWidth + " labels a row do not suit " + width + " predictions");
    }
    return classes;
  }

  private static boolean counts(OutputRows rows, int row, int element) {
    int width = rows.maskWidth;
    return width == 0 || rows.mask[row * width + spread(element, width, rows.predictionWidth)];
  }

  private static double weight(OutputRows rows, int row, int element) {
    int width = rows.weightWidth;
    return width == 0
        ? 1
        : rows.weights[row * width + spread(element, width, rows.predictionWidth)];
  }

  /** Which of {@code width} goes with one of {@code elements}. */
  static int spread(int element, int width, int elements) {
    return width == 1 ? 0 : (int) ((long) element * width / elements);
  }
}
