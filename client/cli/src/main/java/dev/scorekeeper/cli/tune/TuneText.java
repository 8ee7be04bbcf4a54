package dev.scorekeeper.cli.tune;

import dev.scorekeeper.cli.text.Quantities;
import dev.scorekeeper.cli.text.TextTable;
import dev.scorekeeper.v1.BatchingInfo;
import dev.scorekeeper.v1.Lane;
import java.util.Locale;

/** Reports of tuning as text for a terminal. */
public final class TuneText {
  private TuneText() {}

  public static String of(TuneReport report) {
    StringBuilder text = new StringBuilder();
    report.curves().forEach((settings, curve) -> text.append(curve(settings, curve)).append('\n'));
    text.append('\n').append(trials(report)).append('\n');
    Comparison whole = report.whole();
    if (whole != null) {
      text.append(loads(whole)).append('\n');
    }
    return text.append(conclusion(report)).append(snippet(report)).toString();
  }

  /** What a server found out about the model. */
  static String curve(String settings, BatchingInfo batching) {
    return "With %s: a run costs %s and %s a row; best batch %s, %s"
        .formatted(
            settings,
            Quantities.micros(batching.getFixedCostUs()),
            Quantities.micros(batching.getRowCostUs()),
            Quantities.count(batching.getBestBatchRows(), "row"),
            lane(batching));
  }

  private static String lane(BatchingInfo batching) {
    if (!batching.getBatched()) {
      return "not batched: " + batching.getReason();
    }
    return batching.getLane() == Lane.LANE_LOOP ? "loop lane" : "worker lane";
  }

  private static String trials(TuneReport report) {
    TextTable table = TextTable.of("CHANGE", ">SPEED", ">ROUNDS", "WORST LOAD", "");
    for (Trial trial : report.trials()) {
      Comparison comparison = trial.comparison();
      if (comparison == null) {
        table.add(trial.change(), "–", "–", "", "not possible: " + trial.refusal());
      } else {
        table.add(
            trial.change(),
            times(comparison.gain()),
            times(comparison.leastGain()) + " to " + times(comparison.mostGain()),
            "%s: %s"
                .formatted(comparison.worst().label(), times(comparison.ratio(comparison.worst()))),
            trial.adopted() ? "proposed" : "not worth it");
      }
    }
    return table.render();
  }

  private static String loads(Comparison whole) {
    TextTable table = TextTable.of("LOAD", ">DEFAULTS", ">PROPOSED", ">SPEED");
    for (LoadPoint point : whole.points()) {
      table.add(
          point.label(),
          Quantities.number(whole.medianBefore(point)) + " rows/s",
          Quantities.number(whole.medianAfter(point)) + " rows/s",
          times(whole.ratio(point)));
    }
    return table.render();
  }

  /** The finding, in sentences. */
  static String conclusion(TuneReport report) {
    Comparison whole = report.whole();
    if (whole == null) {
      return "The defaults are best for %s here: no change was faster by 3 %% in every round without slowing a load by more than 5 %% in all of them.%n"
          .formatted(report.model());
    }
    String text =
        "Proposed for %s, %s as fast as the defaults on the whole (rounds: %s to %s):%n"
            .formatted(
                report.model(),
                times(whole.gain()),
                times(whole.leastGain()),
                times(whole.mostGain()));
    boolean process =
        report.proposal().stream().anyMatch(setting -> setting.key().startsWith("runtime."));
    return process
        ? text
            + "Settings under runtime are for every model of the server, and may change the last bits of scores.\n"
        : text;
  }

  private static String snippet(TuneReport report) {
    return report.proposal().isEmpty() ? "" : "\n" + Yaml.of(report.proposal());
  }

  static String times(double ratio) {
    return String.format(Locale.ROOT, "×%.2f", ratio);
  }
}
