package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.v1.ConfidenceInterval;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.UndefinedReason;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Values of metrics as people read them. */
final class Numbers {
  private static final MathContext SIX = new MathContext(6, RoundingMode.HALF_EVEN);
  private static final MathContext FOUR = new MathContext(4, RoundingMode.HALF_EVEN);

  private Numbers() {}

  /** Six digits that matter, without zeros at the end: {@code 0.964444}, {@code 450}. */
  static String six(double value) {
    return rounded(value, SIX);
  }

  private static String rounded(double value, MathContext digits) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    BigDecimal rounded = new BigDecimal(value).round(digits);
    if (rounded.signum() == 0) {
      return "0";
    }
    BigDecimal shortest = rounded.stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    return exponent < -5 || exponent > 11
        ? shortest.toString().replace("E+", "e+").replace("E-", "e-")
        : shortest.toPlainString();
  }

  /** A value, with what it lies between when it is not exact, or why there is none. */
  static String shown(MetricValue value) {
    if (value.getUndefined() != UndefinedReason.UNDEFINED_REASON_UNSPECIFIED) {
      return "– (" + why(value.getUndefined()) + ")";
    }
    boolean bounded =
        value.hasLowerBound()
            && value.hasUpperBound()
            && value.getLowerBound() != value.getUpperBound();
    return six(value.getValue())
        + (bounded
            ? " in [%s, %s]".formatted(six(value.getLowerBound()), six(value.getUpperBound()))
            : "");
  }

  private static String why(UndefinedReason reason) {
    return switch (reason) {
      case UNDEFINED_REASON_ZERO_DENOMINATOR -> "nothing to divide by";
      case UNDEFINED_REASON_ONE_CLASS -> "one class only";
      case UNDEFINED_REASON_EMPTY -> "no rows";
      case UNDEFINED_REASON_NOT_FINITE -> "not finite";
      case UNDEFINED_REASON_SLICE_TOO_SMALL -> "too few rows";
      case UNDEFINED_REASON_UNSPECIFIED, UNRECOGNIZED -> "not defined";
    };
  }

  /** With a sign, four digits: {@code +0.0021}. */
  static String difference(double value) {
    String text = rounded(value, FOUR);
    return value > 0 ? "+" + text : text;
  }

  /** Such as {@code [0.95, 0.98]}. */
  static String interval(ConfidenceInterval interval) {
    return "[%s, %s]"
        .formatted(rounded(interval.getLower(), FOUR), rounded(interval.getUpper(), FOUR));
  }
}
