package dev.scorekeeper.server.evaluation.regression;

import dev.scorekeeper.server.evaluation.exact.ExactSum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How often each pair of doubles came, and with which weight together: exact up to {@link
 * #CAPACITY} different pairs. Beyond that the lowest bits of both are dropped, in their
 * order-preserving image, as many as it takes: a function of the multiset of pairs alone, since
 * fewer bits never make more pairs. NaN is counted as greater than all; -0 is 0.
 *
 * <p>Open addressing; a slot is empty when its count is 0. Adding allocates only when it grows.
 */
final class PairTable {

  /** Most different pairs that are kept. */
  static final int CAPACITY = 1 << 17;

  private static final int START_SLOTS = 16;
  private static final long HASH = 0x9e37_79b9_7f4a_7c15L;

  private final boolean weighted;
  private final int capacity;
  private long[] first = new long[START_SLOTS];
  private long[] second = new long[START_SLOTS];
  private long[] counts = new long[START_SLOTS];
  private @Nullable ExactSum[] weights;
  private int size;
  private int shift;

  PairTable(boolean weighted) {
    this(weighted, CAPACITY);
  }

  PairTable(boolean weighted, int capacity) {
    this.weighted = weighted;
    this.capacity = capacity;
    weights = new ExactSum[weighted ? START_SLOTS : 0];
  }

  /** Order-preserving image of a double, as an unsigned number. */
  static long image(double x) {
    long bits = Double.doubleToLongBits(x + 0.0);
    return bits ^ (bits >> 63 | Long.MIN_VALUE);
  }

  static double ofImage(long image) {
    return Double.longBitsToDouble(image < 0 ? image ^ Long.MIN_VALUE : ~image);
  }

  void add(double a, double b, double weight, long times) {
    int slot = slot(image(a) >>> shift, image(b) >>> shift);
    counts[slot] += times;
    if (weighted) {
      weightAt(slot).add(weight, times);
    }
    fit();
  }

  void merge(PairTable other) {
    if (other.shift > shift) {
      coarsen(other.shift);
    }
    int more = shift - other.shift;
    for (int i = 0; i < other.counts.length; i++) {
      if (other.counts[i] > 0) {
        int slot = slot(other.first[i] >>> more, other.second[i] >>> more);
        counts[slot] += other.counts[i];
        if (weighted) {
          weightAt(slot).merge(other.weightAt(i));
        }
        fit();
        more = shift - other.shift;
      }
    }
  }

  /** Different pairs. */
  int size() {
    return size;
  }

  /** Whether no bit was dropped. */
  boolean isExact() {
    return shift == 0;
  }

  /** Pairs in their order. */
  int[] sortedSlots() {
    Integer[] slots = new Integer[size];
    int n = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        slots[n++] = i;
      }
    }
    Arrays.sort(slots, this::compare);
    return Arrays.stream(slots).mapToInt(Integer::intValue).toArray();
  }

  long count(int slot) {
    return counts[slot];
  }

  ExactSum weight(int slot) {
    return weightAt(slot);
  }

  /** Image of the first of a pair, without the bits that were dropped. */
  long firstKey(int slot) {
    return first[slot];
  }

  long secondKey(int slot) {
    return second[slot];
  }

  /** The least that the first of a pair can be. */
  double leastFirst(int slot) {
    return ofImage(first[slot] << shift);
  }

  double greatestFirst(int slot) {
    return ofImage((first[slot] << shift) + ((1L << shift) - 1));
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(shift);
    out.writeInt(size);
    for (int slot : sortedSlots()) {
      out.writeLong(first[slot]);
      out.writeLong(second[slot]);
      out.writeLong(counts[slot]);
      if (weighted) {
        weightAt(slot).write(out);
      }
    }
  }

  void read(DataInput in) throws IOException {
    int bits = in.readUnsignedByte();
    int count = in.readInt();
    if (bits > 63 || count < 0 || count > capacity) {
      throw new IOException("not a table of pairs");
    }
    clear();
    shift = bits;
    for (int i = 0; i < count; i++) {
      int slot = slot(in.readLong(), in.readLong());
      counts[slot] += in.readLong();
      if (counts[slot] <= 0 || size != i + 1) {
        throw new IOException("not a table of different pairs");
      }
      if (weighted) {
        weightAt(slot).read(in);
      }
      grow();
    }
  }

  private int compare(int a, int b) {
    int byFirst = Long.compareUnsigned(first[a], first[b]);
    return byFirst != 0 ? byFirst : Long.compareUnsigned(second[a], second[b]);
  }

  /** The slot of a pair, taken when it is new; its count is not yet raised. */
  private int slot(long a, long b) {
    int mask = counts.length - 1;
    long hash = (a * HASH ^ b) * HASH;
    int slot = (int) (hash >>> 32) & mask;
    while (counts[slot] != 0 && (first[slot] != a || second[slot] != b)) {
      slot = (slot + 1) & mask;
    }
    if (counts[slot] == 0) {
      first[slot] = a;
      second[slot] = b;
      size++;
    }
    return slot;
  }

  private ExactSum weightAt(int slot) {
    ExactSum weight = weights[slot];
    if (weight == null) {
      weight = new ExactSum();
      weights[slot] = weight;
    }
    return weight;
  }

  private void fit() {
    while (size > capacity) {
      coarsen(shift + 1);
    }
    grow();
  }

  private void grow() {
    if (size > counts.length / 2) {
      rebuild(2 * counts.length, 0);
    }
  }

  private void coarsen(int to) {
    rebuild(counts.length, to - shift);
    shift = to;
  }

  private void rebuild(int slots, int dropped) {
    long[] oldFirst = first;
    long[] oldSecond = second;
    long[] oldCounts = counts;
    @Nullable ExactSum[] oldWeights = weights;
    first = new long[slots];
    second = new long[slots];
    counts = new long[slots];
    weights = new ExactSum[weighted ? slots : 0];
    size = 0;
    for (int i = 0; i < oldCounts.length; i++) {
      if (oldCounts[i] > 0) {
        int slot = slot(oldFirst[i] >>> dropped, oldSecond[i] >>> dropped);
        counts[slot] += oldCounts[i];
        ExactSum weight = weighted ? oldWeights[i] : null;
        if (weight != null) {
          weightAt(slot).merge(weight);
        }
      }
    }
  }

  private void clear() {
    first = new long[START_SLOTS];
    second = new long[START_SLOTS];
    counts = new long[START_SLOTS];
    weights = new ExactSum[weighted ? START_SLOTS : 0];
    size = 0;
    shift = 0;
  }
}
