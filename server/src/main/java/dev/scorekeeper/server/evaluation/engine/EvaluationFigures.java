package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.ConfusionSource.ConfusionCells;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.MetricCurve;
import java.util.ArrayList;
import java.util.List;

/**
 * What an evaluation found.
 *
 * @param rows rows that came
 * @param values over all rows, the total loss first
 * @param slices in the order of their specs and keys
 * @param outputs counts for each output, in the order of the question
 * @param matrices of outputs whose labels are classes
 * @param curves of outputs that have them
 * @param warnings what a reader should know, a sentence each
 */
public record EvaluationFigures(
    long rows,
    List<FigureValue> values,
    List<SliceFigures> slices,
    List<OutputCounts> outputs,
    List<OutputMatrix> matrices,
    List<OutputCurve> curves,
    List<String> warnings) {

  /**
   * Values over the rows of a slice.
   *
   * @param columns in order of their names; empty for all rows
   * @param keys value of each column, {@link #MISSING} where there is none
   * @param rows rows in it
   * @param hidden whether it is too small for its values to be shown: they are then undefined
   * @param values in the order of those over all rows
   */
  public record SliceFigures(
      List<String> columns,
      List<String> keys,
      long rows,
      boolean hidden,
      List<FigureValue> values) {

    /** Stands for the value of a row that has none. */
    public static final String MISSING = "<missing>";

    public SliceFigures {
      columns = List.copyOf(columns);
      keys = List.copyOf(keys);
      values = List.copyOf(values);
    }
  }

  /**
   * Counts for one output.
   *
   * @param countedRows rows that count for it
   * @param weightSum sum of their weights, as the shortest decimal of the correctly rounded sum
   * @param missingLabels rows without a label
   * @param nonFiniteRows rows whose prediction is NaN or infinite
   * @param clippedRows rows in which a probability was clipped for a logarithm
   * @param maskedElements elements that a mask took out
   * @param labelCounts how often each label occurs, for labels that are classes; else empty
   */
  public record OutputCounts(
      String output,
      long countedRows,
      String weightSum,
      long missingLabels,
      long nonFiniteRows,
      long clippedRows,
      long maskedElements,
      List<Long> labelCounts,
      LossSource lossSource,
      ScoreKind scoreKind,
      LabelEncoding labelEncoding) {

    public OutputCounts {
      labelCounts = List.copyOf(labelCounts);
    }
  }

  /** Where a loss was computed from. */
  public enum LossSource {
    /** There is none. */
    NONE,
    /** The model's output, which the loss takes as it is. */
    OUTPUT,
    /** The logits before the graph's last sigmoid or softmax. */
    LOGITS_FROM_GRAPH,
    /** Probabilities, clipped to [1e-7, 1 - 1e-7]. */
    PROBABILITIES_CLIPPED,
    /** A signature of the model. */
    SIGNATURE
  }

  /**
   * A confusion matrix with the output that it is about.
   *
   * @param classNames names of the classes; empty when they have none
   */
  public record OutputMatrix(String output, ConfusionCells matrix, List<String> classNames) {
    public OutputMatrix {
      classNames = List.copyOf(classNames);
    }
  }

  /** A curve with the output that it is about. */
  public record OutputCurve(String output, MetricCurve curve) {}

  public EvaluationFigures {
    values = List.copyOf(values);
    slices = List.copyOf(slices);
    outputs = List.copyOf(outputs);
    matrices = List.copyOf(matrices);
    curves = List.copyOf(curves);
    warnings = List.copyOf(warnings);
  }

  /** The whole, then the slices. */
  public List<SliceFigures> parts() {
    List<SliceFigures> parts = new ArrayList<>();
    parts.add(new SliceFigures(List.of(), List.of(), rows, false, values));
    parts.addAll(slices);
    return parts;
  }
}
