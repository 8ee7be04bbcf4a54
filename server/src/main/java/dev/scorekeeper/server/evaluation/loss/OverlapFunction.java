package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.OutputRows;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dice or Tversky of each row: a cell for each region, elements that are masked out left out. */
final class OverlapFunction implements ElementFunction {

  private final Overlap overlap;
  private final List<Integer> axes;
  private final double alpha;
  private final double beta;
  private @Nullable Regions regions;
  private double[] sums = {};

  OverlapFunction(Overlap overlap, List<Integer> axes, double alpha, double beta) {
    this.overlap = overlap;
    this.axes = axes;
    this.alpha = alpha;
    this.beta = beta;
  }

  @Override
  public int cells(OutputRows rows) {
    return regions(rows).count;
  }

  @Override
  public boolean compute(OutputRows rows, int row, double[] values) {
    Regions of = regions(rows);
    int width = rows.predictionWidth;
    Arrays.fill(sums, 0);
    for (int i = 0; i < width; i++) {
      if (Cells.counts(rows, row, i, width)) {
        double y = rows.labels[row * width + i];
        double p = rows.predictions[row * width + i];
        int at = 3 * of.of[i];
        sums[at] += y * p;
        sums[at + 1] += y;
        sums[at + 2] += p;
      }
    }
    for (int region = 0; region < of.count; region++) {
      int at = 3 * region;
      values[region] = overlap.of(sums[at], sums[at + 1], sums[at + 2], alpha, beta);
    }
    return false;
  }

  private Regions regions(OutputRows rows) {
    Regions known = regions;
    if (known == null || !known.fits(rows.predictionShape)) {
      known = new Regions(rows.predictionShape, axes);
      regions = known;
      sums = new double[3 * known.count];
    }
    return known;
  }
}
