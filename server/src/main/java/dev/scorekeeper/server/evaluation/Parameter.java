package dev.scorekeeper.server.evaluation;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a metric.
 *
 * @param name as Keras names it
 * @param type what it takes
 * @param defaultValue used when it is not given; null is Python's None
 */
public record Parameter(String name, Type type, Optional<Object> defaultValue) {

  /** What a parameter takes. */
  public enum Type {
    BOOLEAN,
    INTEGER,
    NUMBER,
    TEXT,
    /** A number, or a list of them. */
    NUMBERS,
    /** An integer, or a list of them. */
    INTEGERS,
    /** A list of lists of numbers. */
    MATRIX
  }

  /** A parameter that may be left out; {@code null} for None. */
  public static Parameter of(String name, Type type, @Nullable Object defaultValue) {
    return new Parameter(name, type, Optional.ofNullable(defaultValue));
  }
}
