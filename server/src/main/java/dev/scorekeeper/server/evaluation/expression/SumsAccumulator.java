package dev.scorekeeper.server.evaluation.expression;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.exact.ExactSum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The sums over all rows, of all elements or for each class on its own. */
final class SumsAccumulator implements Accumulator {

  private final ExpressionMetric metric;
  private final RowSums rowSums;

  /** One row a class, or a single one. */
  private final ExactSum[][] sums;

  private long rowCount;

  SumsAccumulator(ExpressionMetric metric) {
    this.metric = metric;
    this.rowSums = new RowSums(metric);
    this.sums =
        new ExactSum[metric.grouping().byClass() ? metric.classes() : 1]
            [metric.expression().sums().size()];
    for (ExactSum[] row : sums) {
      Arrays.setAll(row, i -> new ExactSum());
    }
  }

  @Override
  public void add(OutputRows rows, int row, int times) {
    rowCount += times;
    for (int i = 0; i < sums.length; i++) {
      rowSums.add(rows, row, i, sums.length, sums[i], metric.identity().weighted(), times);
    }
  }

  @Override
  public void merge(Accumulator other) {
    if (!(other instanceof SumsAccumulator same)
        || !same.metric.identity().equals(metric.identity())) {
      throw new IllegalArgumentException("another metric than " + metric.identity().canonical());
    }
    rowCount += same.rowCount;
    for (int i = 0; i < sums.length; i++) {
      for (int j = 0; j < sums[i].length; j++) {
        sums[i][j].merge(same.sums[i][j]);
      }
    }
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeLong(rowCount);
    for (ExactSum[] row : sums) {
      for (ExactSum sum : row) {
        sum.write(out);
      }
    }
  }

  @Override
  public void read(DataInput in) throws IOException {
    long count = in.readLong();
    if (count < 0) {
      throw new IOException("a count of " + count);
    }
    rowCount = count;
    for (ExactSum[] row : sums) {
      for (ExactSum sum : row) {
        sum.read(in);
      }
    }
  }

  @Override
  public MetricResult result() {
    List<Value> values = new ArrayList<>();
    for (ExactSum[] row : sums) {
      values.add(
          rowCount == 0
              ? Value.undefined(Value.Undefined.EMPTY)
              : Finaliser.value(
                  metric.expression().root(),
                  Arrays.stream(row).mapToDouble(ExactSum::value).toArray()));
    }
    return switch (metric.grouping()) {
      case PER_CLASS -> new MetricResult(values, ClassLabels.of(metric.classes()));
      case MACRO -> MetricResult.of(mean(values));
      default -> MetricResult.of(values.get(0));
    };
  }

  private static Value mean(List<Value> values) {
    double[] defined =
        values.stream().filter(Value::isDefined).mapToDouble(Value::number).toArray();
    if (defined.length == 0) {
      return values.get(0);
    }
    ExactSum sum = new ExactSum();
    for (double value : defined) {
      sum.add(value);
    }
    return Value.of(sum.value() / defined.length);
  }
}
