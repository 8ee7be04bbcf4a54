package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.cli.text.Quantities;
import dev.scorekeeper.cli.text.TextTable;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationMode;
import dev.scorekeeper.v1.GateResult;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.OverriddenDifference;
import dev.scorekeeper.v1.SliceKey;
import dev.scorekeeper.v1.SliceResult;
import dev.scorekeeper.v1.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A record as text for a terminal: values, slices, gates, warnings, who and what. */
public final class EvaluationText {
  private static final int SLICE_VALUES = 5;
  private static final int MOST_SLICES = 50;
  private static final double DEFAULT_LEVEL = 0.95;

  private final Evaluation record;
  private final StringBuilder text = new StringBuilder();

  private EvaluationText(Evaluation record) {
    this.record = record;
  }

  /** The whole record, a line end after every line. */
  public static String of(Evaluation record) {
    EvaluationText rendered = new EvaluationText(record);
    rendered.values();
    rendered.slices();
    rendered.gates();
    rendered.warnings();
    rendered.identity();
    return rendered.text.toString();
  }

  private void values() {
    boolean intervals = record.getValuesList().stream().anyMatch(MetricValue::hasInterval);
    boolean baseline = record.getValuesList().stream().anyMatch(MetricValue::hasBaselineDifference);
    List<String> headers = new ArrayList<>(List.of("METRIC", ">VALUE"));
    if (intervals) {
      headers.add(">" + level() + " INTERVAL");
    }
    if (baseline) {
      headers.add(">AGAINST BASELINE");
    }
    TextTable table = TextTable.of(headers.toArray(String[]::new));
    for (MetricValue value : record.getValuesList()) {
      List<String> cells = new ArrayList<>(List.of(value.getName(), Numbers.shown(value)));
      if (intervals) {
        cells.add(value.hasInterval() ? Numbers.interval(value.getInterval()) : "");
      }
      if (baseline) {
        cells.add(difference(value));
      }
      table.add(cells.toArray());
    }
    text.append(table.render());
  }

  private String level() {
    double level =
        record.getSpec().getIntervals().hasLevel()
            ? record.getSpec().getIntervals().getLevel()
            : DEFAULT_LEVEL;
    return Numbers.six(level * 100) + " %";
  }

  private static String difference(MetricValue value) {
    if (!value.hasBaselineDifference()) {
      return "";
    }
    String difference = Numbers.difference(value.getBaselineDifference());
    return value.hasDifferenceInterval()
        ? difference + " " + Numbers.interval(value.getDifferenceInterval())
        : difference;
  }

  private void slices() {
    if (record.getSlicesCount() == 0) {
      return;
    }
    List<String> headers = new ArrayList<>(List.of("SLICE", ">ROWS"));
    List<MetricValue> first = record.getSlices(0).getValuesList();
    int shown = Math.min(SLICE_VALUES, first.size());
    first.subList(0, shown).forEach(value -> headers.add(">" + value.getName()));
    TextTable table = TextTable.of(headers.toArray(String[]::new));
    for (SliceResult slice : record.getSlicesList()) {
      List<String> cells = new ArrayList<>();
      cells.add(name(slice.getKey()));
      cells.add(Quantities.count(slice.getRowCount()));
      for (int i = 0; i < shown; i++) {
        cells.add(i < slice.getValuesCount() ? Numbers.shown(slice.getValues(i)) : "");
      }
      table.add(cells.toArray());
    }
    text.append('\n').append(firstLines(table.render(), MOST_SLICES + 1));
    more(record.getSlicesCount() - MOST_SLICES, "slice");
    more(first.size() - shown, "value");
  }

  private static String firstLines(String lines, int count) {
    return lines.lines().limit(count).map(line -> line + "\n").reduce("", String::concat);
  }

  private void more(int hidden, String what) {
    if (hidden > 0) {
      text.append("… %s more; --json shows all\n".formatted(Quantities.count(hidden, what)));
    }
  }

  /** Such as {@code country=JP, device=phone}. */
  static String name(SliceKey key) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < key.getColumnsCount(); i++) {
      parts.add(key.getColumns(i) + "=" + (i < key.getValuesCount() ? key.getValues(i) : ""));
    }
    return String.join(", ", parts);
  }

  private void gates() {
    if (record.getGatesCount() == 0) {
      return;
    }
    TextTable table = TextTable.of("GATE", "RESULT", ">OBSERVED", ">BOUND", ">MARGIN");
    for (GateResult gate : record.getGatesList()) {
      table.add(
          gate.getGate(),
          word(gate.getVerdict()),
          gate.hasObserved() ? Numbers.six(gate.getObserved()) : "–",
          gate.hasBound() ? Numbers.six(gate.getBound()) : "–",
          gate.hasMargin() ? Numbers.difference(gate.getMargin()) : "–");
    }
    text.append('\n').append(table.render());
    for (GateResult gate : record.getGatesList()) {
      // Two numbers speak for themselves.
      if (!gate.getExplanation().isEmpty() && !(gate.hasObserved() && gate.hasBound())) {
        text.append("  %s: %s\n".formatted(gate.getGate(), gate.getExplanation()));
      }
    }
  }

  private static String word(Verdict verdict) {
    return verdict.name().substring("VERDICT_".length()).toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void warnings() {
    List<String> warnings = new ArrayList<>(record.getWarningsList());
    if (!record.getNotComparable().isEmpty()) {
      warnings.add(
          "Not comparable with the baseline %s: %s"
              .formatted(record.getBaselineId(), record.getNotComparable()));
    }
    if (!warnings.isEmpty()) {
      text.append('\n');
      warnings.forEach(warning -> text.append("Warning: ").append(warning).append('\n'));
    }
  }

  private void identity() {
    String dataset =
        record.getDataset().getName().isEmpty()
            ? ""
            : " of %s@%s"
                .formatted(record.getDataset().getName(), record.getDataset().getVersion());
    String mode =
        record.getSpec().getMode() == EvaluationMode.EVALUATION_MODE_KERAS
            ? ", as Keras in batches of " + record.getSpec().getKeras().getBatchSize()
            : "";
    text.append(
        "\n%s version %d on %s%s%s\n"
            .formatted(
                record.getModel().getName(),
                record.getModel().getVersion(),
                Quantities.count(record.getDataset().getRowCount(), "row"),
                dataset,
                mode));
    String against = record.getBaselineId().isEmpty() ? "" : " against " + baseline();
    String id = record.getId().isEmpty() ? "not kept" : record.getId();
    text.append("record %s%s: %s\n".formatted(id, against, verdict()));
  }

  /** The baseline with what it differs in, such as {@code ev-1 despite dataset.digest}. */
  private String baseline() {
    return record.getOverriddenList().stream()
        .map(OverriddenDifference::getField)
        .reduce((one, other) -> one + ", " + other)
        .map(fields -> record.getBaselineId() + " despite " + fields)
        .orElse(record.getBaselineId());
  }

  private String verdict() {
    String gates = Quantities.count(record.getGatesCount(), "gate");
    long open = count(Verdict.VERDICT_NOT_EVALUATED);
    String notEvaluated = open == 0 ? "" : ", %d not evaluated".formatted(open);
    return switch (record.getVerdict()) {
      case VERDICT_PASSED -> "passed, " + gates + notEvaluated;
      case VERDICT_FAILED ->
          "FAILED, %d of %s".formatted(count(Verdict.VERDICT_FAILED), gates) + notEvaluated;
      case VERDICT_NOT_GATED, VERDICT_NOT_EVALUATED, VERDICT_UNSPECIFIED, UNRECOGNIZED ->
          "no gates";
    };
  }

  private long count(Verdict verdict) {
    return record.getGatesList().stream().filter(gate -> gate.getVerdict() == verdict).count();
  }
}
