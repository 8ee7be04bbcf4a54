package dev.scorekeeper.server.evaluation.expression;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.exact.ExactSum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Adds up what decisions cost. */
final class CostAccumulator implements Accumulator {

  private final CostFactory.CostMetric metric;
  private final ExactSum cost = new ExactSum();
  private final ExactSum weight = new ExactSum();

  CostAccumulator(CostFactory.CostMetric metric) {
    this.metric = metric;
  }

  @Override
  public void add(OutputRows rows, int row, int times) {
    int classes = metric.classes();
    int decisions = rows.predictionWidth / classes;
    for (int i = 0; i < decisions; i++) {
      int label = label(rows, row, i, decisions);
      boolean counts =
          rows.maskWidth == 0
              || rows.mask[row * rows.maskWidth + Elements.spread(i, rows.maskWidth, decisions)];
      if (label >= 0 && counts) {
        int predicted = predicted(rows, row * rows.predictionWidth + i * classes);
        add(metric.matrix()[label][predicted], weight(rows, row, i, decisions), times);
      }
    }
  }

  private void add(double value, double rowWeight, int times) {
    cost.addProduct(value, rowWeight, times);
    weight.add(rowWeight, times);
  }

  private double weight(OutputRows rows, int row, int decision, int decisions) {
    int width = metric.identity().weighted() ? rows.weightWidth : 0;
    return width == 0 ? 1 : rows.weights[row * width + Elements.spread(decision, width, decisions)];
  }

  /** The class; -1 when it is none of the matrix. */
  private int label(OutputRows rows, int row, int decision, int decisions) {
    int width = rows.labelWidth / decisions;
    int start = row * rows.labelWidth + decision * width;
    if (width > 1) {
      int best = 0;
      for (int i = 1; i < width; i++) {
        if (rows.labels[start + i] > rows.labels[start + best]) {
          best = i;
        }
      }
      return best;
    }
    double label = rows.labels[start];
    return label >= 0 && label < metric.matrix().length && label == Math.rint(label)
        ? (int) label
        : -1;
  }

  private int predicted(OutputRows rows, int start) {
    if (metric.classes() == 1) {
      float score = rows.predictions[start];
      boolean yes = metric.inclusive() ? score >= metric.threshold() : score > metric.threshold();
      return yes ? 1 : 0;
    }
    int best = -1;
    for (int i = 0; i < metric.classes(); i++) {
      float score = rows.predictions[start + i];
      if (!Float.isNaN(score) && (best < 0 || score > rows.predictions[start + best])) {
        best = i;
      }
    }
    return Math.max(best, 0);
  }

  @Override
  public void merge(Accumulator other) {
    if (!(other instanceof CostAccumulator same)
        || !same.metric.identity().equals(metric.identity())) {
      throw new IllegalArgumentException("another metric than " + metric.identity().canonical());
    }
    cost.merge(same.cost);
    weight.merge(same.weight);
  }

  @Override
  public void write(DataOutput out) throws IOException {
    cost.write(out);
    weight.write(out);
  }

  @Override
  public void read(DataInput in) throws IOException {
    cost.read(in);
    weight.read(in);
  }

  @Override
  public MetricResult result() {
    return MetricResult.of(
        weight.isZero()
            ? Value.undefined(Value.Undefined.EMPTY)
            : Value.of(cost.value() / weight.value()));
  }
}
