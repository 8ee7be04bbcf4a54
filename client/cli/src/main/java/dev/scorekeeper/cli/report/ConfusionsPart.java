package dev.scorekeeper.cli.report;

import dev.scorekeeper.cli.report.LargeMatrix.Confusion;
import dev.scorekeeper.cli.text.Quantities;
import dev.scorekeeper.v1.ConfusionMatrix;
import dev.scorekeeper.v1.MetricValue;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tables in place of a confusion matrix of very many classes: as a picture its cells would be too
 * small to be told apart, and would take megabytes.
 */
final class ConfusionsPart {

  /**
   * Classes of the largest matrix that is drawn, and of the largest that the server counts unasked.
   */
  static final int MOST_DRAWN = 200;

  private static final int SHOWN = 50;

  /** Metrics that are recalls, where they are of one class. */
  private static final Set<String> RECALLS = Set.of("recall", "recall_score");

  /** Heads of columns that hold names of classes. */
  private static final Set<String> NAMES =
      Set.of("label", "taken for", "class", "most often taken for");

  private final Markup html;
  private final ReportOutput output;

  private ConfusionsPart(Markup html, ReportOutput output) {
    this.html = html;
    this.output = output;
  }

  /** Whether the page's script draws the matrix. */
  static boolean isDrawn(ConfusionMatrix matrix) {
    return matrix.getClasses() <= MOST_DRAWN;
  }

  static void write(Markup html, ReportOutput output) {
    ConfusionsPart part = new ConfusionsPart(html, output);
    for (ConfusionMatrix matrix : output.matrices()) {
      if (!isDrawn(matrix)) {
        part.tables(new LargeMatrix(matrix, SHOWN));
      }
    }
    if (output.matrices().isEmpty() && output.counts().getLabelCountsCount() > MOST_DRAWN) {
      part.missing();
    }
  }

  private void tables(LargeMatrix matrix) {
    html.open("div", "class", "confusion-tables");
    if (!matrix.confusions().isEmpty()) {
      begin("Most frequent confusions", "label", "taken for", "rows", "% of label");
      for (Confusion confusion : matrix.confusions()) {
        html.open("tr").element("td", output.className(confusion.label()), "class", "name");
        html.element("td", output.className(confusion.predicted()), "class", "name");
        html.element("td", Figures.number(confusion.count()));
        html.element("td", percent(confusion.count() / matrix.rows(confusion.label()))).close("tr");
      }
      end();
    }
    List<Integer> lowest = matrix.lowestRecall(SHOWN);
    if (!lowest.isEmpty()) {
      begin(
          "Classes with the lowest recall",
          "class",
          "rows",
          "recall %",
          "precision %",
          "most often taken for");
      lowest.forEach(label -> row(matrix, label));
      end();
    }
    html.close("div");
  }

  private void row(LargeMatrix matrix, int label) {
    html.open("tr").element("td", output.className(label), "class", "name");
    html.element("td", Figures.number(matrix.rows(label)));
    html.element("td", percent(matrix.recall(label)));
    html.element("td", percent(matrix.precision(label)));
    Confusion worst = matrix.worst(label);
    html.element(
        "td",
        worst == null
            ? Figures.NONE
            : "%s (%s)"
                .formatted(output.className(worst.predicted()), Figures.number(worst.count())),
        "class",
        "name");
    html.close("tr");
  }

  /** What the record has instead of a matrix. */
  private void missing() {
    html.element(
        "p",
        "No confusion matrix: the record has none of %s classes. The server counts one for up to %d"
                .formatted(Quantities.count(output.counts().getLabelCountsCount()), MOST_DRAWN)
            + " classes, and for up to 1,000 when a metric that is read out of one is asked for,"
            + " such as balanced_accuracy. Values by class, such as"
            + " recall_score(average=None), it gives for any number.");
    List<MetricValue> recalls =
        output.values().stream()
            .filter(value -> value.getKey().hasClassId() && Values.defined(value))
            .filter(value -> RECALLS.contains(value.getKey().getMetric()))
            .sorted(Comparator.comparingDouble(MetricValue::getValue))
            .limit(SHOWN)
            .toList();
    if (recalls.isEmpty()) {
      return;
    }
    html.open("div", "class", "confusion-tables");
    begin("Classes with the lowest recall", "class", "rows", "recall %");
    List<Long> counts = output.counts().getLabelCountsList();
    for (MetricValue recall : recalls) {
      long id = recall.getKey().getClassId();
      html.open("tr").element("td", output.className(id), "class", "name");
      html.element(
          "td",
          id >= 0 && id < counts.size() ? Quantities.count(counts.get((int) id)) : Figures.NONE);
      html.element("td", percent(recall.getValue())).close("tr");
    }
    end();
    html.close("div");
  }

  private void begin(String title, String... heads) {
    html.open("div").element("h3", title);
    html.open("div", "class", "wide tall", "tabindex", "0", "role", "region", "aria-label", title);
    html.open("table", "class", "sortable").open("thead").open("tr");
    for (String head : heads) {
      if (NAMES.contains(head)) {
        html.element("th", head, "scope", "col", "class", "name");
      } else {
        html.element("th", head, "scope", "col");
      }
    }
    html.close("tr").close("thead").open("tbody");
  }

  private void end() {
    html.close("tbody").close("table").close("div").close("div");
  }

  private static String percent(double share) {
    return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f", 100 * share) : Figures.NONE;
  }
}
