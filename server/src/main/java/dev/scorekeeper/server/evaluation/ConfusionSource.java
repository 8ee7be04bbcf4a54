package dev.scorekeeper.server.evaluation;

import java.util.Optional;

/** An accumulator that counts which class was taken for which. */
public interface ConfusionSource {

  /**
   * The matrix so far; empty when there are more than {@link #MOST_CLASSES} classes. Changes
   * nothing.
   */
  Optional<ConfusionCells> confusion();

  /** More classes than a matrix is shown for. */
  int MOST_CLASSES = 1000;

  /**
   * How often each class was taken for each class.
   *
   * @param classes number of classes n
   * @param cells n x n, row by row: the row is the label, the column the prediction
   */
  @SuppressWarnings("ArrayRecordComponent") // A big table of numbers; never compared.
  record ConfusionCells(int classes, double[] cells) {}
}
