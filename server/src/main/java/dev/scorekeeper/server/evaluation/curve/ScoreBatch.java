package dev.scorekeeper.server.evaluation.curve;

/**
 * The rows of a {@link ScoreTable}'s buffer in the order of their scores: working space that the
 * tables of one accumulator use in turn. Not thread-safe.
 */
final class ScoreBatch {

  private final RadixSort sort = new RadixSort();

  /** Distinct keys, upwards. */
  int[] keys = {};

  int count;

  /** Rows with weights: key, then place in the buffer; upwards. */
  long[] order = {};

  int rows;

  /** Sorts rows of weight 1 where they are: [0, positiveEnd), and from negativeStart on. */
  void sort(int[] buffer, int positiveEnd, int negativeStart) {
    sort.sort(buffer, 0, positiveEnd);
    sort.sort(buffer, negativeStart, buffer.length);
  }

  /** Takes rows with weights; which they are stands in {@link #order}. */
  void takeWeighted(int[] buffer, int positiveEnd, int negativeStart, int blur) {
    rows = positiveEnd + buffer.length - negativeStart;
    if (order.length < rows) {
      order = new long[buffer.length];
    }
    int at = 0;
    for (int i = 0; i < positiveEnd; i++) {
      order[at++] = ((long) buffer[i] << 32) | i;
    }
    for (int i = negativeStart; i < buffer.length; i++) {
      order[at++] = ((long) buffer[i] << 32) | i;
    }
    sort.sortByUpper(order, rows);
    if (keys.length < rows) {
      keys = new int[buffer.length];
    }
    count = 0;
    for (int i = 0; i < rows; i++) {
      int key = Scores.floor((int) (order[i] >> 32), blur);
      if (count == 0 || keys[count - 1] != key) {
        keys[count++] = key;
      }
    }
  }
}
