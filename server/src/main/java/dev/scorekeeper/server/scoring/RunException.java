package dev.scorekeeper.server.scoring;

/** The model refused or failed to compute some rows. */
public final class RunException extends Exception {

  private static final long serialVersionUID = 1;

  private final boolean inputAtFault;

  /**
   * @param inputAtFault true when the runtime blames the rows (invalid argument, out of range,
   *     failed assertion), false when it blames itself (out of memory, internal)
   */
  public RunException(String message, boolean inputAtFault) {
    super(message);
    this.inputAtFault = inputAtFault;
  }

  public boolean inputAtFault() {
    return inputAtFault;
  }
}
