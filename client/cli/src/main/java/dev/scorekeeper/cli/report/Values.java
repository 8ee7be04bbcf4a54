package dev.scorekeeper.cli.report;

import dev.scorekeeper.v1.ConfidenceInterval;
import dev.scorekeeper.v1.MetricValue;

/** Readings of a value and of its difference from the baseline. */
final class Values {
  private Values() {}

  static boolean defined(MetricValue value) {
    return !Words.given(value.getUndefined());
  }

  /** The number, short, or the sign for none. */
  static String shown(MetricValue value) {
    return defined(value) ? Figures.number(value.getValue()) : Figures.NONE;
  }

  static String interval(ConfidenceInterval interval) {
    return Figures.number(interval.getLower()) + " to " + Figures.number(interval.getUpper());
  }

  static String differences(ConfidenceInterval interval) {
    return Figures.difference(interval.getLower())
        + " to "
        + Figures.difference(interval.getUpper());
  }

  /**
   * Whether a difference is "good", "bad", or "even": none, of a value that has no better side, or
   * one whose interval holds 0.
   */
  static String side(MetricValue value, double difference) {
    boolean unsure =
        value.hasDifferenceInterval()
            && value.getDifferenceInterval().getLower() <= 0
            && value.getDifferenceInterval().getUpper() >= 0;
    if (difference == 0 || unsure || !value.hasHigherIsBetter()) {
      return "even";
    }
    return difference > 0 == value.getHigherIsBetter() ? "good" : "bad";
  }
}
