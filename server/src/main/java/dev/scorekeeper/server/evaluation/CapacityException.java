package dev.scorekeeper.server.evaluation;

/**
 * An accumulator cannot count further rows exactly: they are more than it may hold. The message is
 * a sentence for whoever asked, and says what the limit is.
 */
public final class CapacityException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CapacityException(String message) {
    super(message);
  }
}
