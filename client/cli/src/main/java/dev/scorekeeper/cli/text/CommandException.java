package dev.scorekeeper.cli.text;

import org.jspecify.annotations.Nullable;

/** Why a command ends without success: a sentence for the person who typed it, and an exit code. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Exit code of a command that was understood and failed. */
  public static final int FAILED = 1;

  /** Exit code of a command that was given wrong options. */
  public static final int MISUSED = 2;

  private final int exitCode;

  private CommandException(String message, Throwable cause, int exitCode) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  private CommandException(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  public static CommandException failed(String message) {
    return new CommandException(message, FAILED);
  }

  public static CommandException failed(String message, Throwable cause) {
    return new CommandException(message, cause, FAILED);
  }

  public static CommandException misused(String message) {
    return new CommandException(message, MISUSED);
  }

  public static CommandException misused(@Nullable String message, Throwable cause) {
    return new CommandException(String.valueOf(message), cause, MISUSED);
  }

  /**
   * Refuses options that do not go together.
   *
   * @param otherwise said, as misuse, when the condition does not hold
   */
  public static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw misused(otherwise);
    }
  }

  /** {@link #FAILED} or {@link #MISUSED}. */
  public int exitCode() {
    return exitCode;
  }
}
