package dev.scorekeeper.cli.report;

import java.util.Locale;

/** Numbers as the report shows them: short; the exact ones stand in the table of all values. */
final class Figures {
  /** What stands where there is no number. */
  static final String NONE = "–";

  private Figures() {}

  /**
   * A value in about five digits: {@code 0.9533}, {@code 12.346}, {@code 1,234.5}, {@code 3.21e-7};
   * whole numbers whole.
   */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    return sign(value) + magnitude(Math.abs(value));
  }

  /** A difference: with its sign, and no more digits than values that are not tiny have. */
  static String difference(double value) {
    double magnitude = Math.abs(value);
    boolean small = magnitude >= 0.00095 && magnitude < 0.01;
    return (value > 0 ? "+" : "")
        + (small ? sign(value) + format("%.4f", magnitude) : number(value));
  }

  private static String sign(double value) {
    return value < 0 ? "−" : "";
  }

  private static String magnitude(double value) {
    if (value == Math.rint(value) && value < 1e9) {
      return format("%,.0f", value);
    }
    if (value >= 1e9 || value < 1e-4) {
      return format("%.2e", value).replace("e-0", "e-").replace("e+0", "e+");
    }
    if (value < 0.01) {
      return format("%.6f", value);
    }
    if (value < 10) {
      return format("%.4f", value);
    }
    if (value < 100) {
      return format("%.3f", value);
    }
    return format(value < 1_000 ? "%.2f" : "%,.1f", value);
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
