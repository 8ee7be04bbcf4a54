package dev.scorekeeper.server.evaluation.regression;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.loss.MeanAccumulator;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The square root of a mean. */
final class RootAccumulator implements Accumulator {

  private final MeanAccumulator mean;

  RootAccumulator(MeanAccumulator mean) {
    this.mean = mean;
  }

  @Override
  public void add(OutputRows rows, int row, int times) {
    mean.add(rows, row, times);
  }

  @Override
  public void merge(Accumulator other) {
    if (!(other instanceof RootAccumulator that)) {
      throw new IllegalArgumentException("not a root: " + other.getClass());
    }
    mean.merge(that.mean);
  }

  @Override
  public void write(DataOutput out) throws IOException {
    mean.write(out);
  }

  @Override
  public void read(DataInput in) throws IOException {
    mean.read(in);
  }

  @Override
  public MetricResult result() {
    Value value = mean.value();
    return MetricResult.of(value.isDefined() ? Value.of(Math.sqrt(value.number())) : value);
  }
}
