package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.CurveSource;
import dev.scorekeeper.server.evaluation.MetricCurve;
import dev.scorekeeper.server.evaluation.MetricCurve.Column;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.Value;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * How often residuals, prediction less label, occur with predictions: counts in the cells of a grid
 * whose lines are floats of few bits, so that it needs to know no range before the first row.
 *
 * <p>When more than {@link #MOST_CELLS} cells are filled every other line goes, until they are few
 * enough. As further rows never empty a cell, which lines are left depends on the rows alone, and
 * not on their order or on how they were merged. Elements whose label or prediction is not finite
 * are left out. Allocates nothing for a row, but when lines go. Not thread-safe.
 */
final class ResidualGrid implements Accumulator, CurveSource {

  /** Filled cells, at most: points of the picture. */
  static final int MOST_CELLS = 2_000;

  /** Bits of a float that lines do not have at first: six of the fraction are left. */
  private static final int FIRST_DROPPED = 17;

  private static final int SLOTS = 1 << 13;

  private static final int MASK = SLOTS - 1;

  private final long[] keys = new long[SLOTS];
  private final long[] counts = new long[SLOTS];
  private int cells;
  private int dropped = FIRST_DROPPED;

  @Override
  public void add(OutputRows rows, int row, int times) {
    if (rows.labelWidth != rows.predictionWidth) {
      return;
    }
    int width = rows.predictionWidth;
    for (int i = 0; i < width; i++) {
      if (rows.maskWidth > 0
          && !rows.mask[row * rows.maskWidth + (int) ((long) i * rows.maskWidth / width)]) {
        continue;
      }
      float prediction = rows.predictions[row * width + i];
      float residual = (float) (prediction - rows.labels[row * width + i]);
      if (Math.abs(prediction) <= Float.MAX_VALUE && Math.abs(residual) <= Float.MAX_VALUE) {
        put(key(line(prediction), line(residual)), times);
      }
    }
  }

  /** The line at or below a number: whole numbers in the order of the floats. */
  private int line(float number) {
    int bits = Float.floatToIntBits(number + 0f);
    int ordered = bits < 0 ? Integer.MIN_VALUE - bits : bits;
    return ordered >> dropped;
  }

  private static long key(int prediction, int residual) {
    return ((long) prediction << 32) | (residual & 0xffffffffL);
  }

  private void put(long key, long times) {
    int slot = (int) Draw.mix(key) & MASK;
    while (counts[slot] > 0 && keys[slot] != key) {
      slot = (slot + 1) & MASK;
    }
    if (counts[slot] == 0) {
      keys[slot] = key;
      cells++;
    }
    counts[slot] += times;
    if (cells > MOST_CELLS) {
      dropTo(dropped + 1);
    }
  }

  /** Leaves out every other line until so many bits are dropped. */
  private void dropTo(int bits) {
    int by = bits - dropped;
    if (by <= 0) {
      return;
    }
    long[] oldKeys = keys.clone();
    long[] oldCounts = counts.clone();
    Arrays.fill(counts, 0);
    cells = 0;
    dropped = bits;
    for (int i = 0; i < SLOTS; i++) {
      if (oldCounts[i] > 0) {
        int prediction = (int) (oldKeys[i] >> 32) >> by;
        int residual = (int) oldKeys[i] >> by;
        put(key(prediction, residual), oldCounts[i]);
      }
    }
  }

  @Override
  public void merge(Accumulator other) {
    if (!(other instanceof ResidualGrid that)) {
      throw new IllegalArgumentException("not residuals: " + other.getClass());
    }
    dropTo(that.dropped);
    for (int i = 0; i < SLOTS; i++) {
      if (that.counts[i] > 0) {
        int by = dropped - that.dropped;
        int prediction = (int) (that.keys[i] >> 32) >> by;
        int residual = (int) that.keys[i] >> by;
        put(key(prediction, residual), that.counts[i]);
      }
    }
  }

  @Override
  public void write(DataOutput out) throws IOException {
    long[] sorted = sorted();
    out.writeByte(dropped);
    out.writeInt(sorted.length);
    for (long key : sorted) {
      out.writeLong(key);
      out.writeLong(count(key));
    }
  }

  @Override
  public void read(DataInput in) throws IOException {
    Arrays.fill(counts, 0);
    cells = 0;
    dropped = in.readByte();
    int size = in.readInt();
    if (dropped < FIRST_DROPPED || dropped >= Integer.SIZE || size < 0 || size > MOST_CELLS) {
      throw new IOException("these are no residuals");
    }
    for (int i = 0; i < size; i++) {
      long key = in.readLong();
      long count = in.readLong();
      if (count <= 0) {
        throw new IOException("a count is not positive");
      }
      put(key, count);
    }
  }

  @Override
  public MetricResult result() {
    return MetricResult.of(Value.undefined(Value.Undefined.EMPTY));
  }

  @Override
  public List<MetricCurve> curves() {
    if (cells == 0) {
      return List.of();
    }
    long[] sorted = sorted();
    double[] predicted = new double[sorted.length];
    double[] residual = new double[sorted.length];
    double[] count = new double[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      predicted[i] = middle((int) (sorted[i] >> 32));
      residual[i] = middle((int) sorted[i]);
      count[i] = count(sorted[i]);
    }
    return List.of(
        new MetricCurve(
            "residuals",
            OptionalInt.empty(),
            List.of(
                new Column("predicted", predicted),
                new Column("residual", residual),
                new Column("count", count))));
  }

  /** Half way between a line and the next; 0 where it is next to it. */
  private double middle(int line) {
    double below = number((long) line << dropped);
    double above = number((long) (line + 1) << dropped);
    return below <= 0 && above >= 0 ? 0 : below + (above - below) / 2;
  }

  private static double number(long ordered) {
    int clamped = (int) Math.max(Math.min(ordered, 0x7f7fffff), -0x7f7fffff);
    return Float.intBitsToFloat(clamped < 0 ? Integer.MIN_VALUE - clamped : clamped);
  }

  private long count(long key) {
    int slot = (int) Draw.mix(key) & MASK;
    while (keys[slot] != key || counts[slot] == 0) {
      slot = (slot + 1) & MASK;
    }
    return counts[slot];
  }

  private long[] sorted() {
    long[] sorted = new long[cells];
    int next = 0;
    for (int i = 0; i < SLOTS; i++) {
      if (counts[i] > 0) {
        sorted[next] = keys[i];
        next++;
      }
    }
    Arrays.sort(sorted);
    return sorted;
  }
}
