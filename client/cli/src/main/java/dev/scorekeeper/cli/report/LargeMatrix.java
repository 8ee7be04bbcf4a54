package dev.scorekeeper.cli.report;

import dev.scorekeeper.v1.ConfusionMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A confusion matrix of more classes than can be told apart in a picture, read for the few cells
 * and classes that say most.
 */
final class LargeMatrix {

  /** Rows of one class that were taken for another. */
  record Confusion(int label, int predicted, double count) {
    /** Most rows first, then in order of the classes. */
    static final Comparator<Confusion> MOST_FIRST =
        Comparator.comparingDouble(Confusion::count)
            .reversed()
            .thenComparingInt(Confusion::label)
            .thenComparingInt(Confusion::predicted);
  }

  private final double[] rows;
  private final double[] predictions;
  private final double[] right;
  private final @Nullable Confusion[] worst;
  private final List<Confusion> confusions;

  /**
   * Reads a matrix.
   *
   * @param most confusions to keep
   */
  LargeMatrix(ConfusionMatrix matrix, int most) {
    int n = matrix.getClasses();
    rows = new double[n];
    predictions = new double[n];
    right = new double[n];
    worst = new Confusion[n];
    PriorityQueue<Confusion> kept = new PriorityQueue<>(Confusion.MOST_FIRST.reversed());
    int cells = (int) Math.min(matrix.getCellsCount(), (long) n * n);
    for (int i = 0; i < cells; i++) {
      double count = matrix.getCells(i);
      if (count != 0) {
        add(new Confusion(i / n, i % n, count), kept, most);
      }
    }
    confusions = new ArrayList<>(kept);
    confusions.sort(Confusion.MOST_FIRST);
  }

  private void add(Confusion cell, PriorityQueue<Confusion> kept, int most) {
    rows[cell.label] += cell.count;
    predictions[cell.predicted] += cell.count;
    if (cell.label == cell.predicted) {
      right[cell.label] += cell.count;
      return;
    }
    Confusion known = worst[cell.label];
    if (known == null || cell.count > known.count) {
      worst[cell.label] = cell;
    }
    kept.add(cell);
    if (kept.size() > most) {
      kept.remove();
    }
  }

  /** The confusions of most rows, the greatest first. */
  List<Confusion> confusions() {
    return confusions;
  }

  /** So many of the classes that have rows, the one with the lowest recall first. */
  List<Integer> lowestRecall(int most) {
    return IntStream.range(0, rows.length)
        .filter(label -> rows[label] > 0)
        .boxed()
        .sorted(
            Comparator.comparingDouble(this::recall)
                .thenComparing(label -> rows[label], Comparator.reverseOrder()))
        .limit(most)
        .toList();
  }

  /** Rows with this label; weighted where the matrix is. */
  double rows(int label) {
    return rows[label];
  }

  /** NaN where the class has no rows. */
  double recall(int label) {
    return right[label] / rows[label];
  }

  /** NaN where the class was never predicted. */
  double precision(int label) {
    return right[label] / predictions[label];
  }

  /** What the class is most often taken for; null when it never is for another. */
  @Nullable Confusion worst(int label) {
    return worst[label];
  }
}
