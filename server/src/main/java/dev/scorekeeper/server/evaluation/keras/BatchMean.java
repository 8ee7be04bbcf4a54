package dev.scorekeeper.server.evaluation.keras;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.loss.BatchValues;
import dev.scorekeeper.server.evaluation.loss.Cells;

/**
 * The mean over all batches of what a function gives for each, as {@code MeanMetricWrapper} of
 * Keras 3.15.1. Not thread-safe.
 *
 * <p>Of a function of rows: the mean over rows of the mean over the cells of a row; with weights or
 * a mask, Σ mean(w m v) / Σ mean(w m). Cells that the function itself leaves out ({@code
 * ignore_class}) count as 0, and are only left out where there are weights or a mask. Of a function
 * that gives one number for a batch: the plain mean of those, so that a last batch of fewer rows
 * counts as much as the others. 0 / 0 is 0.
 */
final class BatchMean {

  private final boolean weighted;
  private double total;
  private double count;

  /**
   * Creates one over no batches.
   *
   * @param weighted whether weights count
   */
  BatchMean(boolean weighted) {
    this.weighted = weighted;
  }

  /** Adds some rows of a batch, or all, with their values. */
  void add(BatchValues values, OutputRows rows) {
    if (values.scalar()) {
      for (int i = 0; i < values.cells(); i++) {
        add(values.values()[i]);
      }
      return;
    }
    boolean weighs = (weighted && rows.weightWidth > 0) || rows.maskWidth > 0;
    int cells = values.cells();
    for (int row = 0; row < rows.count; row++) {
      double sum = 0;
      double weight = 0;
      for (int cell = 0; cell < cells; cell++) {
        int at = row * cells + cell;
        double w = weighs ? weight(values, rows, row, cell) : 1;
        weight += w;
        sum += w == 0 ? 0 : w * values.values()[at];
      }
      total += sum / cells;
      count += weight / cells;
    }
  }

  private double weight(BatchValues values, OutputRows rows, int row, int cell) {
    int cells = values.cells();
    boolean counts = values.valid()[row * cells + cell] && Cells.counts(rows, row, cell, cells);
    if (!counts) {
      return 0;
    }
    return weighted ? Cells.weight(rows, row, cell, cells) : 1;
  }

  /** Adds the number that a function gave for a whole batch. */
  void add(double ofBatch) {
    total += ofBatch;
    count++;
  }

  double value() {
    return count == 0 ? 0 : total / count;
  }
}
