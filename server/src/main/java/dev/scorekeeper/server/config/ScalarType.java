package dev.scorekeeper.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the values of one Java type are written in settings.
 *
 * @param label what it is called, with its article, such as {@code a whole number}
 */
record ScalarType(Class<?> type, String label, Parser parser) {

  /** From text to value. */
  interface Parser {
    /**
     * The value that is written so.
     *
     * @throws IllegalArgumentException when the text is no such value
     */
    Comparable<?> parse(String text);
  }

  private static final Map<Class<?>, ScalarType> KNOWN =
      List.of(
              new ScalarType(Integer.class, "a whole number", Integer::valueOf),
              new ScalarType(Long.class, "a whole number", Long::valueOf),
              new ScalarType(Double.class, "a number", ScalarType::parseDouble),
              new ScalarType(Boolean.class, "true or false", ScalarType::parseBoolean),
              new ScalarType(String.class, "text", text -> text),
              new ScalarType(Path.class, "a path", ScalarType::parsePath),
              new ScalarType(
                  Duration.class, "a duration such as 150us, 5ms, 1s or 2m", DurationText::parse),
              new ScalarType(
                  DataSize.class, "a size such as 512, 64KiB, 4MiB or 1GiB", DataSize::parse))
          .stream()
          .collect(Collectors.toUnmodifiableMap(ScalarType::type, known -> known));

  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          int.class,
          Integer.class,
          long.class,
          Long.class,
          double.class,
          Double.class,
          boolean.class,
          Boolean.class);

  /** The scalar type of a Java type; empty when its values are not written as one word. */
  static Optional<ScalarType> of(Class<?> type) {
    if (type.isEnum()) {
      return Optional.of(ofEnum(type));
    }
    return Optional.ofNullable(KNOWN.get(BOXES.getOrDefault(type, type)));
  }

  private static ScalarType ofEnum(Class<?> type) {
    return new ScalarType(
        type, "one of " + String.join(", ", enumWords(type)), text -> parseEnum(type, text));
  }

  /** Words that an enum's constants are written as. */
  static List<String> enumWords(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(ScalarType::format).toList();
  }

  private static Comparable<?> parseEnum(Class<?> type, String text) {
    for (Object constant : type.getEnumConstants()) {
      if (format(constant).equals(text.toLowerCase(Locale.ROOT))) {
        return (Enum<?>) constant;
      }
    }
    throw new IllegalArgumentException(text);
  }

  private static Comparable<?> parseDouble(String text) {
    double value = Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }

  private static Comparable<?> parseBoolean(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Comparable<?> parsePath(String text) {
    if (text.isEmpty()) {
      throw new InvalidPathException(text, "empty");
    }
    return Path.of(text);
  }

  /** A value as it is written. */
  static String format(Object value) {
    if (value instanceof Duration duration) {
      return DurationText.format(duration);
    }
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
    return value.toString();
  }

  /** True when the value lies between the texts, of which an empty one is no bound. */
  boolean isWithin(Comparable<?> value, String min, String max) {
    return (min.isEmpty() || compare(value, parser.parse(min)) >= 0)
        && (max.isEmpty() || compare(value, parser.parse(max)) <= 0);
  }

  @SuppressWarnings("unchecked") // Both come from the same parser.
  private static int compare(Comparable<?> a, Comparable<?> b) {
    return ((Comparable<Object>) a).compareTo(b);
  }

  /** The bounds in words; empty when there are none. */
  static String rangeText(String min, String max) {
    if (min.isEmpty()) {
      return max.isEmpty() ? "" : "up to " + max;
    }
    return max.isEmpty() ? min + " or more" : min + " to " + max;
  }
}
