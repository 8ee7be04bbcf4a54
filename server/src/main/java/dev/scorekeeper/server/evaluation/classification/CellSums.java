package dev.scorekeeper.server.evaluation.classification;

import dev.scorekeeper.server.evaluation.CapacityException;
import dev.scorekeeper.server.evaluation.exact.ExactSums;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Exact weights of pairs of a label and a prediction, of those pairs that occurred. Not
 * thread-safe. Adding allocates nothing, but for pairs that are new.
 */
final class CellSums {

  /** Pairs that are kept; more are refused. */
  private static final int MOST = 1 << 24;

  /** Fewer classes than this have their pairs looked up in a square, without hashing. */
  private static final int SQUARE = 64;

  /** Slot of each small pair, plus 1; 0 for those that did not occur. */
  private int[] square = {};

  /** Slots of the others, plus 1, by open addressing; a power of two, at most half full. */
  private int[] table = new int[16];

  private long[] pairs = new long[8];
  private int count;
  private int hashed;
  private ExactSums sums = new ExactSums(0);

  /** Adds a weight so many times to a pair; both {@code >= 0}. */
  void add(int label, int prediction, double weight, int times) {
    if (weight == 0) {
      return;
    }
    int slot = slot(label, prediction);
    if (weight == 1) {
      sums.addOnes(slot, times);
    } else {
      sums.add(slot, weight, times);
    }
  }

  /** Pairs that occurred. */
  int size() {
    return count;
  }

  int label(int slot) {
    return (int) (pairs[slot] >>> 32);
  }

  int prediction(int slot) {
    return (int) pairs[slot];
  }

  ExactSums sums() {
    return sums;
  }

  /** Highest class that occurred, in labels or predictions; -1 when there is none. */
  int highestClass() {
    int highest = -1;
    for (int i = 0; i < count; i++) {
      highest = Math.max(highest, Math.max(label(i), prediction(i)));
    }
    return highest;
  }

  void merge(CellSums other) {
    sums.takeWindow(other.sums);
    for (int i = 0; i < other.count; i++) {
      sums.addSum(slot(other.label(i), other.prediction(i)), other.sums, i);
    }
  }

  /** Slots in the order of labels, then predictions. */
  int[] order() {
    return IntStream.range(0, count)
        .boxed()
        .sorted((a, b) -> Long.compare(pairs[a], pairs[b]))
        .mapToInt(i -> i)
        .toArray();
  }

  void write(DataOutput out) throws IOException {
    int[] order = order();
    ExactSums sorted = new ExactSums(count);
    sorted.takeWindow(sums);
    out.writeInt(count);
    for (int i = 0; i < count; i++) {
      out.writeLong(pairs[order[i]]);
      sorted.addSum(i, sums, order[i]);
    }
    sorted.write(out);
  }

  static CellSums read(DataInput in) throws IOException {
    CellSums cells = new CellSums();
    int size = in.readInt();
    if (size < 0 || size > MOST) {
      throw new IOException("not a table of pairs");
    }
    for (int i = 0; i < size; i++) {
      long pair = in.readLong();
      if (pair < 0 || (int) pair < 0 || (i > 0 && pair <= cells.pairs[i - 1])) {
        throw new IOException("not a table of pairs");
      }
      cells.slot((int) (pair >>> 32), (int) pair);
    }
    cells.sums = ExactSums.read(in, size);
    if (cells.sums.size() != size) {
      throw new IOException("not a table of pairs");
    }
    return cells;
  }

  private int slot(int label, int prediction) {
    if (label < SQUARE && prediction < SQUARE) {
      if (square.length == 0) {
        square = new int[SQUARE * SQUARE];
      }
      int at = label * SQUARE + prediction;
      if (square[at] == 0) {
        square[at] = append(label, prediction) + 1;
      }
      return square[at] - 1;
    }
    return hashedSlot(label, prediction);
  }

  private int hashedSlot(int label, int prediction) {
    long pair = ((long) label << 32) | prediction;
    int at = place(pair);
    if (table[at] == 0) {
      if (2 * ++hashed > table.length) {
        table = new int[2 * table.length];
        for (int i = 0; i < count; i++) {
          if (label(i) >= SQUARE || prediction(i) >= SQUARE) {
            table[place(pairs[i])] = i + 1;
          }
        }
        at = place(pair);
      }
      table[at] = append(label, prediction) + 1;
    }
    return table[at] - 1;
  }

  /** Where a pair stands in the table, or would. */
  private int place(long pair) {
    long mixed = pair * 0x9e3779b97f4a7c15L;
    int at = (int) (mixed >>> 32) & (table.length - 1);
    while (table[at] != 0 && pairs[table[at] - 1] != pair) {
      at = (at + 1) & (table.length - 1);
    }
    return at;
  }

  private int append(int label, int prediction) {
    if (count == MOST) {
      throw new CapacityException(
          "more than " + MOST + " pairs of a label and a prediction occurred: too many classes");
    }
    if (count == pairs.length) {
      pairs = Arrays.copyOf(pairs, 2 * count);
      sums.reserve(2 * count);
    }
    pairs[count] = ((long) label << 32) | prediction;
    sums.resize(count + 1);
    return count++;
  }
}
