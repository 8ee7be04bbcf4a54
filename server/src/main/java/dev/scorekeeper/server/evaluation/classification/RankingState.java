package dev.scorekeeper.server.evaluation.classification;

import dev.scorekeeper.server.evaluation.CapacityException;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.StateAccumulator;
import dev.scorekeeper.server.evaluation.exact.ExactSum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** All rows of all queries: group, score, gain and weight. Adding allocates when arrays grow. */
final class RankingState extends StateAccumulator {

  /** Rows that are kept; more are refused. */
  static final int MOST = 1 << 22;

  private final boolean weighted;
  private int count;
  private long[] groups = new long[16];
  private float[] scores = new float[16];
  private double[] gains = new double[16];
  private double[] weights = {};
  private boolean sorted = true;

  RankingState(boolean weighted) {
    this.weighted = weighted;
    if (weighted) {
      weights = new double[16];
    }
  }

  @Override
  public void add(OutputRows rows, int row, int times) {
    if (rows.maskWidth > 0 && !rows.mask[row * rows.maskWidth]) {
      return;
    }
    long group = rows.groups == null ? 0 : rows.groups[row];
    float score = rows.predictions[row * rows.predictionWidth] + 0f;
    double gain = rows.labels[row * rows.labelWidth] + 0.0;
    for (int i = 0; i < times; i++) {
      append(group, score, gain, weighted ? rows.rowWeight(row) : 1);
    }
  }

  private void append(long group, float score, double gain, double weight) {
    if (count == MOST) {
      throw new CapacityException(
          "metrics over queries keep every row, and can keep no more than " + MOST);
    }
    if (count == groups.length) {
      int capacity = Math.min(2 * count, MOST);
      groups = Arrays.copyOf(groups, capacity);
      scores = Arrays.copyOf(scores, capacity);
      gains = Arrays.copyOf(gains, capacity);
      if (weighted) {
        weights = Arrays.copyOf(weights, capacity);
      }
    }
    groups[count] = group;
    scores[count] = score;
    gains[count] = gain;
    if (weighted) {
      weights[count] = weight;
    }
    count++;
    sorted = false;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /**
   * Mean of a measure over the queries, each with the mean weight of its rows; NaN when all weights
   * are 0.
   */
  double mean(RankedQuery.Measure measure, int k) {
    sort();
    ExactSum sum = new ExactSum();
    ExactSum all = new ExactSum();
    for (int from = 0; from < count; ) {
      int to = from;
      double weight = 0;
      while (to < count && groups[to] == groups[from]) {
        weight += weighted ? weights[to] : 1;
        to++;
      }
      weight /= to - from;
      sum.addProduct(weight, measure.of(new Query(from, to), k));
      all.add(weight);
      from = to;
    }
    return sum.value() / all.value();
  }

  /** The rows of one query. */
  private final class Query implements RankedQuery.Items {

    private final int from;
    private final int count;
    private final double[] ideal;

    Query(int from, int to) {
      this.from = from;
      this.count = to - from;
      this.ideal = Arrays.copyOfRange(gains, from, to);
      Arrays.sort(ideal);
    }

    @Override
    public int count() {
      return count;
    }

    @Override
    public float score(int rank) {
      return scores[from + rank];
    }

    @Override
    public double gain(int rank) {
      return gains[from + rank];
    }

    @Override
    public double idealGain(int rank) {
      return ideal[count - 1 - rank];
    }
  }

  /** Puts rows in the order of groups, falling scores, rising gains, rising weights. */
  private void sort() {
    if (sorted) {
      return;
    }
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    order = sorted(order);
    long[] newGroups = new long[count];
    float[] newScores = new float[count];
    double[] newGains = new double[count];
    double[] newWeights = new double[weighted ? count : 0];
    for (int i = 0; i < count; i++) {
      newGroups[i] = groups[order[i]];
      newScores[i] = scores[order[i]];
      newGains[i] = gains[order[i]];
      if (weighted) {
        newWeights[i] = weights[order[i]];
      }
    }
    groups = newGroups;
    scores = newScores;
    gains = newGains;
    weights = newWeights;
    sorted = true;
  }

  /** Merges runs of twice the length each time. */
  private int[] sorted(int[] order) {
    int[] source = order;
    int[] target = new int[count];
    for (int length = 1; length > 0 && length < count; length *= 2) {
      for (int from = 0; from < count; from += 2 * length) {
        int middle = Math.min(from + length, count);
        int end = Math.min(middle + length, count);
        int a = from;
        int b = middle;
        for (int i = from; i < end; i++) {
          boolean first = b == end || (a < middle && compare(source[a], source[b]) <= 0);
          target[i] = first ? source[a++] : source[b++];
        }
      }
      int[] swap = source;
      source = target;
      target = swap;
    }
    return source;
  }

  private int compare(int a, int b) {
    int byGroup = Long.compare(groups[a], groups[b]);
    if (byGroup != 0) {
      return byGroup;
    }
    int byScore = Float.compare(scores[b], scores[a]);
    if (byScore != 0) {
      return byScore;
    }
    int byGain = Double.compare(gains[a], gains[b]);
    return byGain != 0 || !weighted ? byGain : Double.compare(weights[a], weights[b]);
  }

  @Override
  protected void mergeState(StateAccumulator other) {
    RankingState that = (RankingState) other;
    for (int i = 0; i < that.count; i++) {
      append(that.groups[i], that.scores[i], that.gains[i], weighted ? that.weights[i] : 1);
    }
  }

  @Override
  protected void writeState(DataOutput out) throws IOException {
    sort();
    out.writeInt(count);
    for (int i = 0; i < count; i++) {
      out.writeLong(groups[i]);
      out.writeFloat(scores[i]);
      out.writeDouble(gains[i]);
      if (weighted) {
        out.writeDouble(weights[i]);
      }
    }
  }

  @Override
  protected void readState(DataInput in) throws IOException {
    int rows = in.readInt();
    if (rows < 0 || rows > MOST) {
      throw new IOException("not the rows of queries");
    }
    count = 0;
    for (int i = 0; i < rows; i++) {
      append(in.readLong(), in.readFloat(), in.readDouble(), weighted ? in.readDouble() : 1);
    }
  }
}
