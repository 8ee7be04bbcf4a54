package dev.scorekeeper.cli.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Horizontal bars, one a line, each in one or more parts, as SVG. */
public final class Bars {
  private static final int WIDTH = 640;
  private static final int LABEL = 210;
  private static final int VALUE = 100;
  private static final int LINE = 30;
  private static final int TOP = 10;

  private final String title;
  private final DoubleFunction<String> format;
  private final List<Line> lines = new ArrayList<>();

  /** Part of a bar, in a colour of the palette, 1 to 4. */
  public record Part(String name, int color, double value) {}

  private record Line(String label, List<Part> parts) {
    double sum() {
      return parts.stream().mapToDouble(Part::value).sum();
    }
  }

  /**
   * @param format of a bar's length
   */
  public Bars(String title, DoubleFunction<String> format) {
    this.title = title;
    this.format = format;
  }

  /** Adds a bar; its parts are 0 or more. */
  public Bars add(String label, Part... parts) {
    lines.add(new Line(label, List.of(parts)));
    return this;
  }

  /** The picture; empty when there is nothing to draw. */
  public String svg() {
    double longest = lines.stream().mapToDouble(Line::sum).max().orElse(0);
    if (!(longest > 0)) {
      return "";
    }
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<figure><figcaption>%s</figcaption><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n"
            .formatted(Html.text(title), WIDTH, TOP + LINE * lines.size() + 6, Html.text(title)));
    int y = TOP;
    for (Line line : lines) {
      draw(svg, line, y, (WIDTH - LABEL - VALUE) / longest);
      y += LINE;
    }
    return svg.append("</svg></figure>\n").toString();
  }

  private void draw(StringBuilder svg, Line line, int y, double scale) {
    svg.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n"
            .formatted(LABEL - 10, y + 15, Html.text(line.label())));
    double x = LABEL;
    for (Part part : line.parts()) {
      double width = Math.max(0, part.value() * scale);
      svg.append(
          "<rect class=\"f%d\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"20\" rx=\"2\"><title>%s: %s</title></rect>%n"
              .formatted(
                  part.color(),
                  number(x),
                  y,
                  number(Math.max(1, width - 1)),
                  Html.text(part.name()),
                  Html.text(format.apply(part.value()))));
      x += width;
    }
    svg.append(
        "<text x=\"%s\" y=\"%d\">%s</text>%n"
            .formatted(number(x + 8), y + 15, Html.text(format.apply(line.sum()))));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
