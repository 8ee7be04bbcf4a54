package dev.scorekeeper.server.evaluation.curve;

import dev.scorekeeper.server.evaluation.exact.ExactSums;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Scores in rising order, each with the exact weight of its positives and of its negatives; no more
 * than a given number. Not thread-safe.
 */
final class ScoreEntries {

  /*
   * The cap. Scores are told apart by their first 32 - blur bits; blur is the least number for
   * which the table holds no more than `most / width` scores, width being the words that a sum of
   * these weights takes. The number of distinct prefixes never falls when rows are added, nor does
   * the width; so blur only rises, the rows that are still to come cannot need what was dropped,
   * and in the end blur, and with it the whole table, is a function of the multiset of rows: the
   * same for any order, any cut, any tree of merges. Each bit halves the resolution, so that a full
   * table still holds between half the cap and the cap.
   */

  private static final int READ_AT_ONCE = 1 << 15;

  private final int most;

  /** Keys of the scores, upwards. */
  private int[] keys = {};

  private int size;

  /** At 2 i the negatives of score i, at 2 i + 1 its positives. */
  private ExactSums sums = new ExactSums(0);

  private int blur;

  /** Creates none; see {@link ScoreTable#ScoreTable}. */
  ScoreEntries(int most) {
    this.most = most;
  }

  int size() {
    return size;
  }

  /** Lowest bits of the keys that are dropped. */
  int blur() {
    return blur;
  }

  /** Lowest score of entry i. */
  float score(int i) {
    return Scores.score(keys[i]);
  }

  /** Highest score that entry i may stand for. */
  float highestScore(int i) {
    return Scores.score(Scores.ceiling(keys[i], blur));
  }

  double positive(int i) {
    return sums.value(2 * i + 1);
  }

  double negative(int i) {
    return sums.value(2 * i);
  }

  /**
   * Adds rows of weight 1.
   *
   * @param buffer sorted keys of positives in [0, positiveEnd), of negatives from negativeStart on
   */
  void addOnes(int[] buffer, int positiveEnd, int negativeStart) {
    int end =
        distinct(buffer, 0, positiveEnd) + distinct(buffer, negativeStart, buffer.length) + size;
    reserve(end);
    sums.resize(2 * end);
    long[] counts = sums.countOnes(positiveEnd + buffer.length - negativeStart);
    int from = size - 1;
    int to = end - 1;
    int p = positiveEnd - 1;
    int n = buffer.length - 1;
    while (p >= 0 || n >= negativeStart) {
      int highest = p < 0 || (n >= negativeStart && buffer[n] > buffer[p]) ? buffer[n] : buffer[p];
      int key = Scores.floor(highest, blur);
      while (from >= 0 && keys[from] > key) {
        keys[to] = keys[from];
        counts[2 * to] = counts[2 * from];
        counts[2 * to-- + 1] = counts[2 * from-- + 1];
      }
      int p0 = p;
      while (p >= 0 && buffer[p] >= key) {
        p--;
      }
      int n0 = n;
      while (n >= negativeStart && buffer[n] >= key) {
        n--;
      }
      boolean known = from >= 0 && keys[from] == key;
      keys[to] = key;
      counts[2 * to] = n0 - n + (known ? counts[2 * from] : 0);
      counts[2 * to + 1] = p0 - p + (known ? counts[2 * from + 1] : 0);
      to--;
      from -= known ? 1 : 0;
    }
    // What is below was never moved; above it room is left where scores were known before.
    int moved = end - 1 - to;
    int room = to - from;
    System.arraycopy(keys, to + 1, keys, from + 1, moved);
    System.arraycopy(counts, 2 * (to + 1), counts, 2 * (from + 1), 2 * moved);
    size = end - room;
    sums.resize(2 * size);
    fit();
  }

  private static int distinct(int[] sorted, int from, int to) {
    int distinct = from < to ? 1 : 0;
    for (int i = from + 1; i < to; i++) {
      distinct += sorted[i] == sorted[i - 1] ? 0 : 1;
    }
    return distinct;
  }

  /**
   * Adds rows with weights.
   *
   * @param batch the rows in order, by their places
   * @param weights weights by place
   * @param positiveEnd places below it are those of positives
   */
  void addWeights(ScoreBatch batch, double[] weights, int positiveEnd) {
    insert(batch.keys, batch.count);
    int at = 0;
    for (int i = 0; i < batch.rows; i++) {
      at = find(at, Scores.floor((int) (batch.order[i] >> 32), blur));
      int place = (int) batch.order[i];
      sums.add(place < positiveEnd ? 2 * at + 1 : 2 * at, weights[place], 1);
    }
    fit();
  }

  /** Adds what others counted. */
  void merge(ScoreEntries other) {
    if (other.size == 0) {
      return;
    }
    sums.takeWindow(other.sums);
    blur(Math.max(blur, other.blur));
    int[] theirs = Arrays.copyOf(other.keys, other.size);
    insert(theirs, Scores.floor(theirs, other.size, blur));
    int at = 0;
    for (int i = 0; i < other.size; i++) {
      at = find(at, Scores.floor(other.keys[i], blur));
      sums.addSum(2 * at, other.sums, 2 * i);
      sums.addSum(2 * at + 1, other.sums, 2 * i + 1);
    }
    fit();
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(blur);
    out.writeInt(size);
    for (int i = 0; i < size; i++) {
      out.writeInt(keys[i]);
    }
    sums.write(out);
  }

  /** Replaces everything by what was written by entries of the same kind. */
  void read(DataInput in) throws IOException {
    int newBlur = in.readUnsignedByte();
    int count = in.readInt();
    if (newBlur > Integer.SIZE || count < 0 || count > most) {
      throw new IOException("not a table of scores");
    }
    int[] read = {};
    for (int i = 0; i < count; i++) {
      if (i == read.length) {
        // Not all at once: the bytes may end early.
        read = Arrays.copyOf(read, Math.min(count, 2 * i + READ_AT_ONCE));
      }
      read[i] = in.readInt();
      if ((i > 0 && read[i - 1] >= read[i]) || read[i] != Scores.floor(read[i], newBlur)) {
        throw new IOException("not a table of scores");
      }
    }
    ExactSums readSums = ExactSums.read(in, 2 * count);
    if (readSums.size() != 2 * count) {
      throw new IOException("not a table of scores");
    }
    blur = newBlur;
    size = count;
    keys = read;
    sums = readSums;
  }

  /** Index of a key that is in the table, at {@code from} or behind. */
  private int find(int from, int key) {
    int at = from;
    while (keys[at] < key) {
      at++;
    }
    return at;
  }

  /** Makes entries for keys that are not there yet, dropping bits until all fit. */
  @SuppressWarnings("ReferenceEquality") // whether it is a copy already
  private void insert(int[] fresh, int count) {
    int[] added = fresh;
    int addedCount = count;
    int missing = missing(added, addedCount);
    while (size + missing > limit() && blur < Integer.SIZE) {
      if (added == fresh) {
        added = Arrays.copyOf(fresh, count);
      }
      blur(blur + 1);
      addedCount = Scores.floor(added, addedCount, blur);
      missing = missing(added, addedCount);
    }
    if (missing > 0) {
      int newSize = size + missing;
      reserve(newSize);
      sums.resize(2 * newSize);
      spread(added, addedCount, newSize);
      size = newSize;
    }
  }

  private void reserve(int entries) {
    if (entries > keys.length) {
      int roomy = Math.min(limit(), keys.length + keys.length / 2);
      keys = Arrays.copyOf(keys, Math.max(entries, roomy));
      sums.reserve(2 * keys.length);
    }
  }

  /** Moves entries up, from the last one on, and puts the missing ones between them. */
  private void spread(int[] fresh, int count, int newSize) {
    int from = size - 1;
    int to = newSize - 1;
    int next = count - 1;
    while (to > from) {
      if (from >= 0 && keys[from] >= fresh[next]) {
        if (keys[from] == fresh[next]) {
          next--;
        }
        keys[to] = keys[from];
        sums.move(2 * from, 2 * to);
        sums.move(2 * from + 1, 2 * to + 1);
        from--;
      } else {
        keys[to] = fresh[next--];
        sums.clear(2 * to);
        sums.clear(2 * to + 1);
      }
      to--;
    }
  }

  /** How many of these keys have no entry. */
  private int missing(int[] fresh, int count) {
    int missing = 0;
    int at = 0;
    for (int i = 0; i < count; i++) {
      int key = fresh[i];
      while (at < size && keys[at] < key) {
        at++;
      }
      if (at == size) {
        return missing + count - i;
      }
      if (keys[at] != key) {
        missing++;
      }
    }
    return missing;
  }

  /** Most entries for the width that sums have. */
  private int limit() {
    return Math.max(1, most / sums.width());
  }

  /** Drops bits until the table is no larger than it may be. */
  private void fit() {
    while (size > limit()) {
      blur(blur + 1);
    }
  }

  /** Drops bits of all keys. */
  private void blur(int bits) {
    if (bits == blur) {
      return;
    }
    blur = bits;
    int out = 0;
    for (int i = 0; i < size; i++) {
      int key = Scores.floor(keys[i], bits);
      if (out > 0 && keys[out - 1] == key) {
        sums.addSum(2 * (out - 1), sums, 2 * i);
        sums.addSum(2 * (out - 1) + 1, sums, 2 * i + 1);
      } else {
        keys[out] = key;
        sums.move(2 * i, 2 * out);
        sums.move(2 * i + 1, 2 * out + 1);
        out++;
      }
    }
    size = out;
    sums.resize(2 * size);
  }
}
