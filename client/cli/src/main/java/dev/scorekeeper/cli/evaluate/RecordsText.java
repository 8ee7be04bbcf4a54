package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.cli.text.Quantities;
import dev.scorekeeper.cli.text.TextTable;
import dev.scorekeeper.v1.CompareEvaluationsResponse;
import dev.scorekeeper.v1.EvaluationMode;
import dev.scorekeeper.v1.EvaluationSummary;
import dev.scorekeeper.v1.FieldDifference;
import dev.scorekeeper.v1.ValueComparison;
import dev.scorekeeper.v1.VerificationProblem;
import dev.scorekeeper.v1.VerifyEvaluationsResponse;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Several records as text for a terminal: a list, a comparison, what verification found. */
public final class RecordsText {
  private static final int VALUES = 3;
  private static final int HASH_DIGITS = 12;

  private RecordsText() {}

  /**
   * A line for each record.
   *
   * @param more whether there are more than these
   */
  public static String list(List<EvaluationSummary> records, boolean more) {
    if (records.isEmpty()) {
      return "No records.\n";
    }
    TextTable table =
        TextTable.of("ID", "TIME (UTC)", "MODEL", ">VER", "DATA", ">ROWS", "VERDICT", "VALUES");
    for (EvaluationSummary record : records) {
      table.add(
          record.getId(),
          Times.minutes(record.getCreateTime()),
          record.getModel(),
          record.getVersion(),
          data(record),
          Quantities.count(record.getRowCount()),
          record
              .getVerdict()
              .name()
              .replaceFirst("^VERDICT_", "")
              .toLowerCase(Locale.ROOT)
              .replace('_', ' '),
          values(record));
    }
    return table.render() + (more ? "… more; --limit 0 shows all\n" : "");
  }

  private static String data(EvaluationSummary record) {
    String name =
        record.getDataset().isEmpty()
            ? "–"
            : record.getDataset() + "@" + record.getDatasetVersion();
    return record.getMode() == EvaluationMode.EVALUATION_MODE_KERAS ? name + " (keras)" : name;
  }

  private static String values(EvaluationSummary record) {
    return record.getValuesList().stream()
        .limit(VALUES)
        .map(value -> value.getName() + " " + Numbers.shown(value))
        .collect(Collectors.joining("  "));
  }

  /** Two records beside each other, what keeps them from being compared first. */
  public static String comparison(CompareEvaluationsResponse comparison) {
    StringBuilder text = new StringBuilder();
    if (!comparison.getComparable()) {
      text.append("These records cannot be compared:\n");
      text.append(differences(comparison.getObstaclesList()));
      text.append(remedy(comparison.getObstaclesList()));
    }
    append(text, "Compared despite differences in:", warnings(comparison, true));
    append(
        text, "They also differ in what need not change the values:", warnings(comparison, false));
    if (comparison.getValuesCount() > 0) {
      text.append(text.isEmpty() ? "" : "\n").append(values(comparison.getValuesList()));
    }
    return text.toString();
  }

  private static List<FieldDifference> warnings(
      CompareEvaluationsResponse comparison, boolean overridden) {
    return comparison.getWarningsList().stream()
        .filter(warning -> warning.getOverridden() == overridden)
        .toList();
  }

  private static void append(
      StringBuilder text, String heading, List<FieldDifference> differences) {
    if (!differences.isEmpty()) {
      text.append(heading).append('\n').append(differences(differences));
    }
  }

  /** The options with which they compare. */
  private static String remedy(List<FieldDifference> obstacles) {
    return obstacles.isEmpty()
        ? ""
        : obstacles.stream()
            .map(FieldDifference::getField)
            .collect(
                Collectors.joining(
                    " --despite ", "To compare them all the same: --despite ", "\n"));
  }

  private static String differences(List<FieldDifference> differences) {
    TextTable table = TextTable.indented("  ", "FIELD", "BASELINE", "CANDIDATE");
    for (FieldDifference difference : differences) {
      table.add(
          difference.getField(),
          shortened(difference.getBaseline()),
          shortened(difference.getCandidate()));
    }
    return table.render();
  }

  /** Enough of a hash to tell it from another. */
  private static String shortened(String text) {
    return text.matches("[0-9a-f]{40,}") ? text.substring(0, HASH_DIGITS) + "…" : text;
  }

  private static String values(List<ValueComparison> values) {
    boolean slices = values.stream().anyMatch(ValueComparison::hasSlice);
    TextTable table =
        slices
            ? TextTable.of("METRIC", "SLICE", ">BASELINE", ">CANDIDATE", ">DIFFERENCE", "")
            : TextTable.of("METRIC", ">BASELINE", ">CANDIDATE", ">DIFFERENCE", "");
    for (ValueComparison value : values) {
      String baseline = value.hasBaseline() ? Numbers.six(value.getBaseline()) : "–";
      String candidate = value.hasCandidate() ? Numbers.six(value.getCandidate()) : "–";
      if (slices) {
        String slice = value.hasSlice() ? EvaluationText.name(value.getSlice()) : "";
        table.add(value.getName(), slice, baseline, candidate, difference(value), remark(value));
      } else {
        table.add(value.getName(), baseline, candidate, difference(value), remark(value));
      }
    }
    return table.render();
  }

  private static String difference(ValueComparison value) {
    if (!value.hasDifference()) {
      return "–";
    }
    String difference = Numbers.difference(value.getDifference());
    return value.hasInterval()
        ? difference + " " + Numbers.interval(value.getInterval())
        : difference;
  }

  private static String remark(ValueComparison value) {
    if (!value.getNotComparable().isEmpty()) {
      return value.getNotComparable();
    }
    return value.hasBetter() ? (value.getBetter() ? "better" : "worse") : "";
  }

  /** How many records there are and what is wrong with them. */
  public static String verification(VerifyEvaluationsResponse found) {
    StringBuilder text = new StringBuilder();
    text.append(Quantities.count(found.getRecordCount(), "record"));
    if (found.getDeletedCount() > 0) {
      text.append(", of them ")
          .append(Quantities.count(found.getDeletedCount()))
          .append(" deleted");
    }
    text.append(": ")
        .append(
            found.getProblemsCount() == 0
                ? "all as they were written"
                : Quantities.count(found.getProblemsCount(), "problem"))
        .append('\n');
    for (VerificationProblem problem : found.getProblemsList()) {
      String id = problem.getId().isEmpty() ? "missing" : problem.getId();
      text.append("  %,d  %s  %s\n".formatted(problem.getPosition(), id, problem.getProblem()));
    }
    if (!found.getHeadHash().isEmpty()) {
      text.append("last hash ").append(found.getHeadHash()).append('\n');
    }
    return text.toString();
  }
}
