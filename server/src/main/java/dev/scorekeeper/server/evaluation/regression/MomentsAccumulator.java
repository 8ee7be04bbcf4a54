package dev.scorekeeper.server.evaluation.regression;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.exact.ExactSum;
import dev.scorekeeper.server.evaluation.loss.Cells;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/**
 * Exact moments of labels and predictions over a data set: of each column of the last axis, or of
 * all elements together. The state that R², explained variance, correlations share.
 */
final class MomentsAccumulator implements Accumulator {

  /** More columns than anybody predicts. */
  private static final int MOST_COLUMNS = 1 << 20;

  private final Function<MomentsAccumulator, MetricResult> reader;
  private final boolean weighted;
  private final boolean together;
  private Moments[] columns = {};
  private long elements;

  /**
   * Creates one over no rows.
   *
   * @param reader gives the result
   * @param together whether all elements are one column
   * @param weighted whether weights count
   */
  MomentsAccumulator(
      Function<MomentsAccumulator, MetricResult> reader, boolean together, boolean weighted) {
    this.reader = reader;
    this.together = together;
    this.weighted = weighted;
  }

  @Override
  public void add(OutputRows rows, int row, int times) {
    int width = rows.predictionWidth;
    int last = together ? 1 : Cells.lastAxis(rows);
    if (columns.length != last) {
      hold(last);
    }
    for (int i = 0; i < width; i++) {
      if (Cells.counts(rows, row, i, width)) {
        double w = weighted ? Cells.weight(rows, row, i, width) : 1;
        int at = row * width + i;
        elements += times;
        columns[i % last].add(w, rows.labels[at], rows.predictions[at], times);
      }
    }
  }

  @Override
  public void merge(Accumulator other) {
    if (!(other instanceof MomentsAccumulator that)) {
      throw new IllegalArgumentException("not moments: " + other.getClass());
    }
    if (that.columns.length > 0) {
      hold(that.columns.length);
    }
    for (int i = 0; i < that.columns.length; i++) {
      columns[i].merge(that.columns[i]);
    }
    elements += that.elements;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeLong(elements);
    out.writeInt(columns.length);
    for (Moments column : columns) {
      column.write(out);
    }
  }

  @Override
  public void read(DataInput in) throws IOException {
    long count = in.readLong();
    int length = in.readInt();
    if (count < 0 || length < 0 || length > MOST_COLUMNS) {
      throw new IOException("these are no moments");
    }
    Moments[] read = new Moments[length];
    for (int i = 0; i < length; i++) {
      read[i] = new Moments();
      read[i].read(in);
    }
    elements = count;
    columns = read;
  }

  @Override
  public MetricResult result() {
    return reader.apply(this);
  }

  List<Moments> columns() {
    return List.of(columns);
  }

  /** Elements that count, over all columns. */
  long elements() {
    return elements;
  }

  /** Mean of a value over columns; the first that is not defined, when there is one. */
  MetricResult meanOver(Function<Moments, Value> value) {
    if (elements == 0) {
      return MetricResult.of(Value.undefined(Value.Undefined.EMPTY));
    }
    ExactSum sum = new ExactSum();
    for (Moments column : columns) {
      Value one = value.apply(column);
      if (!one.isDefined()) {
        return MetricResult.of(one);
      }
      sum.add(one.number());
    }
    return MetricResult.of(Value.ratio(sum.value(), columns.length));
  }

  private void hold(int length) {
    if (columns.length == length) {
      return;
    }
    if (columns.length > 0) {
      throw new IllegalArgumentException(
          "rows of " + length + " columns beside some of " + columns.length);
    }
    columns = new Moments[length];
    for (int i = 0; i < length; i++) {
      columns[i] = new Moments();
    }
  }
}
