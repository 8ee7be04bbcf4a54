package dev.scorekeeper.server.scoring;

/** What the numbers of an output are. */
public enum OutputKind {
  /** Plain number with the meaning that the model gives it. */
  VALUE,
  /** Unbounded score before a softmax or sigmoid. */
  LOGIT,
  /** Probability, [0, 1]. */
  PROBABILITY,
  /** Index of a class along the last axis; only after a transform. */
  CLASS_INDEX,
  /** Yes or no; only after a transform. */
  DECISION
}
