package dev.scorekeeper.cli.chart;

import dev.scorekeeper.cli.chart.Series.Kind;
import dev.scorekeeper.cli.chart.Series.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Chart of series over two axes, as SVG. Its colours are those of the page around it. */
public final class Chart {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 320;
  private static final int LEFT = 76;
  private static final int RIGHT = 20;
  private static final int TOP = 36;
  private static final int BOTTOM = 50;
  private static final int LEGEND_GAP = 26;

  /** About as wide as a letter of the legend. */
  private static final double LETTER = 6.4;

  private final String title;
  private final Axis x;
  private final Axis y;
  private final List<Series> series = new ArrayList<>();

  public Chart(String title, Axis x, Axis y) {
    this.title = title;
    this.x = x;
    this.y = y;
  }

  /** Adds a series; one without points is left out. */
  public Chart add(Series added) {
    if (!added.points().isEmpty()) {
      series.add(added);
    }
    return this;
  }

  /** The picture; empty when there is nothing to draw. */
  public String svg() {
    if (series.isEmpty()) {
      return "";
    }
    Axis.Range across = range(x, points().mapToDouble(Point::x).toArray());
    Axis.Range up = range(y, points().mapToDouble(Point::y).toArray());
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<figure><figcaption>%s</figcaption><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n"
            .formatted(Html.text(title), WIDTH, HEIGHT, Html.text(title)));
    grid(svg, across, up);
    for (Series each : series) {
      draw(svg, each, across, up);
    }
    legend(svg);
    return svg.append("</svg></figure>\n").toString();
  }

  private Stream<Point> points() {
    return series.stream().flatMap(each -> each.points().stream());
  }

  private static Axis.Range range(Axis axis, double[] values) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return axis.range(least, most);
  }

  private static double atX(Axis.Range range, double value) {
    return LEFT + range.place(value) * (WIDTH - LEFT - RIGHT);
  }

  private static double atY(Axis.Range range, double value) {
    return HEIGHT - BOTTOM - range.place(value) * (HEIGHT - TOP - BOTTOM);
  }

  private void grid(StringBuilder svg, Axis.Range across, Axis.Range up) {
    for (double tick : up.ticks()) {
      double at = atY(up, tick);
      line(svg, "grid", LEFT, at, WIDTH - RIGHT, at);
      text(svg, LEFT - 8, at + 4, "end", y.format().apply(tick));
    }
    double last = Double.NEGATIVE_INFINITY;
    for (double tick : across.ticks()) {
      double at = atX(across, tick);
      line(svg, "tick", at, HEIGHT - BOTTOM, at, HEIGHT - BOTTOM + 4);
      // Labels that would touch are left out.
      if (at - last > 44) {
        text(svg, at, HEIGHT - BOTTOM + 18, "middle", x.format().apply(tick));
        last = at;
      }
    }
    line(svg, "axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
    text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", x.label());
    svg.append(
        "<text transform=\"rotate(-90)\" x=\"%d\" y=\"14\" text-anchor=\"middle\">%s</text>%n"
            .formatted(-(TOP + HEIGHT - BOTTOM) / 2, Html.text(y.label())));
  }

  private void draw(StringBuilder svg, Series each, Axis.Range across, Axis.Range up) {
    if (each.kind() != Kind.DOTS) {
      StringBuilder path = new StringBuilder();
      for (Point point : each.points()) {
        path.append(path.isEmpty() ? "M" : " L")
            .append(number(atX(across, point.x())))
            .append(' ')
            .append(number(atY(up, point.y())));
      }
      svg.append(
          "<path class=\"line c%d%s\" d=\"%s\"/>%n"
              .formatted(each.color(), each.kind() == Kind.RULE ? " rule" : "", path));
    }
    if (each.kind() != Kind.RULE) {
      for (Point point : each.points()) {
        dot(svg, each, point, atX(across, point.x()), atY(up, point.y()));
      }
    }
  }

  private void dot(StringBuilder svg, Series each, Point point, double atX, double atY) {
    String value =
        "%s: %s, %s"
            .formatted(each.name(), x.format().apply(point.x()), y.format().apply(point.y()));
    svg.append(
        "<circle class=\"dot f%d\" cx=\"%s\" cy=\"%s\" r=\"3.5\"><title>%s</title></circle>%n"
            .formatted(each.color(), number(atX), number(atY), Html.text(value)));
  }

  private void legend(StringBuilder svg) {
    double at = LEFT;
    for (Series each : series) {
      svg.append(
          "<rect class=\"f%d\" x=\"%s\" y=\"9\" width=\"12\" height=\"4\" rx=\"2\"/>%n"
              .formatted(each.color(), number(at)));
      text(svg, at + 17, 15, "start", each.name());
      at += 17 + each.name().length() * LETTER + LEGEND_GAP;
    }
  }

  private static void line(
      StringBuilder svg, String style, double x1, double y1, double x2, double y2) {
    svg.append(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>%n"
            .formatted(style, number(x1), number(y1), number(x2), number(y2)));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>%n"
            .formatted(number(x), number(y), anchor, Html.text(text)));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
