package dev.scorekeeper.server.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, {@code >= 0}; written as {@code 512}, {@code 64KiB}, {@code 4MiB}, {@code
 * 1GiB}.
 */
public record DataSize(long bytes) implements Comparable<DataSize> {

  private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\s*(B|KiB|MiB|GiB|TiB)?");

  /** Bytes of each unit, the largest first. */
  private static final Map<String, Long> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("TiB", 1L << 40);
    UNITS.put("GiB", 1L << 30);
    UNITS.put("MiB", 1L << 20);
    UNITS.put("KiB", 1L << 10);
    UNITS.put("B", 1L);
  }

  public DataSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("negative size: " + bytes);
    }
  }

  public static DataSize ofMebibytes(long mebibytes) {
    return new DataSize(Math.multiplyExact(mebibytes, 1L << 20));
  }

  /**
   * Reads the written form.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static DataSize parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a size: " + text);
    }
    String unit = matcher.group(2);
    long factor = unit == null ? 1 : UNITS.getOrDefault(unit, 1L);
    try {
      return new DataSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), factor));
    } catch (ArithmeticException tooLarge) {
      throw new IllegalArgumentException("too large: " + text, tooLarge);
    }
  }

  @Override
  public int compareTo(DataSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** In the largest unit that divides it; what {@link #parse} reads back. */
  @Override
  public String toString() {
    return UNITS.entrySet().stream()
        .filter(unit -> bytes != 0 && unit.getValue() > 1 && bytes % unit.getValue() == 0)
        .map(unit -> bytes / unit.getValue() + unit.getKey())
        .findFirst()
        .orElse(Long.toString(bytes));
  }
}
