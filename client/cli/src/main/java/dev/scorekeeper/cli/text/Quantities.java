package dev.scorekeeper.cli.text;

import java.util.Locale;

/** Numbers with units, as people read them. */
public final class Quantities {
  private Quantities() {}

  /** A whole number with thousands set apart: {@code 1,234,567}. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A count of a thing, in the singular for 1: {@code 1 row}, {@code 3 rows}. */
  public static String count(long value, String thing) {
    return count(value) + " " + thing + (value == 1 ? "" : "s");
  }

  /** Three digits that matter: {@code 0.00123}, {@code 4.56}, {@code 12,300}. */
  public static String number(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    double magnitude = Math.abs(value);
    if (magnitude >= 100 || magnitude == 0) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    int digits = magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** A time given in microseconds: {@code 27.5 µs}, {@code 1.20 ms}, {@code 3.40 s}. */
  public static String micros(double micros) {
    if (Double.isNaN(micros)) {
      return "–";
    }
    if (micros < 1_000) {
      return number(micros) + " µs";
    }
    return micros < 1_000_000 ? number(micros / 1e3) + " ms" : number(micros / 1e6) + " s";
  }

  /** A longer time given in seconds: {@code 42 s}, {@code 3 min 05 s}, {@code 2 h 10 min}. */
  public static String seconds(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
    }
    return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }

  /** A size: {@code 512 B}, {@code 3.20 MiB}. */
  public static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double scaled = bytes;
    int unit = -1;
    while (scaled >= 1024 && unit < 3) {
      scaled /= 1024;
      unit++;
    }
    return number(scaled) + " " + "KMGT".charAt(unit) + "iB";
  }
}
