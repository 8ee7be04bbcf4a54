package dev.scorekeeper.cli.chart;

import java.util.List;

/**
 * Points that belong together.
 *
 * @param name for the legend
 * @param color 1 to 4: the place in the palette, the same for the same thing on all charts of a
 *     page
 * @param points in the order to join them
 */
public record Series(String name, int color, Kind kind, List<Point> points) {
  /** How the points are drawn. */
  public enum Kind {
    /** Joined, with a dot on each. */
    LINE,
    /** Joined, without dots: a bound or a model. */
    RULE,
    /** Dots alone. */
    DOTS
  }

  /** One value. */
  public record Point(double x, double y) {}

  public Series {
    points = List.copyOf(points);
    if (color < 1 || color > 4) {
      throw new IllegalArgumentException("color: " + color);
    }
  }
}
