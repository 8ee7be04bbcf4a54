package dev.scorekeeper.server.evaluation.classification;

import dev.scorekeeper.server.evaluation.exact.ExactSums;

/**
 * What is known of each class or question, one against the rest, each an exact sum rounded once.
 *
 * @param hits weight of what it was and was taken for
 * @param falsePositives of what was taken for it only
 * @param falseNegatives of what it was only
 * @param trueNegatives of all else
 * @param actual of what it was
 * @param predicted of what was taken for it
 * @param total of everything; of several questions, for the one that was answered most
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
record ClassCounts(
    double[] hits,
    double[] falsePositives,
    double[] falseNegatives,
    double[] trueNegatives,
    double[] actual,
    double[] predicted,
    double total) {

  private static final int EACH = 7;
  private static final int HITS = 0;
  private static final int FALSE_POSITIVES = 1;
  private static final int FALSE_NEGATIVES = 2;
  private static final int TRUE_NEGATIVES = 3;
  private static final int ACTUAL = 4;
  private static final int PREDICTED = 5;
  private static final int TOTAL = 6;

  /** Sums to be filled for so many classes, with room for what another table holds. */
  static ExactSums sums(int classes, ExactSums cells) {
    ExactSums sums = new ExactSums(EACH * Math.max(classes, 1));
    sums.takeWindow(cells);
    return sums;
  }

  /** Adds a cell of a confusion matrix; the total is kept with class 0. */
  static void addCell(ExactSums sums, int label, int prediction, ExactSums cells, int cell) {
    sums.addSum(EACH * label + ACTUAL, cells, cell);
    sums.addSum(EACH * prediction + PREDICTED, cells, cell);
    sums.addSum(TOTAL, cells, cell);
    if (label == prediction) {
      sums.addSum(EACH * label + HITS, cells, cell);
    }
  }

  /** Computes the other counts of a class, out of the total that another class keeps. */
  static void complete(ExactSums sums, int c, int keeper) {
    int first = EACH * c;
    sums.addSum(first + FALSE_POSITIVES, sums, first + PREDICTED);
    sums.subtractSum(first + FALSE_POSITIVES, sums, first + HITS);
    sums.addSum(first + FALSE_NEGATIVES, sums, first + ACTUAL);
    sums.subtractSum(first + FALSE_NEGATIVES, sums, first + HITS);
    sums.addSum(first + TRUE_NEGATIVES, sums, EACH * keeper + TOTAL);
    sums.subtractSum(first + TRUE_NEGATIVES, sums, first + ACTUAL);
    sums.subtractSum(first + TRUE_NEGATIVES, sums, first + FALSE_POSITIVES);
  }

  /** Adds the four cells of a question: 2 label + prediction. */
  static void addQuestion(ExactSums sums, int question, ExactSums cells, int first) {
    int to = EACH * question;
    sums.addSum(to + TRUE_NEGATIVES, cells, first);
    sums.addSum(to + FALSE_POSITIVES, cells, first + 1);
    sums.addSum(to + FALSE_NEGATIVES, cells, first + 2);
    sums.addSum(to + HITS, cells, first + 3);
    sums.addSum(to + ACTUAL, cells, first + 2);
    sums.addSum(to + ACTUAL, cells, first + 3);
    sums.addSum(to + PREDICTED, cells, first + 1);
    sums.addSum(to + PREDICTED, cells, first + 3);
    for (int cell = 0; cell < 4; cell++) {
      sums.addSum(to + TOTAL, cells, first + cell);
    }
  }

  static ClassCounts of(ExactSums sums, int classes) {
    double[][] values = new double[EACH][classes];
    double total = 0;
    for (int c = 0; c < classes; c++) {
      for (int i = 0; i < EACH; i++) {
        values[i][c] = sums.value(EACH * c + i);
      }
      total = Math.max(total, values[TOTAL][c]);
    }
    return new ClassCounts(
        values[HITS],
        values[FALSE_POSITIVES],
        values[FALSE_NEGATIVES],
        values[TRUE_NEGATIVES],
        values[ACTUAL],
        values[PREDICTED],
        total);
  }

  int classes() {
    return hits.length;
  }

  /** Whether a class occurs, among labels or predictions. */
  boolean present(int c) {
    return actual[c] > 0 || predicted[c] > 0;
  }
}
