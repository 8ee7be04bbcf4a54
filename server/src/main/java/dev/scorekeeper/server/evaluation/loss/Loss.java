package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.Metric;

/** A loss of one output over a data set. Immutable, thread-safe. */
public interface Loss extends Metric {

  @Override
  LossAccumulator start();

  /** Whether it takes logits instead of probabilities when the rows offer them. */
  @Override
  boolean takesLogits();

  /** Whether it clips probabilities, when it has no logits. */
  boolean clips();
}
