package dev.scorekeeper.server.evaluation;

/**
 * The numbers that a value can be, whatever the rows.
 *
 * @param least not NaN; negative infinity where there is no least
 * @param greatest not NaN, {@code >= least}; infinity where there is no greatest
 */
public record ValueRange(double least, double greatest) {

  /** Any number. */
  public static final ValueRange ANY =
      new ValueRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** From 0 on. */
  public static final ValueRange NOT_NEGATIVE = new ValueRange(0, Double.POSITIVE_INFINITY);

  /** From 0 to 1. */
  public static final ValueRange SHARE = new ValueRange(0, 1);

  /** From -1 to 1. */
  public static final ValueRange CORRELATION = new ValueRange(-1, 1);

  /** Up to 1. */
  public static final ValueRange AT_MOST_ONE = new ValueRange(Double.NEGATIVE_INFINITY, 1);

  public ValueRange {
    if (!(least <= greatest)) {
      throw new IllegalArgumentException("a range from " + least + " to " + greatest);
    }
  }

  /** Whether the number is one of them; NaN is not. */
  public boolean contains(double number) {
    return number >= least && number <= greatest;
  }

  /** The nearest of them. */
  public double nearest(double number) {
    return Math.max(least, Math.min(greatest, number));
  }

  /** What the difference of two of them can be. */
  public ValueRange ofDifference() {
    return new ValueRange(least - greatest, greatest - least);
  }

  /** What the sum of one of these and one of those can be. */
  public ValueRange plus(ValueRange other) {
    return new ValueRange(least + other.least, greatest + other.greatest);
  }

  /** What one of them times a finite factor can be. */
  public ValueRange times(double factor) {
    if (factor == 0) {
      return new ValueRange(0, 0);
    }
    double one = least * factor;
    double other = greatest * factor;
    return new ValueRange(Math.min(one, other), Math.max(one, other));
  }
}
