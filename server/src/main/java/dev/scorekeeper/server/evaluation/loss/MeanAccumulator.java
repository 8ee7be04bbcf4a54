package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.exact.ExactSum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Exact sums of weighted values over all cells that count: {@code Σ w v}, {@code Σ w}, and the
 * number of cells. Values are those of an {@link ElementFunction}, computed in double and rounded
 * there; the sums are exact, and the quotient is rounded from both rounded once.
 *
 * <p>Empty, or everything masked out: not defined, {@link Value.Undefined#EMPTY}; a sum of weights
 * of zero: {@link Value.Undefined#ZERO_DENOMINATOR}. A NaN or infinite value of a cell with a
 * weight that is not zero makes the result {@link Value.Undefined#NOT_FINITE}.
 */
public final class MeanAccumulator implements LossAccumulator {

  /** What the sum is divided by. */
  public enum Divisor {
    /** The number of cells that count. */
    COUNT,
    /** The sum of their weights. */
    WEIGHT,
    /** Nothing: it is the sum that is asked for. */
    ONE
  }

  private final ElementFunction function;
  private final Divisor divisor;
  private final boolean weighted;
  private final ExactSum total = new ExactSum();
  private final ExactSum weight = new ExactSum();
  private long count;
  private long clippedRows;

  /** Weights of 1 that are not yet in {@link #weight}. */
  private long ones;

  private double[] values = new double[1];

  /**
   * Creates one over no rows.
   *
   * @param function its own, not shared
   * @param divisor what the sum is divided by
   * @param weighted whether weights count; if not each is 1
   */
  public MeanAccumulator(ElementFunction function, Divisor divisor, boolean weighted) {
    this.function = function;
    this.divisor = divisor;
    this.weighted = weighted;
  }

  @Override
  public void add(OutputRows rows, int row, int times) {
    int cells = function.cells(rows);
    int width = rows.predictionWidth;
    boolean fine =
        cells < width
            && function instanceof PointFunction
            && (rows.maskWidth == width || (weighted && rows.weightWidth == width));
    int size = fine ? width : cells;
    if (values.length < size) {
      values = new double[size];
    }
    boolean clipped =
        fine
            ? ((PointFunction) function).computeElements(rows, row, values)
            : function.compute(rows, row, values);
    if (clipped) {
      clippedRows += times;
    }
    if (size == 1) {
      addCell(rows, row, 0, 1, times);
    } else {
      addCells(rows, row, size, times);
    }
  }

  private void addCells(OutputRows rows, int row, int size, int times) {
    for (int cell = 0; cell < size; cell++) {
      addCell(rows, row, cell, size, times);
    }
  }

  private void addCell(OutputRows rows, int row, int cell, int size, int times) {
    if (!Cells.counts(rows, row, cell, size) || !function.counts(rows, row, cell)) {
      return;
    }
    count += times;
    if (!weighted || rows.weightWidth == 0) {
      total.add(values[cell], times);
      ones += times;
      return;
    }
    double w = Cells.weight(rows, row, cell, size);
    weight.add(w, times);
    if (w != 0) {
      total.addProduct(w, values[cell], times);
    }
  }

  @Override
  public void merge(Accumulator other) {
    if (!(other instanceof MeanAccumulator that)) {
      throw new IllegalArgumentException("not a mean: " + other.getClass());
    }
    total.merge(that.total);
    weight.merge(that.weight);
    ones += that.ones;
    count += that.count;
    clippedRows += that.clippedRows;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    putOnes();
    out.writeLong(count);
    out.writeLong(clippedRows);
    total.write(out);
    weight.write(out);
  }

  @Override
  public void read(DataInput in) throws IOException {
    ones = 0;
    count = in.readLong();
    clippedRows = in.readLong();
    total.read(in);
    weight.read(in);
    if (count < 0 || clippedRows < 0) {
      throw new IOException("a count is negative");
    }
  }

  @Override
  public MetricResult result() {
    return MetricResult.of(value());
  }

  /** As {@link #result}. */
  public Value value() {
    if (divisor == Divisor.ONE) {
      return Value.of(total.value());
    }
    if (count == 0) {
      return Value.undefined(Value.Undefined.EMPTY);
    }
    return Value.ratio(total.value(), denominator());
  }

  /** The sum of weighted values. */
  public double total() {
    return total.value();
  }

  @Override
  public long clippedRows() {
    return clippedRows;
  }

  private double denominator() {
    if (divisor == Divisor.COUNT) {
      return count;
    }
    putOnes();
    return weight.value();
  }

  private void putOnes() {
    weight.add(1, ones);
    ones = 0;
  }
}
