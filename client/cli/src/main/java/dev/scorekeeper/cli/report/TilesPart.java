package dev.scorekeeper.cli.report;

import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.MetricValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures to see first: the loss and the first metrics of each output. */
final class TilesPart {
  private static final int MOST = 8;

  private TilesPart() {}

  static void write(
      Markup html, Evaluation evaluation, List<ReportOutput> outputs, Baseline baseline) {
    List<MetricValue> headline = headline(evaluation, outputs);
    if (headline.isEmpty()) {
      return;
    }
    String level = level(evaluation);
    html.open("section", "class", "tiles", "aria-label", "Headline values");
    headline.forEach(value -> tile(html, value, level, baseline));
    html.close("section");
  }

  private static List<MetricValue> headline(Evaluation evaluation, List<ReportOutput> outputs) {
    List<MetricValue> chosen = new ArrayList<>();
    if (outputs.size() > 1) {
      evaluation.getValuesList().stream()
          .filter(value -> value.getKey().getOutput().isEmpty() && whole(value))
          .limit(MOST / 2)
          .forEach(chosen::add);
    }
    int each = Math.max(1, (MOST - chosen.size()) / outputs.size());
    for (ReportOutput output : outputs) {
      output.values().stream().filter(TilesPart::whole).limit(each).forEach(chosen::add);
    }
    return chosen;
  }

  /** Whether the value is about all classes. */
  static boolean whole(MetricValue value) {
    return !value.getKey().hasClassId();
  }

  /** Such as "95 % interval". */
  private static String level(Evaluation evaluation) {
    double level =
        evaluation.getSpec().getIntervals().hasLevel()
            ? evaluation.getSpec().getIntervals().getLevel()
            : 0.95;
    return String.format(Locale.ROOT, "%.4g", level * 100).replaceFirst("\\.?0+$", "")
        + " % interval ";
  }

  private static void tile(Markup html, MetricValue value, String level, Baseline baseline) {
    html.open("div", "class", "tile");
    html.element("h3", value.getName());
    html.element("b", Values.shown(value), "title", value.getDecimal());
    if (!Values.defined(value)) {
      html.element("p", "not defined: " + Words.undefined(value.getUndefined()));
    }
    if (value.hasInterval()) {
      html.open("p")
          .text(level)
          .element("span", Values.interval(value.getInterval()), "class", "range")
          .close("p");
    }
    if (value.hasLowerBound() && value.hasUpperBound()) {
      html.element(
          "p",
          "not exact: between %s and %s"
              .formatted(
                  Figures.number(value.getLowerBound()), Figures.number(value.getUpperBound())));
    }
    difference(html, value, baseline.difference(value));
    html.close("div");
  }

  private static void difference(Markup html, MetricValue value, double difference) {
    if (Double.isNaN(difference)) {
      return;
    }
    String side = Values.side(value, difference);
    String text =
        difference == 0
            ? "as the baseline"
            : (difference > 0 ? "▲ " : "▼ ") + Figures.difference(difference) + " vs. baseline";
    html.element("p", text, "class", "difference " + side);
    if (value.hasDifferenceInterval()) {
      html.element(
          "p", Values.differences(value.getDifferenceInterval()), "class", "difference-interval");
    }
  }
}
