package dev.scorekeeper.cli.report;

import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.MetricValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Table of every value over all rows; those of single classes stand with their output. */
final class ValuesPart {
  private final Markup html;
  private final Baseline baseline;
  private final boolean compared;
  private final boolean intervals;
  private final boolean severalOutputs;

  private ValuesPart(Markup html, List<MetricValue> values, Baseline baseline, boolean several) {
    this.html = html;
    this.baseline = baseline;
    this.severalOutputs = several;
    compared = values.stream().anyMatch(value -> !Double.isNaN(baseline.difference(value)));
    intervals = values.stream().anyMatch(MetricValue::hasInterval);
  }

  static void write(Markup html, Evaluation evaluation, Baseline baseline, boolean several) {
    List<MetricValue> values =
        evaluation.getValuesList().stream().filter(TilesPart::whole).toList();
    if (!values.isEmpty()) {
      new ValuesPart(html, values, baseline, several).table(values);
    }
  }

  private void table(List<MetricValue> values) {
    html.open("section", "id", "values").element("h2", "All values");
    html.open(
        "div", "class", "wide", "tabindex", "0", "role", "region", "aria-label", "All values");
    html.open("table", "class", "values").open("thead").open("tr");
    heads();
    html.close("tr").close("thead").open("tbody");
    Map<String, List<MetricValue>> byOutput =
        values.stream()
            .collect(
                Collectors.groupingBy(
                    value -> value.getKey().getOutput(), LinkedHashMap::new, Collectors.toList()));
    byOutput.forEach(
        (output, ofOutput) -> {
          if (severalOutputs && !output.isEmpty()) {
            html.open("tr", "class", "group")
                .element("th", output, "colspan", Integer.toString(columns()), "scope", "colgroup")
                .close("tr");
          }
          ofOutput.forEach(this::row);
        });
    html.close("tbody").close("table").close("div").close("section");
  }

  private int columns() {
    return 3 + (intervals ? 1 : 0) + (compared ? 2 : 0);
  }

  private void heads() {
    head("Value");
    head("");
    if (intervals) {
      head("Interval");
    }
    if (compared) {
      head("Baseline");
      head("Difference");
    }
    head("Exactly");
  }

  private void head(String text) {
    html.element("th", text, "scope", "col");
  }

  private void row(MetricValue value) {
    html.open("tr").open("td", "class", "name").element("b", value.getName());
    String remarks = remarks(value);
    if (!remarks.isEmpty()) {
      html.element("p", remarks);
    }
    if (!value.getCanonical().isEmpty()) {
      html.element("code", value.getCanonical(), "class", "fine");
    }
    html.close("td").element("td", Values.shown(value), "class", "main");
    if (intervals) {
      html.element(
          "td",
          value.hasInterval() ? Values.interval(value.getInterval()) : "",
          "data-label",
          "Interval");
    }
    if (compared) {
      compare(value);
    }
    html.element("td", value.getDecimal(), "class", "exact", "data-label", "Exactly").close("tr");
  }

  private void compare(MetricValue value) {
    double difference = baseline.difference(value);
    MetricValue other = baseline.of(value);
    if (other != null) {
      html.element("td", Values.shown(other), "data-label", "Baseline");
    } else {
      html.element(
          "td",
          Double.isNaN(difference) ? "" : Figures.number(value.getValue() - difference),
          "data-label",
          "Baseline");
    }
    if (Double.isNaN(difference)) {
      html.element("td", "", "data-label", "Difference");
      return;
    }
    html.open("td", "class", Values.side(value, difference), "data-label", "Difference")
        .text(Figures.difference(difference));
    if (value.hasDifferenceInterval()) {
      html.element("p", Values.differences(value.getDifferenceInterval()));
    }
    html.close("td");
  }

  private static String remarks(MetricValue value) {
    List<String> remarks = new ArrayList<>();
    if (!Values.defined(value)) {
      remarks.add(
          "not defined: "
              + Words.undefined(value.getUndefined())
              + ", taken as "
              + Figures.number(value.getValue()));
    }
    // A loss always is, whether there are weights or not.
    if (value.getKey().getWeighted() && !value.getKey().getMetric().equals("loss")) {
      remarks.add("weighted");
    }
    remarks.add(Words.aggregation(value.getKey().getAggregation()));
    if (value.getBatchDependent()) {
      remarks.add("depends on batches");
    }
    if (value.hasLowerBound() && value.hasUpperBound()) {
      remarks.add(
          "not exact: between %s and %s"
              .formatted(
                  Figures.number(value.getLowerBound()), Figures.number(value.getUpperBound())));
    }
    return Words.joined(remarks.toArray(String[]::new));
  }
}
