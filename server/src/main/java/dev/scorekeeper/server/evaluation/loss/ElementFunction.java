package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.OutputRows;

/**
 * The values that a loss, or a metric that is a mean, has for the cells of a row, before anything
 * is weighted or summed. May keep arrays to work in: not thread-safe. Allocates nothing for a row,
 * but for such arrays when they grow.
 */
public interface ElementFunction {

  /** Number of cells of a row: those of the shape of predictions without its last axis. */
  default int cells(OutputRows rows) {
    return Cells.withoutLastAxis(rows);
  }

  /** Whether values are computed from the logits of rows, where there are some. */
  default boolean takesLogits() {
    return false;
  }

  /**
   * Computes the values of a row.
   *
   * @param values gets them, from index 0
   * @return whether a probability was clipped for a logarithm
   */
  boolean compute(OutputRows rows, int row, double[] values);

  /** Whether a cell counts, by its label: not when that is the class to be ignored. */
  default boolean counts(OutputRows rows, int row, int cell) {
    return true;
  }
}
