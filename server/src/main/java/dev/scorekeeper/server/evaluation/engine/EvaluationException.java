package dev.scorekeeper.server.evaluation.engine;

/** An evaluation cannot be, or cannot go on: the fault of the question or of the rows. */
public final class EvaluationException extends Exception {
  private static final long serialVersionUID = 1;

  private final EvaluationReason reason;
  private final String field;

  /**
   * @param field path of the field at fault in the wire's terms, such as {@code
   *     spec.outputs[0].metrics[1].metric} or {@code labels[0]}; empty when none is
   * @param message a sentence: what was expected and what came
   */
  public EvaluationException(EvaluationReason reason, String field, String message) {
    super(message);
    this.reason = reason;
    this.field = field;
  }

  public EvaluationReason reason() {
    return reason;
  }

  public String field() {
    return field;
  }
}
