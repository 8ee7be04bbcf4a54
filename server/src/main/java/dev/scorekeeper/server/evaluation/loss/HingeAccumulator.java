package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A hinge loss over a data set: both sums are kept, with labels as they are and with labels taken
 * for 0 and 1, and which one counts is known when all labels are: the second when all were 0 or 1.
 */
final class HingeAccumulator implements LossAccumulator {

  private final MeanAccumulator plain;
  private final MeanAccumulator converted;
  private boolean otherLabels;

  HingeAccumulator(Formula formula, MeanAccumulator.Divisor divisor, boolean weighted) {
    plain = new MeanAccumulator(new Hinge(formula, false), divisor, weighted);
    converted = new MeanAccumulator(new Hinge(formula, true), divisor, weighted);
  }

  @Override
  public void add(OutputRows rows, int row, int times) {
    otherLabels |= !Hinge.isBinary(rows, row);
    plain.add(rows, row, times);
    converted.add(rows, row, times);
  }

  @Override
  public void merge(Accumulator other) {
    if (!(other instanceof HingeAccumulator that)) {
      throw new IllegalArgumentException("not a hinge loss: " + other.getClass());
    }
    plain.merge(that.plain);
    converted.merge(that.converted);
    otherLabels |= that.otherLabels;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeBoolean(otherLabels);
    plain.write(out);
    converted.write(out);
  }

  @Override
  public void read(DataInput in) throws IOException {
    otherLabels = in.readBoolean();
    plain.read(in);
    converted.read(in);
  }

  @Override
  public MetricResult result() {
    return otherLabels ? plain.result() : converted.result();
  }
}
