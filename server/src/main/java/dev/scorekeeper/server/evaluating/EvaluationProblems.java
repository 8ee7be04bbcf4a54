package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationReason;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.RunException;

/** Problems of evaluations, in the terms of the wire. */
public final class EvaluationProblems {

  private static final String SPEC = "spec.";
  private static final String HEADER = "header.";
  private static final String ROWS = "rows.";

  private EvaluationProblems() {}

  /** A problem of the question, whose field is one of the header, or of rows. */
  public static ProblemException of(EvaluationException e) {
    String prefix = e.field().startsWith(SPEC) ? HEADER : ROWS;
    String message = String.valueOf(e.getMessage());
    Reason reason = reason(e.reason(), e.field());
    String field = e.field().isEmpty() ? "" : prefix + e.field();
    return new ProblemException(new Problem(reason, message, field, e.details(), null));
  }

  private static Reason reason(EvaluationReason reason, String field) {
    return switch (reason) {
      case BAD_QUESTION -> Reason.EVALUATION_SPEC_INVALID;
      case BAD_TEXT -> field.startsWith("spec.gates") ? Reason.GATE_SYNTAX : Reason.METRIC_SYNTAX;
      case UNKNOWN_METRIC -> Reason.METRIC_UNKNOWN;
      case UNKNOWN_PARAMETER -> Reason.METRIC_PARAMETER_UNKNOWN;
      case BAD_PARAMETER -> Reason.METRIC_PARAMETER_INVALID;
      case NOT_SUITABLE -> Reason.METRIC_NOT_SUITABLE;
      case UNKNOWN_OUTPUT -> Reason.OUTPUT_UNKNOWN;
      case NAME_REPEATED -> Reason.METRIC_NAME_REPEATED;
      case BAD_LABEL_SHAPE -> Reason.LABEL_SHAPE_MISMATCH;
      case BAD_LABEL -> Reason.LABEL_OUT_OF_RANGE;
      case LABEL_MISSING -> Reason.LABELS_MISSING;
      case BAD_WEIGHT -> Reason.WEIGHT_INVALID;
      case BAD_MASK -> Reason.MASK_INVALID;
      case BAD_PREDICTION -> Reason.NOT_A_PROBABILITY;
      case NOT_FINITE -> Reason.PREDICTION_NOT_FINITE;
      case SLICE_COLUMN_MISSING -> Reason.SLICE_COLUMN_MISSING;
      case TOO_MANY_SLICES -> Reason.TOO_MANY_SLICES;
      case EXAMPLE_IDS_MISSING -> Reason.EXAMPLE_IDS_MISSING;
      case QUERY_IDS_MISSING -> Reason.QUERY_IDS_MISSING;
      case TOO_LARGE -> Reason.EVALUATION_TOO_LARGE;
      case EMPTY_DATA_SET -> Reason.DATASET_EMPTY;
    };
  }

  /**
   * A run of the model that failed.
   *
   * @param where it failed, such as "on rows of the data set"
   */
  static Problem ofRun(RunException e, String where) {
    Reason reason = e.inputAtFault() ? Reason.MODEL_REJECTED_INPUT : Reason.MODEL_FAILED;
    return Problem.of(reason, "The model failed %s: %s".formatted(where, e.getMessage()))
        .with("why", String.valueOf(e.getMessage()));
  }

  static Problem cancelled() {
    return Problem.of(Reason.CANCELLED, "The caller went away before the evaluation ended.");
  }
}
