package dev.scorekeeper.server.evaluation;

/** What a mean of losses is divided by. */
public enum LossNormalizer {
  /** The number of elements that count, whatever their weights, as Keras. */
  BY_COUNT,
  /** The sum of the weights. */
  BY_WEIGHT
}
