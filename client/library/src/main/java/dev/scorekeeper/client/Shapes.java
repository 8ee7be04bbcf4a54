package dev.scorekeeper.client;

import java.util.Arrays;

/** Arithmetic on tensor shapes. */
final class Shapes {

  private Shapes() {}

  /**
   * Number of elements of a tensor of this shape.
   *
   * @throws IllegalArgumentException when a size is negative or there are more elements than an
   *     array can have
   */
  static int elementCount(long[] shape) {
    long count = 1;
    boolean empty = false;
    for (long size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("negative size in shape " + Arrays.toString(shape));
      }
      empty |= size == 0;
      // Stays above the limit once there, and cannot overflow: both factors are below 2^32.
      count = Math.min(count * Math.min(size, 1L << 31), 1L << 31);
    }
    if (empty) {
      return 0;
    }
    if (count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("too many elements: shape " + Arrays.toString(shape));
    }
    return (int) count;
  }

  /** The shape to use for this many elements: the one given, or a vector when none is. */
  static long[] orVector(long[] shape, int elementCount) {
    if (shape.length == 0) {
      return new long[] {elementCount};
    }
    int expected = elementCount(shape);
    if (expected != elementCount) {
      throw new IllegalArgumentException(
          "shape "
              + Arrays.toString(shape)
              + " has "
              + expected
              + " elements, but "
              + elementCount
              + " were given");
    }
    return shape.clone();
  }
}
