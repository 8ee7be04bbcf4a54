package dev.scorekeeper.server.evaluation.expression;

import dev.scorekeeper.server.evaluation.SpecException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Over what an expression's sums go before they are put together. */
enum Grouping {
  /** All rows and elements: one value. */
  DATASET,
  /**
   * The elements of a row: one value a row, and the mean over the rows that have one. A row whose
   * value is not defined, such as one of 0 / 0, does not count.
   */
  PER_EXAMPLE,
  /** All rows, for each class (place in the last axis) on its own: a value for each. */
  PER_CLASS,
  /** As {@link #PER_CLASS}, then the mean over the classes that have a value. */
  MACRO;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean byClass() {
    return this == PER_CLASS || this == MACRO;
  }

  static Grouping of(String text) throws SpecException {
    for (Grouping grouping : values()) {
      if (grouping.text().equals(text)) {
        return grouping;
      }
    }
    String known = Arrays.stream(values()).map(Grouping::text).collect(Collectors.joining(", "));
    throw new SpecException(
            SpecException.Kind.BAD_VALUE, "there is no grouping " + text + "; there are " + known)
        .with("expected", known)
        .with("got", text);
  }
}
