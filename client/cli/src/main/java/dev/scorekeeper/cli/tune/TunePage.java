package dev.scorekeeper.cli.tune;

import com.google.protobuf.util.Durations;
import dev.scorekeeper.cli.chart.Axis;
import dev.scorekeeper.cli.chart.Bars;
import dev.scorekeeper.cli.chart.Chart;
import dev.scorekeeper.cli.chart.Page;
import dev.scorekeeper.cli.chart.Series;
import dev.scorekeeper.cli.text.Quantities;
import dev.scorekeeper.v1.BatchingInfo;
import dev.scorekeeper.v1.CostPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reports of tuning as a page with pictures. */
public final class TunePage {
  private static final int COLORS = 4;

  private TunePage() {}

  public static Page of(TuneReport report) {
    Page page = new Page("Settings for " + report.model());
    page.verdict(true, TuneText.conclusion(report).strip());
    if (!report.proposal().isEmpty()) {
      page.code(Yaml.of(report.proposal()));
    }
    page.heading("What the model costs");
    report.curves().forEach((settings, curve) -> page.paragraph(TuneText.curve(settings, curve)));
    page.pictures(cost(report, true), cost(report, false), whole(report));
    page.heading("What was tried");
    page.paragraph(
        "Speed is rows answered a second with the change over without it, the geometric mean over all loads; each pair of servers ran side by side and was measured in turn.");
    page.pictures(report.trials().stream().map(TunePage::trial).toArray(String[]::new));
    page.table(
        List.of("Change", "Speed", "Slowest round", "Fastest round", "Worst load", ""),
        report.trials().stream().map(TunePage::row).toList());
    return page;
  }

  /** The cost curves: of a row, which shows the best batch, or of a run. */
  private static String cost(TuneReport report, boolean ofRow) {
    String what = ofRow ? "Cost of a row by the rows in its run" : "Cost of a run by its rows";
    Chart chart =
        new Chart(
            what,
            Axis.logarithmic("rows in a run", Quantities::number),
            Axis.logarithmic(ofRow ? "µs a row" : "µs a run", Quantities::number));
    int color = 1;
    for (Map.Entry<String, BatchingInfo> entry : report.curves().entrySet()) {
      List<Series.Point> points = new ArrayList<>();
      for (CostPoint point : entry.getValue().getCostCurveList()) {
        double micros = Durations.toNanos(point.getDuration()) / 1e3;
        double rows = Math.max(1, point.getRowCount());
        points.add(new Series.Point(rows, Math.max(1e-3, ofRow ? micros / rows : micros)));
      }
      chart.add(new Series(entry.getKey(), color, Series.Kind.LINE, points));
      color = color % COLORS + 1;
    }
    return chart.svg();
  }

  private static String whole(TuneReport report) {
    Comparison whole = report.whole();
    if (whole == null) {
      return "";
    }
    Bars bars = new Bars("Rows a second, defaults and proposal", Quantities::number);
    for (LoadPoint point : whole.points()) {
      bars.add(
          point.label() + ", defaults", new Bars.Part("defaults", 4, whole.medianBefore(point)));
      bars.add("proposed", new Bars.Part("proposed", 3, whole.medianAfter(point)));
    }
    return bars.svg();
  }

  private static String trial(Trial trial) {
    Comparison comparison = trial.comparison();
    if (comparison == null) {
      return "";
    }
    Bars bars = new Bars(trial.change().toString(), TuneText::times);
    for (LoadPoint point : comparison.points()) {
      double ratio = comparison.ratio(point);
      bars.add(point.label(), new Bars.Part("speed", ratio >= 1 ? 3 : 2, ratio));
    }
    return bars.svg();
  }

  private static List<String> row(Trial trial) {
    Comparison comparison = trial.comparison();
    String change = trial.change().toString();
    if (comparison == null) {
      return List.of(change, "–", "–", "–", trial.refusal(), "not possible");
    }
    LoadPoint worst = comparison.worst();
    return List.of(
        change,
        TuneText.times(comparison.gain()),
        TuneText.times(comparison.leastGain()),
        TuneText.times(comparison.mostGain()),
        worst.label() + ": " + TuneText.times(comparison.ratio(worst)),
        trial.adopted() ? "proposed" : "not worth it");
  }
}
