package dev.scorekeeper.cli.data;

import java.io.IOException;

/** What is wrong with a data file, as a sentence for the person who gave it. */
public final class DataException extends IOException {
  private static final long serialVersionUID = 1;

  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
