package dev.scorekeeper.cli.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * One direction of a chart: its range, its ticks, and how its values read.
 *
 * @param label what is shown, with the unit
 * @param logarithmic true for equal steps of ten; values must then be above 0
 * @param format of the ticks and of the values shown on pointing at them
 */
public record Axis(String label, boolean logarithmic, DoubleFunction<String> format) {
  private static final int TICKS = 5;

  public static Axis linear(String label, DoubleFunction<String> format) {
    return new Axis(label, false, format);
  }

  public static Axis logarithmic(String label, DoubleFunction<String> format) {
    return new Axis(label, true, format);
  }

  /**
   * Part of the axis that a chart shows.
   *
   * @param low at the axis' beginning
   * @param high at its end, above low
   */
  record Range(Axis axis, double low, double high) {
    /** Where a value lies, 0 at the beginning, 1 at the end. */
    double place(double value) {
      return (axis.scaled(value) - axis.scaled(low)) / (axis.scaled(high) - axis.scaled(low));
    }

    List<Double> ticks() {
      return axis.logarithmic ? axis.powers(low, high) : steps(low, high);
    }
  }

  private double scaled(double value) {
    return logarithmic ? Math.log10(Math.max(value, Double.MIN_NORMAL)) : value;
  }

  /** A range that holds the values; a linear axis begins at 0. */
  Range range(double least, double most) {
    if (logarithmic) {
      double low = least * 0.8;
      double high = Math.max(most * 1.25, low * 10);
      return new Range(this, low, high);
    }
    double high = most <= 0 ? 1 : most;
    double step = step(high);
    return new Range(this, Math.min(0, least), Math.ceil(high * 1.001 / step) * step);
  }

  /** Powers of ten within, with 2 and 5 times them where there is room. */
  private List<Double> powers(double low, double high) {
    List<Double> ticks = new ArrayList<>();
    boolean wide = high / low > 2_000;
    for (double power = Math.pow(10, Math.floor(Math.log10(low))); power <= high; power *= 10) {
      for (double factor : wide ? new double[] {1} : new double[] {1, 2, 5}) {
        double tick = power * factor;
        if (tick >= low && tick <= high) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  private static List<Double> steps(double low, double high) {
    List<Double> ticks = new ArrayList<>();
    double step = step(high - low);
    for (int i = 0; low + i * step <= high * 1.0001; i++) {
      ticks.add(low + i * step);
    }
    return ticks;
  }

  /** A round number of which about five make the span. */
  private static double step(double span) {
    double raw = span / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    for (double factor : new double[] {1, 2, 2.5, 5}) {
      if (power * factor >= raw * 0.999) {
        return power * factor;
      }
    }
    return power * 10;
  }
}
