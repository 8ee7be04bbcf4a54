package dev.scorekeeper.server.evaluation.keras;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;

/** A metric that keeps sums over all rows: batches do not matter. */
final class StatefulState implements BatchState {

  private final Accumulator accumulator;
  private final boolean honoursMask;

  StatefulState(Accumulator accumulator, boolean honoursMask) {
    this.accumulator = accumulator;
    this.honoursMask = honoursMask;
  }

  @Override
  public boolean needsWholeBatch() {
    return false;
  }

  @Override
  public void add(OutputRows rows) {
    int maskWidth = rows.maskWidth;
    if (!honoursMask) {
      rows.maskWidth = 0;
    }
    accumulator.addAll(rows);
    rows.maskWidth = maskWidth;
  }

  @Override
  public void endBatch() {}

  @Override
  public MetricResult result() {
    return accumulator.result();
  }

  @Override
  public boolean batchDependent() {
    return false;
  }
}
