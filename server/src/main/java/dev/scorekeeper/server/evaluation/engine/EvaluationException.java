package dev.scorekeeper.server.evaluation.engine;

import java.util.HashMap;
import java.util.Map;

/** An evaluation cannot be, or cannot go on: the fault of the question or of the rows. */
public final class EvaluationException extends Exception {
  private static final long serialVersionUID = 1;

  private final EvaluationReason reason;
  private final String field;
  private final transient Map<String, String> details;

  /**
   * @param field path of the field at fault in the wire's terms, such as {@code
   *     spec.outputs[0].metrics[1].metric} or {@code labels[0]}; empty when none is
   * @param message a sentence: what was expected and what came
   */
  public EvaluationException(EvaluationReason reason, String field, String message) {
    this(reason, field, message, Map.of());
  }

  private EvaluationException(
      EvaluationReason reason, String field, String message, Map<String, String> details) {
    super(message);
    this.reason = reason;
    this.field = field;
    this.details = Map.copyOf(details);
  }

  public EvaluationReason reason() {
    return reason;
  }

  public String field() {
    return field;
  }

  /** The variable words of the message by name, such as {@code got} and {@code expected}. */
  public Map<String, String> details() {
    return details;
  }

  /** The same with a further detail. */
  public EvaluationException with(String name, Object value) {
    return with(Map.of(name, String.valueOf(value)));
  }

  /** The same with further details. */
  public EvaluationException with(Map<String, String> further) {
    Map<String, String> more = new HashMap<>(details);
    more.putAll(further);
    return copy(field, more);
  }

  /** The same about another field. */
  EvaluationException about(String otherField) {
    return copy(otherField, details);
  }

  private EvaluationException copy(String newField, Map<String, String> newDetails) {
    EvaluationException copy =
        new EvaluationException(reason, newField, String.valueOf(getMessage()), newDetails);
    copy.setStackTrace(getStackTrace());
    return copy;
  }
}
