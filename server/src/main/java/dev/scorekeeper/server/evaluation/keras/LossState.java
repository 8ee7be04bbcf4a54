package dev.scorekeeper.server.evaluation.keras;

import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.loss.BatchValues;
import dev.scorekeeper.server.evaluation.loss.LossCatalog.BatchLoss;
import dev.scorekeeper.server.evaluation.loss.LossCatalog.Reduction;

/**
 * A {@code Loss} of Keras: one number for each batch. As a metric it is the plain mean of those, so
 * that {@code losses.MeanSquaredError()} and {@code metrics.MeanSquaredError()} are not the same.
 */
final class LossState implements BatchState {

  private final BatchLoss loss;
  private final BatchReduction reduction;
  private final boolean weighted;
  private double total;
  private long batches;
  private double last;
  private boolean dependent;
  private long clippedRows;
  private int cells = -1;

  /**
   * Creates one over no batches.
   *
   * @param weighted whether weights count: for the loss, not for a metric
   * @param batchSize rows of a batch
   */
  LossState(BatchLoss loss, boolean weighted, int batchSize) {
    this.loss = loss;
    this.weighted = weighted;
    this.reduction = new BatchReduction(loss.reduction(), weighted, batchSize == 1);
    this.dependent = loss.function().dependsOnBatch() || loss.reduction() == Reduction.SUM;
  }

  @Override
  public boolean needsWholeBatch() {
    return loss.function().dependsOnBatch();
  }

  @Override
  public void add(OutputRows rows) {
    BatchValues values = loss.function().compute(rows);
    boolean varies = cells >= 0 && cells != values.cells();
    cells = values.cells();
    dependent |= values.scalar() || varies || rows.maskWidth > 0 || leavesOut(values);
    dependent |=
        weighted && rows.weightWidth > 0 && loss.reduction() == Reduction.MEAN_WITH_SAMPLE_WEIGHT;
    clippedRows += values.clippedRows();
    reduction.add(values, rows);
  }

  private static boolean leavesOut(BatchValues values) {
    for (boolean valid : values.valid()) {
      if (!valid) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void endBatch() {
    last = reduction.end();
    total += last;
    batches++;
  }

  /** The number of the last batch. */
  double last() {
    return last;
  }

  long clippedRows() {
    return clippedRows;
  }

  /** Whether a mean of batches that counts their rows depends on how rows are grouped. */
  boolean lossDependent() {
    return dependent;
  }

  @Override
  public MetricResult result() {
    return MetricResult.of(batches == 0 ? 0 : total / batches);
  }

  /** A plain mean of batches always does. */
  @Override
  public boolean batchDependent() {
    return true;
  }
}
