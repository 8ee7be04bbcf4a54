package dev.scorekeeper.server.evaluation;

import java.util.HashMap;
import java.util.Map;

/** What was asked cannot be computed; the message is a sentence for whoever asked. */
public final class SpecException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why, as a stable word. */
  private final Kind kind;

  private final transient Map<String, String> details;

  /** What is wrong. */
  public enum Kind {
    /** The text cannot be read; the message names the position. */
    SYNTAX,
    /** There is no such metric or loss; the message names the nearest ones. */
    UNKNOWN_NAME,
    /** There is no such parameter; the message names the nearest ones. */
    UNKNOWN_PARAMETER,
    /** A parameter's value is of the wrong type or out of range. */
    BAD_VALUE,
    /** The metric does not suit the output, its labels or its kind. */
    NOT_SUITABLE
  }

  public SpecException(Kind kind, String message) {
    this(kind, message, Map.of());
  }

  private SpecException(Kind kind, String message, Map<String, String> details) {
    super(message);
    this.kind = kind;
    this.details = Map.copyOf(details);
  }

  public Kind kind() {
    return kind;
  }

  /** The variable words of the message by name, such as {@code got} and {@code expected}. */
  public Map<String, String> details() {
    return details;
  }

  /** The same with a further detail. */
  public SpecException with(String name, Object value) {
    Map<String, String> more = new HashMap<>(details);
    more.put(name, String.valueOf(value));
    SpecException same = new SpecException(kind, String.valueOf(getMessage()), more);
    same.setStackTrace(getStackTrace());
    return same;
  }
}
