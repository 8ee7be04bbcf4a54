package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.Accumulator;

/** The state of a loss, which also knows how often a probability was clipped. */
public interface LossAccumulator extends Accumulator {

  /** Rows in which a probability was clipped for a logarithm; 0 where none ever is. */
  default long clippedRows() {
    return 0;
  }
}
