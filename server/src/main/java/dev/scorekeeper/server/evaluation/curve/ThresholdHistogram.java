package dev.scorekeeper.server.evaluation.curve;

import dev.scorekeeper.server.evaluation.CurveSource;
import dev.scorekeeper.server.evaluation.MetricCurve;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.StateAccumulator;
import dev.scorekeeper.server.evaluation.exact.ExactSums;
import dev.scorekeeper.server.evaluation.loss.Cells;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/**
 * For each number of thresholds that a score exceeds, the weight of the positives and of the
 * negatives with such scores: all confusion counts at all thresholds. Exact.
 */
final class ThresholdHistogram extends StateAccumulator implements CurveSource {

  /** Points of a curve, at most. */
  private static final int MOST_POINTS = 250;

  private final ThresholdSource source;
  private final boolean weighted;
  private final int buckets;

  /** At 2 (label * buckets + bucket) the negatives, one further the positives. */
  private ExactSums sums;

  private final boolean[] isTop;

  ThresholdHistogram(ThresholdSource source, boolean weighted) {
    this.source = source;
    this.weighted = weighted;
    this.buckets = source.grid().size() + 1;
    this.sums = new ExactSums(2 * source.labels() * buckets);
    this.isTop = new boolean[source.topK() > 0 ? source.classes() : 0];
  }

  ThresholdSource source() {
    return source;
  }

  @Override
  public void add(OutputRows rows, int row, int times) {
    int classes = source.classes();
    int positions = rows.predictionWidth / classes;
    int only = source.classId();
    for (int position = 0; position < positions; position++) {
      int first = row * rows.predictionWidth + position * classes;
      if (source.topK() > 0) {
        markTop(rows.predictions, first, classes);
      }
      if (only >= 0) {
        if (Cells.counts(rows, row, position, positions)) {
          double weight = weighted ? Cells.weight(rows, row, position, positions) : 1;
          addOne(rows, first, only, weight, times);
        }
      } else {
        addAll(rows, row, position, first, times);
      }
    }
  }

  private void addAll(OutputRows rows, int row, int position, int first, int times) {
    int classes = source.classes();
    int width = rows.predictionWidth;
    for (int c = 0; c < classes; c++) {
      int cell = position * classes + c;
      if (Cells.counts(rows, row, cell, width)) {
        double weight = weighted ? Cells.weight(rows, row, cell, width) : 1;
        addOne(rows, first, c, weight * source.labelWeight(c), times);
      }
    }
  }

  private void addOne(OutputRows rows, int first, int c, double weight, int times) {
    float score = source.score(rows.predictions[first + c]);
    if (isTop.length > 0 && !isTop[c]) {
      score = ThresholdSource.NOT_TOP;
    }
    int label = source.labels() > 1 ? c : 0;
    int at = 2 * (label * buckets + source.grid().exceeded(score));
    if (rows.labels[first + c] != 0) {
      at++;
    }
    if (weight == 1) {
      sums.addOnes(at, times);
    } else {
      sums.add(at, weight, times);
    }
  }

  /** Marks the k greatest, the first ones among equals. */
  private void markTop(float[] scores, int first, int classes) {
    for (int c = 0; c < classes; c++) {
      int before = 0;
      for (int other = 0; other < classes; other++) {
        float theirs = scores[first + other];
        float own = scores[first + c];
        if (theirs > own || (theirs == own && other < c)) {
          before++;
        }
      }
      isTop[c] = before < source.topK();
    }
  }

  /** Confusion counts of a label at every threshold. */
  ThresholdCounts counts(int label) {
    int count = source.grid().size();
    double[] truePositives = new double[count];
    double[] falsePositives = new double[count];
    double[] trueNegatives = new double[count];
    double[] falseNegatives = new double[count];
    // Slots 0 and 1 gather from the highest bucket down, 2 and 3 from the lowest up.
    ExactSums running = new ExactSums(4);
    running.takeWindow(sums);
    double[][] above = new double[buckets + 1][2];
    double[][] below = new double[buckets + 1][2];
    for (int k = 0; k < buckets; k++) {
      int fromTop = 2 * (label * buckets + buckets - 1 - k);
      int fromBottom = 2 * (label * buckets + k);
      for (int side = 0; side < 2; side++) {
        running.addSum(side, sums, fromTop + side);
        running.addSum(2 + side, sums, fromBottom + side);
        above[buckets - 1 - k][side] = running.value(side);
        below[k + 1][side] = running.value(2 + side);
      }
    }
    for (int i = 0; i < count; i++) {
      int needed = source.grid().needed(i);
      falsePositives[i] = above[needed][0];
      truePositives[i] = above[needed][1];
      trueNegatives[i] = below[needed][0];
      falseNegatives[i] = below[needed][1];
    }
    return new ThresholdCounts(truePositives, falsePositives, trueNegatives, falseNegatives);
  }

  @Override
  public List<MetricCurve> curves() {
    int count = source.grid().size();
    if (source.labels() > 1 || !source.grid().isFull() || sums.isZero()) {
      return List.of();
    }
    ThresholdCounts counts = counts(0);
    int step = (count + MOST_POINTS - 1) / MOST_POINTS;
    int points = (count - 1) / step + 1;
    double[] thresholds = new double[points + 1];
    double[] hits = new double[points + 1];
    double[] alarms = new double[points + 1];
    thresholds[0] = Double.POSITIVE_INFINITY;
    for (int i = 0; i < points; i++) {
      int at = Math.max(count - 1 - (i + 1) * step + 1, 0);
      thresholds[i + 1] = source.grid().threshold(at);
      hits[i + 1] = counts.truePositives()[at];
      alarms[i + 1] = counts.falsePositives()[at];
    }
    OptionalInt id = source.classId() < 0 ? OptionalInt.empty() : OptionalInt.of(source.classId());
    return ThresholdCurves.of(id, thresholds, hits, alarms);
  }

  @Override
  protected void mergeState(StateAccumulator other) {
    sums.merge(((ThresholdHistogram) other).sums);
  }

  @Override
  protected void writeState(DataOutput out) throws IOException {
    sums.write(out);
  }

  @Override
  protected void readState(DataInput in) throws IOException {
    ExactSums read = ExactSums.read(in, sums.size());
    if (read.size() != sums.size()) {
      throw new IOException("not a state of this metric");
    }
    sums = read;
  }
}
