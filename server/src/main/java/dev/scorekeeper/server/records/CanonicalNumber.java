package dev.scorekeeper.server.records;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes a double as RFC 8785 does, which is as ECMAScript does: the fewest digits that give the
 * same bits back, of these the nearest; plain from 1e-6 to below 1e21, else with an exponent.
 *
 * <p>{@link Double#toString} will not do: it has another form, and before JDK 19 now and then more
 * digits than needed.
 */
final class CanonicalNumber {

  private static final Binary DOUBLE =
      new Binary(15, 17, Double.MIN_NORMAL, 0x1p53, BigDecimal::doubleValue);
  private static final Binary FLOAT =
      new Binary(6, 9, Float.MIN_NORMAL, 0x1p24, BigDecimal::floatValue);

  private CanonicalNumber() {}

  /**
   * A binary format.
   *
   * @param safeDigits decimals of so many digits survive being a normal number of it and back
   * @param mostDigits so many digits always tell a number from its neighbours
   * @param leastNormal below it numbers have fewer bits
   * @param mostExact the integers up to it are all in the format, and their own shortest decimals
   * @param nearest the number of the format that is nearest to a decimal
   */
  private record Binary(
      int safeDigits,
      int mostDigits,
      double leastNormal,
      double mostExact,
      ToDoubleFunction<BigDecimal> nearest) {}

  /**
   * The text of a finite number; that of negative zero is {@code 0}.
   *
   * @throws IllegalArgumentException for NaN and the infinities, which JSON does not have
   */
  static String of(double number) {
    return of(number, DOUBLE);
  }

  /** The same with the digits that a float needs, for one who reads a float. */
  static String of(float number) {
    return of(number, FLOAT);
  }

  private static String of(double number, Binary format) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("number is not finite: " + number);
    }
    if (number == Math.rint(number) && Math.abs(number) < format.mostExact) {
      return Long.toString((long) number);
    }
    String sign = number < 0 ? "-" : "";
    BigDecimal shortest = shortest(Math.abs(number), format);
    String digits = shortest.unscaledValue().toString();
    // The number is 0.DIGITS times ten to this power.
    int point = digits.length() - shortest.scale();
    return sign + layout(digits, point);
  }

  private static BigDecimal shortest(double number, Binary format) {
    BigDecimal exact = new BigDecimal(number);
    int from = number < format.leastNormal ? 1 : format.safeDigits;
    for (int digits = from; digits < format.mostDigits; digits++) {
      BigDecimal near = nearest(exact, number, digits, format);
      if (near != null) {
        return near.stripTrailingZeros();
      }
    }
    return exact
        .round(new MathContext(format.mostDigits, RoundingMode.HALF_EVEN))
        .stripTrailingZeros();
  }

  /**
   * The nearest decimal of so many digits that gives the number back, or null. Both sides are
   * tried: next to a power of two the nearer one may lie too far.
   */
  private static @Nullable BigDecimal nearest(
      BigDecimal exact, double number, int digits, Binary format) {
    BigDecimal below = exact.round(new MathContext(digits, RoundingMode.DOWN));
    BigDecimal above = exact.round(new MathContext(digits, RoundingMode.UP));
    boolean belowIsNearer = exact.subtract(below).compareTo(above.subtract(exact)) <= 0;
    BigDecimal first = belowIsNearer ? below : above;
    if (format.nearest.applyAsDouble(first) == number) {
      return first;
    }
    BigDecimal second = belowIsNearer ? above : below;
    return format.nearest.applyAsDouble(second) == number ? second : null;
  }

  private static String layout(String digits, int point) {
    int count = digits.length();
    if (point > 21 || point <= -6) {
      String mantissa = count == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
      return mantissa + "e" + (point > 0 ? "+" : "") + (point - 1);
    }
    if (point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    if (point < count) {
      return digits.substring(0, point) + "." + digits.substring(point);
    }
    return digits + "0".repeat(point - count);
  }
}
