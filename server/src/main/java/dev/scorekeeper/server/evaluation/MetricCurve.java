package dev.scorekeeper.server.evaluation;

import java.util.List;
import java.util.OptionalInt;

/**
 * Points of a curve.
 *
 * <p>Kinds and their columns, in this order:
 *
 * <ul>
 *   <li>{@code roc}: {@code threshold}, {@code false_positive_rate}, {@code true_positive_rate};
 *       from (0, 0) to (1, 1)
 *   <li>{@code precision_recall}: {@code threshold}, {@code recall}, {@code precision}; recall
 *       rises
 *   <li>{@code thresholds}: {@code threshold}, {@code true_positives}, {@code false_positives},
 *       {@code true_negatives}, {@code false_negatives}; thresholds fall; a score counts as a yes
 *       when it reaches the threshold: at least it, or above for the metrics of Keras
 *   <li>{@code reliability}: {@code mean_score}, {@code positive_fraction}, {@code weight}; a point
 *       a bin that is not empty
 *   <li>{@code score_histogram}: {@code from}, {@code to}, {@code negative}, {@code positive}:
 *       weight of each class in each bin
 *   <li>{@code gain}: {@code fraction} of the rows with the highest scores, {@code gain}: fraction
 *       of the positives among them
 *   <li>{@code lift}: {@code fraction}, {@code lift}: gain / fraction
 *   <li>{@code residuals}: {@code predicted}, {@code residual}: prediction less label, {@code
 *       count}: how many elements lie about there
 * </ul>
 *
 * @param kind what it is
 * @param classId class or question it is about, one against the rest; empty for a binary output
 * @param columns all of equal length; infinities only in {@code threshold}
 */
public record MetricCurve(String kind, OptionalInt classId, List<Column> columns) {

  public MetricCurve {
    columns = List.copyOf(columns);
    if (columns.stream().mapToInt(c -> c.values().length).distinct().count() > 1) {
      throw new IllegalArgumentException("columns of " + kind + " differ in length");
    }
  }

  /**
   * One column.
   *
   * @param name what it is
   * @param values its numbers; whoever makes it gives it up, nobody changes it
   */
  @SuppressWarnings("ArrayRecordComponent") // A long row of numbers; never compared.
  public record Column(String name, double[] values) {}

  /** Number of points. */
  public int points() {
    return columns.isEmpty() ? 0 : columns.get(0).values().length;
  }
}
