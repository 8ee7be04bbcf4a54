package dev.scorekeeper.server.runtime;

/** Name of a tensor of a graph: an operation and which of its outputs. */
record TensorName(String operation, int index) {

  /** Reads {@code name:2}, or {@code name} for the first output. */
  static TensorName parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return new TensorName(text, 0);
    }
    try {
      int index = Integer.parseInt(text.substring(colon + 1));
      return new TensorName(text.substring(0, colon), Math.max(index, 0));
    } catch (NumberFormatException e) {
      return new TensorName(text, 0);
    }
  }

  @Override
  public String toString() {
    return operation + ":" + index;
  }
}
