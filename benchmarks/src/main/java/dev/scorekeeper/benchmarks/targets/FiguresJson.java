package dev.scorekeeper.benchmarks.targets;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Figures as a JSON array of objects, one to a line. */
final class FiguresJson {

  private FiguresJson() {}

  static String of(List<Figure> figures) {
    return figures.stream()
        .map(FiguresJson::object)
        .collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
  }

  private static String object(Figure figure) {
    return String.format(
        Locale.ROOT,
        "{\"row\":%s,\"what\":%s,\"target\":%s,\"median\":%s,\"min\":%s,\"max\":%s,\"met\":%s,"
            + "\"detail\":%s}",
        text(figure.row()),
        text(figure.what()),
        figure.bound().kind() == Bound.Kind.NONE ? "null" : text(figure.bound().toString()),
        number(figure.spread().median()),
        number(figure.spread().least()),
        number(figure.spread().greatest()),
        figure.bound().kind() == Bound.Kind.NONE ? "null" : String.valueOf(figure.isMet()),
        text(figure.detail()));
  }

  /** JSON knows no infinities. */
  private static String number(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "null";
  }

  private static String text(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
