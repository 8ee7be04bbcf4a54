package dev.scorekeeper.server.evaluation.regression;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.exact.ExactSum;
import dev.scorekeeper.server.evaluation.loss.Cells;
import dev.scorekeeper.server.evaluation.loss.Formula;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** {@code Σ w a(y, p) / Σ w b(y, p)} over all elements. Not defined when the latter is 0. */
final class RatioAccumulator implements Accumulator {

  private final Formula above;
  private final Formula below;
  private final boolean weighted;
  private final ExactSum numerator = new ExactSum();
  private final ExactSum denominator = new ExactSum();

  RatioAccumulator(Formula above, Formula below, boolean weighted) {
    this.above = above;
    this.below = below;
    this.weighted = weighted;
  }

  @Override
  public void add(OutputRows rows, int row, int times) {
    int width = rows.predictionWidth;
    for (int i = 0; i < width; i++) {
      double w = weighted ? Cells.weight(rows, row, i, width) : 1;
      if (w != 0 && Cells.counts(rows, row, i, width)) {
        double y = rows.labels[row * width + i];
        double p = rows.predictions[row * width + i];
        numerator.addProduct(w, above.at(y, p), times);
        denominator.addProduct(w, below.at(y, p), times);
      }
    }
  }

  @Override
  public void merge(Accumulator other) {
    if (!(other instanceof RatioAccumulator that)) {
      throw new IllegalArgumentException("not a ratio: " + other.getClass());
    }
    numerator.merge(that.numerator);
    denominator.merge(that.denominator);
  }

  @Override
  public void write(DataOutput out) throws IOException {
    numerator.write(out);
    denominator.write(out);
  }

  @Override
  public void read(DataInput in) throws IOException {
    numerator.read(in);
    denominator.read(in);
  }

  @Override
  public MetricResult result() {
    return MetricResult.of(Value.ratio(numerator.value(), denominator.value()));
  }
}
