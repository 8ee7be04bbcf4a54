package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.OutputRows;

/**
 * What Keras' loss or metric function returns for a whole logical batch, before weights, masks and
 * reduction. Not thread-safe.
 */
public interface BatchFunction {

  /** Whether the values of a row depend on the other rows of its batch. */
  boolean dependsOnBatch();

  /** Whether values are computed from the logits of rows, where there are some. */
  default boolean takesLogits() {
    return false;
  }

  /** Values of the batch: all its rows, in order. Masks and weights of the batch play no part. */
  BatchValues compute(OutputRows batch);

  /** The function of rows that do not depend on each other. */
  static BatchFunction of(ElementFunction function) {
    return new BatchFunction() {
      @Override
      public boolean dependsOnBatch() {
        return false;
      }

      @Override
      public boolean takesLogits() {
        return function.takesLogits();
      }

      @Override
      public BatchValues compute(OutputRows batch) {
        return BatchValues.ofRows(function, batch);
      }
    };
  }
}
