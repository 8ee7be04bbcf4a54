package dev.scorekeeper.server.evaluation.regression;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.Numbers;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.exact.Decimals;
import dev.scorekeeper.server.evaluation.exact.ExactSum;
import dev.scorekeeper.server.evaluation.loss.Cells;
import dev.scorekeeper.server.evaluation.loss.Formula;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Quantiles of errors, of all elements. Without weights between the two nearest in rank, linearly,
 * as NumPy by default; with weights the first whose weights sum to the share asked for, the mean of
 * it and the next when they sum to just that, as scikit-learn. Without any element: not defined.
 *
 * <p>Exact up to {@link PairTable#CAPACITY} different errors; beyond that with the least and the
 * greatest that it can be, and the middle of them as the value.
 */
final class QuantileAccumulator implements Accumulator {

  private final Formula error;
  private final Numbers shares;
  private final boolean weighted;
  private final PairTable table;

  QuantileAccumulator(Formula error, Numbers shares, boolean weighted, int capacity) {
    this.error = error;
    this.shares = shares;
    this.weighted = weighted;
    table = new PairTable(weighted, capacity);
  }

  @Override
  public void add(OutputRows rows, int row, int times) {
    int width = rows.predictionWidth;
    for (int i = 0; i < width; i++) {
      double w = weighted ? Cells.weight(rows, row, i, width) : 1;
      if (w != 0 && Cells.counts(rows, row, i, width)) {
        int at = row * width + i;
        table.add(error.at(rows.labels[at], rows.predictions[at]), 0, w, times);
      }
    }
  }

  @Override
  public void merge(Accumulator other) {
    if (!(other instanceof QuantileAccumulator that)) {
      throw new IllegalArgumentException("not quantiles: " + other.getClass());
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
    int[] slots = table.sortedSlots();
    List<Value> values = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (double share : shares.toArray()) {
      values.add(slots.length == 0 ? Value.undefined(Value.Undefined.EMPTY) : at(slots, share));
      labels.add("quantile " + Decimals.shortest(share));
    }
    return new MetricResult(values, values.size() == 1 ? List.of() : labels);
  }

  private Value at(int[] slots, double share) {
    return weighted ? byWeight(slots, share) : byRank(slots, share);
  }

  private Value byRank(int[] slots, double share) {
    long count = 0;
    for (int slot : slots) {
      count += table.count(slot);
    }
    double rank = share * (count - 1);
    long below = (long) Math.floor(rank);
    int low = slotOfRank(slots, below);
    int high = rank > below ? slotOfRank(slots, below + 1) : low;
    return between(low, high, rank - below);
  }

  private int slotOfRank(int[] slots, long rank) {
    long before = 0;
    for (int slot : slots) {
      before += table.count(slot);
      if (rank < before) {
        return slot;
      }
    }
    return slots[slots.length - 1];
  }

  private Value byWeight(int[] slots, double share) {
    ExactSum total = new ExactSum();
    for (int slot : slots) {
      total.merge(table.weight(slot));
    }
    double wanted = share * total.value();
    ExactSum sum = new ExactSum();
    for (int i = 0; i < slots.length; i++) {
      sum.merge(table.weight(slots[i]));
      double reached = sum.value();
      if (reached >= wanted || i == slots.length - 1) {
        boolean even = reached == wanted && i < slots.length - 1;
        return between(slots[i], even ? slots[i + 1] : slots[i], even ? 0.5 : 0);
      }
    }
    throw new AssertionError("there are slots");
  }

  private Value between(int low, int high, double fraction) {
    double least = mix(table.leastFirst(low), table.leastFirst(high), fraction);
    double greatest = mix(table.greatestFirst(low), table.greatestFirst(high), fraction);
    double number = least == greatest ? least : least + (greatest - least) / 2;
    Value value = Value.of(number);
    return value.isDefined() && !table.isExact()
        ? new Value(number, Value.Undefined.NOT, least, greatest)
        : value;
  }

  private static double mix(double a, double b, double fraction) {
    return fraction == 0 ? a : a + (b - a) * fraction;
  }
}
