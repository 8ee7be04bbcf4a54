package dev.scorekeeper.server.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 150us}, {@code 5ms}, {@code 1.5s}, {@code 2m}. */
final class DurationText {

  private static final Pattern FORM = Pattern.compile("(\\d{1,19}(?:\\.\\d{1,9})?)\\s*([a-z]+)");

  /** Nanoseconds of each unit, the largest first. */
  private static final Map<String, Long> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("h", 3_600_000_000_000L);
    UNITS.put("m", 60_000_000_000L);
    UNITS.put("s", 1_000_000_000L);
    UNITS.put("ms", 1_000_000L);
    UNITS.put("us", 1_000L);
    UNITS.put("ns", 1L);
  }

  private DurationText() {}

  /**
   * Not negative, in whole nanoseconds, at most 292 years; a bare {@code 0} needs no unit.
   *
   * @throws IllegalArgumentException for any other text
   */
  static Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a duration: " + text);
    }
    Long unit = UNITS.get(matcher.group(2));
    if (unit == null) {
      throw new IllegalArgumentException("not a unit of time: " + text);
    }
    try {
      BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
      return Duration.ofNanos(nanos.longValueExact());
    } catch (ArithmeticException unrepresentable) {
      throw new IllegalArgumentException("too long or too fine: " + text, unrepresentable);
    }
  }

  /** In the largest unit that divides it; what {@link #parse} reads back. */
  static String format(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    return UNITS.entrySet().stream()
        .filter(unit -> nanos % unit.getValue() == 0)
        .map(unit -> nanos / unit.getValue() + unit.getKey())
        .findFirst()
        .orElseThrow(IllegalStateException::new);
  }
}
