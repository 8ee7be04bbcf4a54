package dev.scorekeeper.server.evaluation;

import java.util.List;

/**
 * What is known about an output when its metrics are made.
 *
 * @param output name of the output
 * @param predictionShape shape of a row of predictions, without the leading dimension; -1 for a
 *     dimension that varies
 * @param labelShape shape of a row of labels, likewise
 * @param encoding how labels are written; resolved
 * @param kind what the predictions are; resolved
 * @param threshold score above which a prediction is a yes, in the units of the predictions
 * @param thresholdInclusive whether a score equal to the threshold is a yes
 * @param positiveClass class that is the yes of a binary question
 * @param classNames names of the classes, or empty
 * @param weighted whether the metric is to count weights
 */
public record MetricContext(
    String output,
    List<Integer> predictionShape,
    List<Integer> labelShape,
    LabelEncoding encoding,
    ScoreKind kind,
    float threshold,
    boolean thresholdInclusive,
    int positiveClass,
    List<String> classNames,
    boolean weighted) {

  /** How labels are written. */
  public enum LabelEncoding {
    /** Index of the class; 0 or 1 for a binary output. */
    SPARSE,
    /** One element a class. */
    ONE_HOT,
    /** One yes-or-no element a question. */
    MULTI_LABEL,
    /** A real number. */
    REAL,
    /** -1 or 1. */
    SIGNED_BINARY
  }

  /** What predictions are. */
  public enum ScoreKind {
    PROBABILITY,
    LOGIT,
    REAL,
    CLASS_ID
  }

  public MetricContext {
    predictionShape = List.copyOf(predictionShape);
    labelShape = List.copyOf(labelShape);
    classNames = List.copyOf(classNames);
  }

  /** Size of the last axis of the predictions; 1 for a scalar. */
  public int classes() {
    return predictionShape.isEmpty() ? 1 : predictionShape.get(predictionShape.size() - 1);
  }
}
