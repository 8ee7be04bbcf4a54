package dev.scorekeeper.server.evaluation.keras;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;

/** A metric that is computed for each batch anew: the plain mean of its values. */
final class BatchwiseState implements BatchState {

  private final Metric metric;
  private final BatchMean mean = new BatchMean(false);
  private Accumulator batch;

  BatchwiseState(Metric metric) {
    this.metric = metric;
    this.batch = metric.start();
  }

  @Override
  public boolean needsWholeBatch() {
    return false;
  }

  @Override
  public void add(OutputRows rows) {
    batch.addAll(rows);
  }

  /** A batch whose value is not defined makes all of it NaN, as in Keras. */
  @Override
  public void endBatch() {
    mean.add(batch.result().values().get(0).number());
    batch = metric.start();
  }

  @Override
  public MetricResult result() {
    return MetricResult.of(mean.value());
  }

  @Override
  public boolean batchDependent() {
    return true;
  }
}
