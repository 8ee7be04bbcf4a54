package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.SpecException;

/** Makes exceptions, so that their words are alike. */
final class Problems {

  private Problems() {}

  static EvaluationException question(String field, String message) {
    return new EvaluationException(EvaluationReason.BAD_QUESTION, field, message);
  }

  /** What a catalog or parser found wrong with a text. */
  static EvaluationException spec(SpecException e, String field) {
    EvaluationReason reason =
        switch (e.kind()) {
          case SYNTAX -> EvaluationReason.BAD_TEXT;
          case UNKNOWN_NAME -> EvaluationReason.UNKNOWN_METRIC;
          case UNKNOWN_PARAMETER -> EvaluationReason.UNKNOWN_PARAMETER;
          case BAD_VALUE -> EvaluationReason.BAD_PARAMETER;
          case NOT_SUITABLE -> EvaluationReason.NOT_SUITABLE;
        };
    return new EvaluationException(reason, field, String.valueOf(e.getMessage())).with(e.details());
  }

  static String output(int index) {
    return "spec.outputs[" + index + "]";
  }

  static String metric(int output, int metric) {
    return output(output) + ".metrics[" + metric + "]";
  }
}
