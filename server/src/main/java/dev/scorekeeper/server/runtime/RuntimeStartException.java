package dev.scorekeeper.server.runtime;

/** The native library cannot be used here; the message says why, and what to change. */
public final class RuntimeStartException extends Exception {

  private static final long serialVersionUID = 1;

  RuntimeStartException(String message) {
    super(message);
  }

  RuntimeStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
