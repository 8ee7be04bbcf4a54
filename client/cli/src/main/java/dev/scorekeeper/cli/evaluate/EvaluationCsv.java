package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.SliceResult;
import dev.scorekeeper.v1.UndefinedReason;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Records as CSV, a line for each value of the whole and of each slice. */
public final class EvaluationCsv {
  /** The first line. */
  public static final String HEADER =
      "id,time,model,version,dataset,dataset_version,mode,verdict,slice,rows,name,output,metric,"
          + "weighted,aggregation,value,undefined,interval_lower,interval_upper,"
          + "baseline_difference,digest\n";

  private EvaluationCsv() {}

  /** The lines of a record. */
  public static String lines(Evaluation record) {
    StringBuilder lines = new StringBuilder();
    for (MetricValue value : record.getValuesList()) {
      lines.append(line(record, "", record.getDataset().getRowCount(), value));
    }
    for (SliceResult slice : record.getSlicesList()) {
      for (MetricValue value : slice.getValuesList()) {
        lines.append(line(record, EvaluationText.name(slice.getKey()), slice.getRowCount(), value));
      }
    }
    return lines.toString();
  }

  private static String line(Evaluation record, String slice, long rows, MetricValue value) {
    boolean interval = value.hasInterval();
    List<String> cells =
        List.of(
            record.getId(),
            Times.exact(record.getCreateTime()),
            record.getModel().getName(),
            Long.toString(record.getModel().getVersion()),
            record.getDataset().getName(),
            record.getDataset().getVersion(),
            word(record.getSpec().getMode().name(), "EVALUATION_MODE_"),
            word(record.getVerdict().name(), "VERDICT_"),
            slice,
            Long.toString(rows),
            value.getName(),
            value.getKey().getOutput(),
            value.getKey().getMetric(),
            Boolean.toString(value.getKey().getWeighted()),
            value.getKey().getAggregation(),
            value.getDecimal().isEmpty() ? Double.toString(value.getValue()) : value.getDecimal(),
            value.getUndefined() == UndefinedReason.UNDEFINED_REASON_UNSPECIFIED
                ? ""
                : word(value.getUndefined().name(), "UNDEFINED_REASON_"),
            interval ? Double.toString(value.getInterval().getLower()) : "",
            interval ? Double.toString(value.getInterval().getUpper()) : "",
            value.hasBaselineDifference() ? Double.toString(value.getBaselineDifference()) : "",
            value.getKey().getDigest());
    return cells.stream().map(EvaluationCsv::cell).collect(Collectors.joining(",", "", "\n"));
  }

  private static String word(String constant, String prefix) {
    return constant.replaceFirst("^" + prefix, "").toLowerCase(Locale.ROOT);
  }

  private static String cell(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
