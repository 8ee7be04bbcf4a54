package dev.scorekeeper.server.evaluation;

/** What was asked cannot be computed; the message is a sentence for whoever asked. */
public final class SpecException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why, as a stable word. */
  private final Kind kind;

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
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
