package dev.scorekeeper.server.evaluation.keras;

import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.loss.BatchFunction;
import dev.scorekeeper.server.evaluation.loss.BatchValues;

/** A function that was given as a metric: the mean of what it returns. */
final class FunctionState implements BatchState {

  private final BatchFunction function;
  private final BatchMean mean;
  private boolean scalar;

  FunctionState(BatchFunction function, boolean weighted) {
    this.function = function;
    this.mean = new BatchMean(weighted);
  }

  @Override
  public boolean needsWholeBatch() {
    return function.dependsOnBatch();
  }

  @Override
  public void add(OutputRows rows) {
    BatchValues values = function.compute(rows);
    scalar |= values.scalar();
    mean.add(values, rows);
  }

  @Override
  public void endBatch() {}

  @Override
  public MetricResult result() {
    return MetricResult.of(mean.value());
  }

  @Override
  public boolean batchDependent() {
    return scalar || function.dependsOnBatch();
  }
}
