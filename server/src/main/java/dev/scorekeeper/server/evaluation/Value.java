package dev.scorekeeper.server.evaluation;

/**
 * One number, or why there is none.
 *
 * @param number the number; NaN when it is not defined
 * @param undefined why it is not defined; {@link Undefined#NOT} when it is
 * @param lower the least that the exact value may be; equal to {@code number} when that is exact
 * @param upper the greatest that the exact value may be
 */
public record Value(double number, Undefined undefined, double lower, double upper) {

  /** Why there is no number. */
  public enum Undefined {
    /** There is one. */
    NOT,
    ZERO_DENOMINATOR,
    ONE_CLASS,
    EMPTY,
    NOT_FINITE
  }

  /** An exact number; NaN and infinities are not defined. */
  public static Value of(double number) {
    return Double.isFinite(number)
        ? new Value(number, Undefined.NOT, number, number)
        : new Value(number, Undefined.NOT_FINITE, number, number);
  }

  /** {@code numerator / denominator}; not defined for a denominator of zero. */
  public static Value ratio(double numerator, double denominator) {
    return denominator == 0 ? undefined(Undefined.ZERO_DENOMINATOR) : of(numerator / denominator);
  }

  public static Value undefined(Undefined reason) {
    return new Value(Double.NaN, reason, Double.NaN, Double.NaN);
  }

  public boolean isDefined() {
    return undefined == Undefined.NOT;
  }
}
