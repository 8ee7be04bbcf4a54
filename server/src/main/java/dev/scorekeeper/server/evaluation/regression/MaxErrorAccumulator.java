package dev.scorekeeper.server.evaluation.regression;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.loss.Cells;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The greatest {@code |y - p|} of all elements with a weight that is not 0. No element: not
 * defined. A NaN among them makes it NaN.
 */
final class MaxErrorAccumulator implements Accumulator {

  /** Before there is any. */
  private static final double NONE = -1;

  private final boolean weighted;
  private double greatest = NONE;

  MaxErrorAccumulator(boolean weighted) {
    this.weighted = weighted;
  }

  @Override
  public void add(OutputRows rows, int row, int times) {
    int width = rows.predictionWidth;
    for (int i = 0; i < width; i++) {
      boolean weighs = !weighted || Cells.weight(rows, row, i, width) != 0;
      if (weighs && Cells.counts(rows, row, i, width)) {
        int at = row * width + i;
        greatest = Math.max(greatest, Math.abs(rows.labels[at] - rows.predictions[at]));
      }
    }
  }

  @Override
  public void merge(Accumulator other) {
    if (!(other instanceof MaxErrorAccumulator that)) {
      throw new IllegalArgumentException("not a greatest error: " + other.getClass());
    }
    greatest = Math.max(greatest, that.greatest);
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeDouble(greatest);
  }

  @Override
  public void read(DataInput in) throws IOException {
    greatest = in.readDouble();
  }

  @Override
  public MetricResult result() {
    return MetricResult.of(
        greatest == NONE ? Value.undefined(Value.Undefined.EMPTY) : Value.of(greatest));
  }
}
