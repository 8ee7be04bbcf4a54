package dev.scorekeeper.cli.report;

import dev.scorekeeper.cli.text.Quantities;
import dev.scorekeeper.v1.MetricKey;
import dev.scorekeeper.v1.MetricValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Table of an output's values by class: a row for each class, a column for each metric. */
final class ClassesPart {
  private ClassesPart() {}

  static void write(Markup html, ReportOutput output) {
    Map<MetricKey, String> columns = new LinkedHashMap<>();
    Map<Long, Map<MetricKey, MetricValue>> rows = new TreeMap<>();
    for (MetricValue value : output.values()) {
      if (!TilesPart.whole(value)) {
        MetricKey column = column(value);
        columns.putIfAbsent(column, label(column));
        rows.computeIfAbsent(value.getKey().getClassId(), id -> new HashMap<>()).put(column, value);
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    html.element("h3", "By class");
    html.open(
        "div", "class", "wide tall", "tabindex", "0", "role", "region", "aria-label", "By class");
    html.open("table", "class", "sortable").open("thead").open("tr");
    html.element("th", "Class", "scope", "col");
    boolean counted = output.counts().getLabelCountsCount() > 0;
    if (counted) {
      html.element("th", "Rows", "scope", "col");
    }
    columns.values().forEach(label -> html.element("th", label, "scope", "col"));
    html.close("tr").close("thead").open("tbody");
    rows.forEach((id, values) -> row(html, output, id, values, List.copyOf(columns.keySet())));
    html.close("tbody").close("table").close("div");
  }

  private static void row(
      Markup html,
      ReportOutput output,
      long id,
      Map<MetricKey, MetricValue> values,
      List<MetricKey> columns) {
    html.open("tr").element("td", output.className(id), "class", "name");
    List<Long> counts = output.counts().getLabelCountsList();
    if (!counts.isEmpty()) {
      html.element(
          "td", id < counts.size() ? Quantities.count(counts.get((int) id)) : Figures.NONE);
    }
    for (MetricKey column : columns) {
      MetricValue value = values.get(column);
      if (value == null) {
        html.element("td", "");
      } else if (Values.defined(value)) {
        html.element("td", Values.shown(value), "title", value.getDecimal());
      } else {
        html.element("td", Figures.NONE, "title", Words.undefined(value.getUndefined()));
      }
    }
    html.close("tr");
  }

  /** The key without what differs from class to class: the class, and with it the digest. */
  private static MetricKey column(MetricValue value) {
    return value.getKey().toBuilder().clearClassId().clearDigest().build();
  }

  private static String label(MetricKey column) {
    return Words.joined(
        column.getMetric().replace('_', ' '),
        column.getWeighted() ? "weighted" : "",
        Words.aggregation(column.getAggregation()));
  }
}
