package dev.scorekeeper.server.evaluation.curve;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * For each score that occurred, how much weight the rows had that are positive, and those that are
 * negative. Exact as long as there are no more distinct scores than the table may hold.
 *
 * <p>Not thread-safe. Counting a row allocates nothing, but when the table grows.
 */
final class ScoreTable {

  /*
   * Rows go to a buffer, positives from its front, negatives from its back. A full buffer is sorted
   * and merged into the table, which is sorted by score, in place and from the end: that reads and
   * writes memory in order, where a hash table of millions of scores misses the caches at every
   * row. The buffer is as large as the table, up to a limit, so that each entry is passed over a few
   * times only.
   */

  private static final int FIRST_BUFFER = 64;
  private static final int SMALL_BUFFER = 1 << 15;
  private static final int LARGE_BUFFER = 1 << 21;
  private static final double[] NO_WEIGHTS = {};

  private final boolean weighted;
  private final ScoreEntries entries;

  /** Rows whose score is NaN. */
  private long notNumbers;

  private int[] buffer = {};
  private double[] weights = NO_WEIGHTS;
  private int positives;

  /** Where the negatives start in the buffer. */
  private int negatives;

  private final ScoreBatch batch;

  /**
   * Creates an empty table.
   *
   * @param most distinct scores that it holds at most, {@code >= 1}, when weights take one word
   * @param weighted whether rows have weights other than 1
   * @param batch working space
   */
  ScoreTable(int most, boolean weighted, ScoreBatch batch) {
    this.entries = new ScoreEntries(most);
    this.weighted = weighted;
    this.batch = batch;
  }

  /** Counts a row of weight 1 so many times. */
  void add(float score, boolean positive, int times) {
    if (Float.isNaN(score)) {
      notNumbers += times;
      return;
    }
    int key = Scores.key(score);
    for (int i = 0; i < times; i++) {
      if (positives == negatives) {
        makeRoom();
      }
      if (positive) {
        buffer[positives++] = key;
      } else {
        buffer[--negatives] = key;
      }
    }
  }

  /** Counts a row of a weight so many times. A weight of 0 does not count. */
  void add(float score, boolean positive, double weight, int times) {
    if (!weighted) {
      add(score, positive, times);
      return;
    }
    if (weight == 0) {
      return;
    }
    if (Float.isNaN(score)) {
      notNumbers += times;
      return;
    }
    for (int i = 0; i < times; i++) {
      if (positives == negatives) {
        makeRoom();
      }
      int at = positive ? positives++ : --negatives;
      buffer[at] = Scores.key(score);
      weights[at] = weight;
    }
  }

  /** Adds what another table counted. */
  void merge(ScoreTable other) {
    flush();
    other.flush();
    notNumbers += other.notNumbers;
    entries.merge(other.entries);
  }

  void write(DataOutput out) throws IOException {
    flush();
    out.writeLong(notNumbers);
    entries.write(out);
  }

  /** Replaces everything by what was written by a table of the same kind. */
  void read(DataInput in) throws IOException {
    long newNotNumbers = in.readLong();
    if (newNotNumbers < 0) {
      throw new IOException("not a table of scores");
    }
    entries.read(in);
    notNumbers = newNotNumbers;
    positives = 0;
    negatives = buffer.length;
  }

  /** Number of scores that are told apart. */
  int size() {
    flush();
    return entries.size();
  }

  /** Lowest score of entry i of those in rising order; the table must be {@link #size flushed}. */
  float score(int i) {
    return entries.score(i);
  }

  /** Highest score that entry i may stand for. */
  float highestScore(int i) {
    return entries.highestScore(i);
  }

  double positive(int i) {
    return entries.positive(i);
  }

  double negative(int i) {
    return entries.negative(i);
  }

  /** Whether every score has an entry of its own. */
  boolean isExact() {
    flush();
    return entries.blur() == 0;
  }

  /** Rows that have no score. */
  long notNumbers() {
    return notNumbers;
  }

  private void makeRoom() {
    int capacity = buffer.length;
    if (capacity < SMALL_BUFFER) {
      int wider = Math.max(FIRST_BUFFER, 2 * capacity);
      resizeBuffer(wider);
      return;
    }
    flush();
    int wanted = Math.min(Math.max(entries.size(), SMALL_BUFFER), LARGE_BUFFER);
    if (wanted >= 2 * capacity) {
      resizeBuffer(wanted);
    }
  }

  private void resizeBuffer(int capacity) {
    int moved = buffer.length - negatives;
    int[] wider = new int[capacity];
    System.arraycopy(buffer, 0, wider, 0, positives);
    System.arraycopy(buffer, negatives, wider, capacity - moved, moved);
    if (weighted) {
      double[] widerWeights = new double[capacity];
      System.arraycopy(weights, 0, widerWeights, 0, positives);
      System.arraycopy(weights, negatives, widerWeights, capacity - moved, moved);
      weights = widerWeights;
    }
    buffer = wider;
    negatives = capacity - moved;
  }

  /** Puts what is in the buffer into the table. */
  private void flush() {
    int positiveEnd = positives;
    int negativeStart = negatives;
    if (positiveEnd == 0 && negativeStart == buffer.length) {
      return;
    }
    positives = 0;
    negatives = buffer.length;
    if (weighted) {
      batch.takeWeighted(buffer, positiveEnd, negativeStart, entries.blur());
      entries.addWeights(batch, weights, positiveEnd);
    } else {
      batch.sort(buffer, positiveEnd, negativeStart);
      entries.addOnes(buffer, positiveEnd, negativeStart);
    }
  }
}
