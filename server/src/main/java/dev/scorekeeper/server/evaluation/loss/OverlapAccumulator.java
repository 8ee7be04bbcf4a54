package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.exact.ExactSum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dice or Tversky over the whole data set: exact sums {@code Σ w y p}, {@code Σ w y} and {@code Σ w
 * p} of each region over all rows, from which the loss is computed once; the mean over regions
 * where there are several. No rows: not defined. Labels and predictions of zeros only: 1, as Keras.
 */
final class OverlapAccumulator implements LossAccumulator {

  /** More regions than anybody has classes. */
  private static final int MOST_REGIONS = 1 << 24;

  private final Overlap overlap;
  private final List<Integer> axes;
  private final double alpha;
  private final double beta;
  private final boolean weighted;
  private @Nullable Regions regions;
  private ExactSum[] sums = {};
  private long count;

  OverlapAccumulator(
      Overlap overlap, List<Integer> axes, double alpha, double beta, boolean weighted) {
    this.overlap = overlap;
    this.axes = axes;
    this.alpha = alpha;
    this.beta = beta;
    this.weighted = weighted;
  }

  @Override
  public void add(OutputRows rows, int row, int times) {
    Regions of = regions(rows);
    int width = rows.predictionWidth;
    count += times;
    for (int i = 0; i < width; i++) {
      double w = weighted ? Cells.weight(rows, row, i, width) : 1;
      if (w != 0 && Cells.counts(rows, row, i, width)) {
        double y = rows.labels[row * width + i];
        double p = rows.predictions[row * width + i];
        int at = 3 * of.of[i];
        sums[at].addProduct(w, y * p, times);
        sums[at + 1].addProduct(w, y, times);
        sums[at + 2].addProduct(w, p, times);
      }
    }
  }

  @Override
  public void merge(Accumulator other) {
    if (!(other instanceof OverlapAccumulator that)) {
      throw new IllegalArgumentException("not an overlap: " + other.getClass());
    }
    if (that.sums.length > 0) {
      hold(that.sums.length);
    }
    for (int i = 0; i < that.sums.length; i++) {
      sums[i].merge(that.sums[i]);
    }
    count += that.count;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeLong(count);
    out.writeInt(sums.length);
    for (ExactSum sum : sums) {
      sum.write(out);
    }
  }

  @Override
  public void read(DataInput in) throws IOException {
    count = in.readLong();
    int length = in.readInt();
    if (count < 0 || length < 0 || length % 3 != 0 || length > MOST_REGIONS) {
      throw new IOException("not the state of an overlap");
    }
    sums = new ExactSum[0];
    ExactSum[] read = new ExactSum[length];
    for (int i = 0; i < length; i++) {
      read[i] = new ExactSum();
      read[i].read(in);
    }
    sums = read;
  }

  @Override
  public MetricResult result() {
    if (count == 0) {
      return MetricResult.of(Value.undefined(Value.Undefined.EMPTY));
    }
    int regionCount = sums.length / 3;
    ExactSum total = new ExactSum();
    for (int i = 0; i < sums.length; i += 3) {
      double both = sums[i].value();
      total.add(overlap.of(both, sums[i + 1].value(), sums[i + 2].value(), alpha, beta));
    }
    return MetricResult.of(Value.ratio(total.value(), regionCount));
  }

  private Regions regions(OutputRows rows) {
    Regions known = regions;
    if (known == null || !known.fits(rows.predictionShape)) {
      known = new Regions(rows.predictionShape, axes);
      regions = known;
      hold(3 * known.count);
    }
    return known;
  }

  private void hold(int length) {
    if (sums.length == length) {
      return;
    }
    if (sums.length > 0) {
      throw new IllegalArgumentException(
          "rows with " + length / 3 + " regions beside some with " + sums.length / 3);
    }
    sums = new ExactSum[length];
    for (int i = 0; i < length; i++) {
      sums[i] = new ExactSum();
    }
  }
}
