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
import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * Spearman's rank correlation over all elements: Pearson's of the ranks, ties getting the mean of
 * theirs. Not defined when labels or predictions are constant. Weights play no part.
 *
 * <p>Exact up to {@link PairTable#CAPACITY} different pairs; beyond that pairs are put into
 * buckets, and the bounds follow from how far ranks can move within one: for a bucket of k elements
 * the squares of the moves sum to (k³ - k) / 12 at most, and covariances to what Cauchy and Schwarz
 * say.
 */
final class SpearmanAccumulator implements Accumulator {

  private final PairTable table;

  SpearmanAccumulator(int capacity) {
    table = new PairTable(false, capacity);
  }

  @Override
  public void add(OutputRows rows, int row, int times) {
    int width = rows.predictionWidth;
    for (int i = 0; i < width; i++) {
      if (Cells.counts(rows, row, i, width)) {
        table.add(rows.labels[row * width + i], rows.predictions[row * width + i], 1, times);
      }
    }
  }

  @Override
  public void merge(Accumulator other) {
    if (!(other instanceof SpearmanAccumulator that)) {
      throw new IllegalArgumentException("not a rank correlation: " + other.getClass());
    }
    table.merge(that.table);
  }

  @Override
  public void write(DataOutput out) throws IOException {
    table.write(out);
  }

  @Override
  public void read(DataInput in) throws IOException {
    table.read(in);
  }

  @Override
  public MetricResult result() {
    return MetricResult.of(value());
  }

  private Value value() {
    int[] slots = table.sortedSlots();
    if (slots.length == 0) {
      return Value.undefined(Value.Undefined.EMPTY);
    }
    Ranks labels = new Ranks(slots, table::firstKey);
    Ranks predictions = new Ranks(slots, table::secondKey);
    double spreads = Math.sqrt(labels.spread) * Math.sqrt(predictions.spread);
    if (spreads == 0) {
      return Value.undefined(Value.Undefined.ZERO_DENOMINATOR);
    }
    ExactSum sum = new ExactSum();
    for (int i = 0; i < slots.length; i++) {
      sum.addProduct(labels.ranks[i], predictions.ranks[i], table.count(slots[i]));
    }
    double covariance = sum.value();
    if (table.isExact()) {
      return Value.of(clamp(covariance / spreads));
    }
    double slack =
        Math.sqrt(labels.spread * predictions.within)
            + Math.sqrt(labels.within * predictions.spread)
            + Math.sqrt(labels.within * predictions.within);
    double widest =
        Math.sqrt(labels.spread + labels.within)
            * Math.sqrt(predictions.spread + predictions.within);
    double least = covariance - slack;
    double greatest = covariance + slack;
    return new Value(
        clamp(covariance / spreads),
        Value.Undefined.NOT,
        clamp(Math.min(least / spreads, least / widest)),
        clamp(Math.max(greatest / spreads, greatest / widest)));
  }

  private static double clamp(double x) {
    return Math.min(Math.max(x, -1), 1);
  }

  /** Ranks of one side of the pairs. */
  private final class Ranks {
    /** Mean rank of each pair, less the mean of all, in the order of the slots. */
    final double[] ranks;

    /** Sum of the squares of those. */
    final double spread;

    /** What ranks can move within their ties, squared, at most. */
    final double within;

    Ranks(int[] slots, IntToLongFunction key) {
      ranks = new double[slots.length];
      Integer[] order = new Integer[slots.length];
      Arrays.setAll(order, i -> i);
      Arrays.sort(
          order,
          (a, b) -> Long.compareUnsigned(key.applyAsLong(slots[a]), key.applyAsLong(slots[b])));
      long count = 0;
      for (int slot : slots) {
        count += table.count(slot);
      }
      double middle = (count + 1) / 2.0;
      ExactSum squares = new ExactSum();
      ExactSum moves = new ExactSum();
      long before = 0;
      int from = 0;
      while (from < order.length) {
        long tied = 0;
        int to = from;
        long same = key.applyAsLong(slots[order[from]]);
        while (to < order.length && key.applyAsLong(slots[order[to]]) == same) {
          tied += table.count(slots[order[to]]);
          to++;
        }
        double rank = before + (tied + 1) / 2.0 - middle;
        for (int i = from; i < to; i++) {
          ranks[order[i]] = rank;
        }
        squares.addProduct(rank, rank, tied);
        moves.add(((double) tied * tied - 1) / 12, tied);
        before += tied;
        from = to;
      }
      spread = squares.value();
      within = moves.value();
    }
  }
}
