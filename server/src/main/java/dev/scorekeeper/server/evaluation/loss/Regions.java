package dev.scorekeeper.server.evaluation.loss;

import java.util.Arrays;
import java.util.List;

/**
 * Which elements of a row are summed together when some axes are summed over: all those that agree
 * on the axes that are kept. Axes count as Keras counts them: 0 is that of the rows, -1 the last.
 */
final class Regions {

  /** Number of regions of a row. */
  final int count;

  /** Region of each element. */
  final int[] of;

  private final int[] shape;

  /**
   * Creates regions.
   *
   * @param shape shape of a row, without the axis of the rows
   * @param axes axes that are summed over; empty for all
   */
  Regions(int[] shape, List<Integer> axes) {
    this.shape = shape.clone();
    int width = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    of = new int[width];
    int regions = 1;
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      if (!isSummed(axis + 1, shape.length + 1, axes)) {
        for (int i = 0; i < width; i++) {
          of[i] += i / stride % shape[axis] * regions;
        }
        regions *= shape[axis];
      }
      stride *= shape[axis];
    }
    count = regions;
  }

  boolean fits(int[] rowShape) {
    return Arrays.equals(shape, rowShape);
  }

  private static boolean isSummed(int axis, int rank, List<Integer> axes) {
    return axes.isEmpty() || axes.contains(axis) || axes.contains(axis - rank);
  }
}
