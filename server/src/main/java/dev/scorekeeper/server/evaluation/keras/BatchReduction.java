package dev.scorekeeper.server.evaluation.keras;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.loss.BatchValues;
import dev.scorekeeper.server.evaluation.loss.Cells;
import dev.scorekeeper.server.evaluation.loss.LossCatalog.Reduction;

/**
 * One number of the losses of a logical batch, as {@code Loss.__call__} of Keras 3.15.1. Not
 * thread-safe.
 *
 * <p>With losses ℓ of N rows with T cells each, weights w and a mask m of 0 and 1:
 *
 * <ul>
 *   <li>{@code sum_over_batch_size}: Σ w ℓ / (N T); with a mask Σ w ℓ m / Σ m: the sum of weights
 *       is never looked at
 *   <li>{@code sum}: Σ w ℓ m
 *   <li>{@code mean_with_sample_weight}: Σ w ℓ m / Σ w m; without weights or a mask as the first
 * </ul>
 *
 * <p>0 / 0 is 0. Masks are those of the rows and those that losses have of their own ({@code
 * ignore_class}, Circle). A weight for each row counts for all its cells; Keras itself refuses
 * that, or weighs along the wrong axis. A loss that is one number for the batch (Dice) stays as it
 * is without weights and mask, and is otherwise taken for the loss of every row.
 */
final class BatchReduction {

  private final Reduction reduction;
  private final boolean weighted;
  private final boolean single;

  private double total;
  private double weight;
  private long valid;
  private long count;
  private boolean masked;
  private boolean weighs;
  private boolean scalar;
  private double scalarValue;

  /**
   * Creates one over no rows.
   *
   * @param weighted whether weights count
   * @param single whether batches are of one row: the weight of one number is then a number too,
   *     and Keras divides by no sum of weights
   */
  BatchReduction(Reduction reduction, boolean weighted, boolean single) {
    this.reduction = reduction;
    this.weighted = weighted;
    this.single = single;
  }

  /** Adds some rows of a batch, or all, with their losses. */
  void add(BatchValues values, OutputRows rows) {
    masked |= rows.maskWidth > 0;
    weighs |= weighted && rows.weightWidth > 0;
    if (values.scalar()) {
      addScalar(values, rows);
      return;
    }
    int cells = values.cells();
    for (int row = 0; row < rows.count; row++) {
      for (int cell = 0; cell < cells; cell++) {
        int at = row * cells + cell;
        boolean counts = values.valid()[at] && Cells.counts(rows, row, cell, cells);
        masked |= !values.valid()[at];
        count++;
        if (counts) {
          double w = weighted ? Cells.weight(rows, row, cell, cells) : 1;
          valid++;
          weight += w;
          total += w * values.values()[at];
        }
      }
    }
  }

  /** One number, or one for each region, whose mean it then is. */
  private void addScalar(BatchValues values, OutputRows rows) {
    scalar = true;
    double sum = 0;
    for (int i = 0; i < values.cells(); i++) {
      sum += values.values()[i];
    }
    boolean summed = reduction == Reduction.SUM && values.cells() > 1;
    scalarValue = summed ? sum : sum / values.cells();
    int cells = Math.max(1, Math.max(weighted ? rows.weightWidth : 0, rows.maskWidth));
    for (int row = 0; row < rows.count; row++) {
      for (int cell = 0; cell < cells; cell++) {
        count++;
        if (Cells.counts(rows, row, cell, cells)) {
          double w = weighted ? Cells.weight(rows, row, cell, cells) : 1;
          valid++;
          weight += w;
          total += w * scalarValue;
        }
      }
    }
  }

  /** The number; what comes next is another batch. */
  double end() {
    double result = scalar && !masked && !weighs ? scalarValue : reduced();
    total = 0;
    weight = 0;
    valid = 0;
    count = 0;
    masked = false;
    weighs = false;
    scalar = false;
    return result;
  }

  private double reduced() {
    return switch (reduction) {
      case SUM -> total;
      case SUM_OVER_BATCH_SIZE -> quotient(total, (double) (masked ? valid : count));
      case MEAN_WITH_SAMPLE_WEIGHT ->
          scalar && single ? total : quotient(total, masked || weighs ? weight : (double) count);
    };
  }

  private static double quotient(double total, double divisor) {
    return divisor == 0 ? 0 : total / divisor;
  }
}
