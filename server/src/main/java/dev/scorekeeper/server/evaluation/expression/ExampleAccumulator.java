package dev.scorekeeper.server.evaluation.expression;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.exact.ExactSum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The mean over the rows of the value of each row; rows without one do not count. Weights of rows
 * weigh the mean; weights of elements also the sums of a row.
 */
final class ExampleAccumulator implements Accumulator {

  private final ExpressionMetric metric;
  private final RowSums rowSums;
  private final ExactSum[] ofRow;
  private final double[] rowValues;

  private final ExactSum total = new ExactSum();
  private final ExactSum weight = new ExactSum();

  ExampleAccumulator(ExpressionMetric metric) {
    this.metric = metric;
    this.rowSums = new RowSums(metric);
    this.ofRow = new ExactSum[metric.expression().sums().size()];
    Arrays.setAll(ofRow, i -> new ExactSum());
    this.rowValues = new double[ofRow.length];
  }

  @Override
  public void add(OutputRows rows, int row, int times) {
    for (ExactSum sum : ofRow) {
      sum.reset();
    }
    boolean weighted = metric.identity().weighted();
    rowSums.add(rows, row, 0, 1, ofRow, weighted && rows.weightWidth > 1, 1);
    for (int i = 0; i < ofRow.length; i++) {
      rowValues[i] = ofRow[i].value();
    }
    double value = Finaliser.number(metric.expression().root(), rowValues);
    if (Double.isFinite(value)) {
      double rowWeight = weighted ? rows.rowWeight(row) : 1;
      total.addProduct(value, rowWeight, times);
      weight.add(rowWeight, times);
    }
  }

  @Override
  public void merge(Accumulator other) {
    if (!(other instanceof ExampleAccumulator same)
        || !same.metric.identity().equals(metric.identity())) {
      throw new IllegalArgumentException("another metric than " + metric.identity().canonical());
    }
    total.merge(same.total);
    weight.merge(same.weight);
  }

  @Override
  public void write(DataOutput out) throws IOException {
    total.write(out);
    weight.write(out);
  }

  @Override
  public void read(DataInput in) throws IOException {
    total.read(in);
    weight.read(in);
  }

  @Override
  public MetricResult result() {
    return MetricResult.of(
        weight.isZero()
            ? Value.undefined(Value.Undefined.EMPTY)
            : Value.of(total.value() / weight.value()));
  }
}
