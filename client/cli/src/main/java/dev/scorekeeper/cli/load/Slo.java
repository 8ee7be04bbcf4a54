package dev.scorekeeper.cli.load;

import dev.scorekeeper.cli.text.Quantities;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A promise about latency, such as {@code p99=10ms}: of all requests, those that fail among them,
 * this share is answered within the bound.
 */
public record Slo(Percentile percentile, long boundNanos) {
  private static final Pattern FORM = Pattern.compile("p(\\d{1,2}(?:\\.\\d{1,4})?)=(.+)");

  public Slo {
    if (boundNanos <= 0) {
      throw new IllegalArgumentException("bound: " + boundNanos);
    }
  }

  /**
   * Reads {@code pNN=DURATION}.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static Slo parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("give it as p99=10ms");
    }
    double percent = Double.parseDouble(matcher.group(1));
    return new Slo(Percentile.of(percent), Times.parse(matcher.group(2)));
  }

  /** Such as {@code p99 ≤ 10.0 ms}. */
  public String label() {
    return percentile.label() + " ≤ " + Quantities.micros(boundNanos / 1e3);
  }
}
