package dev.scorekeeper.client;

/** What the numbers of an output are. */
public enum OutputKind {
  /** Plain number with the meaning that the model gives it, such as a predicted price. */
  VALUE(dev.scorekeeper.v1.OutputKind.OUTPUT_KIND_VALUE),
  /** Unbounded score before a softmax or sigmoid. Not a probability. */
  LOGIT(dev.scorekeeper.v1.OutputKind.OUTPUT_KIND_LOGIT),
  /** Probability, [0, 1]. */
  PROBABILITY(dev.scorekeeper.v1.OutputKind.OUTPUT_KIND_PROBABILITY),
  /** Index of a class along the last axis. */
  CLASS_INDEX(dev.scorekeeper.v1.OutputKind.OUTPUT_KIND_CLASS_INDEX),
  /** Yes or no: whether the score is above the threshold. */
  DECISION(dev.scorekeeper.v1.OutputKind.OUTPUT_KIND_DECISION),
  /** Something that this version of the client has no word for. */
  UNKNOWN(dev.scorekeeper.v1.OutputKind.OUTPUT_KIND_UNSPECIFIED);

  private final dev.scorekeeper.v1.OutputKind wire;

  OutputKind(dev.scorekeeper.v1.OutputKind wire) {
    this.wire = wire;
  }

  /** The value of the wire's enum. */
  public dev.scorekeeper.v1.OutputKind wire() {
    return wire;
  }

  /** The kind that a value of the wire's enum stands for, or {@link #UNKNOWN}. */
  public static OutputKind of(dev.scorekeeper.v1.OutputKind wire) {
    for (OutputKind kind : values()) {
      if (kind.wire == wire) {
        return kind;
      }
    }
    return UNKNOWN;
  }
}
