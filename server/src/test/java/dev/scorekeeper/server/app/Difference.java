package dev.scorekeeper.server.app;

/**
 * How far numbers are from those that Keras gave.
 *
 * @param ofElement greatest difference, as a share of the expected number itself
 * @param ofRow greatest difference, as a share of the largest expected number of its row
 * @param unequal numbers that are not the same bit for bit
 * @param compared numbers looked at
 */
record Difference(double ofElement, double ofRow, long unequal, long compared) {

  static final Difference NONE = new Difference(0, 0, 0, 0);

  /** Compares rows of so many numbers each; both arrays are of the same length. */
  static Difference between(float[] actual, float[] expected, int perRow) {
    Difference sum = NONE;
    for (int start = 0; start < expected.length; start += perRow) {
      double largest = 0;
      for (int i = start; i < start + perRow; i++) {
        largest = Math.max(largest, Math.abs(expected[i]));
      }
      for (int i = start; i < start + perRow; i++) {
        sum = sum.and(of(actual[i], expected[i], largest));
      }
    }
    return sum;
  }

  private static Difference of(float actual, float expected, double largestOfRow) {
    if (Float.floatToRawIntBits(actual) == Float.floatToRawIntBits(expected)) {
      return new Difference(0, 0, 0, 1);
    }
    double distance = Math.abs((double) actual - expected);
    return new Difference(share(distance, Math.abs(expected)), share(distance, largestOfRow), 1, 1);
  }

  /** What is not a number is as far away as can be. */
  private static double share(double distance, double whole) {
    double share = distance == 0 ? 0 : distance / whole;
    return Double.isNaN(share) ? Double.POSITIVE_INFINITY : share;
  }

  /** The worse of both. */
  Difference and(Difference other) {
    return new Difference(
        Math.max(ofElement, other.ofElement),
        Math.max(ofRow, other.ofRow),
        unequal + other.unequal,
        compared + other.compared);
  }
}
