package dev.scorekeeper.server.evaluation.exact;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Doubles as text, the same on every Java version. */
public final class Decimals {

  /** Digits that always suffice. */
  private static final int MOST_DIGITS = 17;

  private Decimals() {}

  /**
   * The shortest decimal that gives these bits, of several the nearest, as Python writes it: {@code
   * 0.1}, {@code 2.0}, {@code 1e-07}; {@code NaN}, {@code Infinity} and {@code -Infinity}. Double's
   * own text is not always the shortest before Java 19.
   */
  public static String shortest(double x) {
    if (!Double.isFinite(x) || x == 0) {
      return Double.toString(x);
    }
    BigDecimal exact = new BigDecimal(x);
    BigDecimal rounded = exact;
    for (int digits = 1; digits <= MOST_DIGITS; digits++) {
      rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == x) {
        break;
      }
    }
    return text(rounded.stripTrailingZeros());
  }

  private static String text(BigDecimal x) {
    int exponent = x.precision() - x.scale() - 1;
    if (exponent >= -4 && exponent < 16) {
      return x.setScale(Math.max(x.scale(), 1)).toPlainString();
    }
    String digits = x.unscaledValue().abs().toString();
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    String sign = x.signum() < 0 ? "-" : "";
    String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
    return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
  }
}
