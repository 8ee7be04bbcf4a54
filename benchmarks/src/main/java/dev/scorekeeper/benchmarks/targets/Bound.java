package dev.scorekeeper.benchmarks.targets;

import java.util.Locale;

/** What a figure is held to; {@code NONE} for those that are only told. */
record Bound(Kind kind, double limit) {

  enum Kind {
    AT_LEAST,
    AT_MOST,
    NONE
  }

  static final Bound NONE = new Bound(Kind.NONE, 0);

  static Bound atLeast(double limit) {
    return new Bound(Kind.AT_LEAST, limit);
  }

  static Bound atMost(double limit) {
    return new Bound(Kind.AT_MOST, limit);
  }

  boolean isMet(double value) {
    return switch (kind) {
      case AT_LEAST -> value >= limit;
      case AT_MOST -> value <= limit;
      case NONE -> true;
    };
  }

  @Override
  public String toString() {
    return switch (kind) {
      case AT_LEAST -> ">= " + number(limit);
      case AT_MOST -> "<= " + number(limit);
      case NONE -> "";
    };
  }

  static String number(double value) {
    String text = String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%,.0f", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }
}
