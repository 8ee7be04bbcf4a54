package dev.scorekeeper.server.scoring;

/** What a graph does to numbers last, before it gives them as an output. */
public enum Activation {
  /** Nothing known, or something else. */
  NONE,
  SIGMOID,
  SOFTMAX
}
