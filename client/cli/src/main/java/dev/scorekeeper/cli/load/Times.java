package dev.scorekeeper.cli.load;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people type them: {@code 150us}, {@code 2.5ms}, {@code 10s}, {@code 2m}. */
public final class Times {
  private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)(us|µs|ms|s|m)");
  private static final Map<String, Double> NANOS =
      Map.of("us", 1e3, "µs", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9);

  private Times() {}

  /**
   * Nanoseconds of a duration.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static long parse(String text) {
    Matcher matcher = FORM.matcher(text);
    Double unit = matcher.matches() ? NANOS.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no duration such as 150us, 10ms or 5s");
    }
    return Math.round(Double.parseDouble(matcher.group(1)) * unit);
  }
}
