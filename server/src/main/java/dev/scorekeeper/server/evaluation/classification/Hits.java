package dev.scorekeeper.server.evaluation.classification;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.loss.Cells;
import dev.scorekeeper.server.evaluation.loss.ElementFunction;
import dev.scorekeeper.server.evaluation.loss.PointFunction;

/** What the accuracies of Keras are means of: 1 for what is right, by Keras 3.15.1. */
final class Hits {

  private Hits() {}

  /** {@code y == p}, in float32. */
  static final class Equal extends PointFunction {
    @Override
    protected double point(OutputRows rows, int at) {
      return (float) rows.labels[at] == rows.predictions[at] ? 1 : 0;
    }
  }

  /** {@code y == (p > threshold)}: a label that is neither 0 nor 1 never is. */
  static final class Binary extends PointFunction {

    private final float threshold;

    Binary(Decision decision) {
      this.threshold = decision.exclusive();
    }

    @Override
    protected double point(OutputRows rows, int at) {
      double taken = rows.predictions[at] > threshold ? 1 : 0;
      return rows.labels[at] == taken ? 1 : 0;
    }
  }

  /** Whether the greatest score is that of the label's class. */
  static final class Greatest implements ElementFunction {
    @Override
    public boolean compute(OutputRows rows, int row, double[] values) {
      int classes = Cells.lastAxis(rows);
      int positions = rows.predictionWidth / classes;
      for (int i = 0; i < positions; i++) {
        int first = row * rows.predictionWidth + i * classes;
        int taken = OutputForm.greatest(rows.predictions, first, classes);
        values[i] = label(rows, row, i, positions, classes) == taken ? 1 : 0;
      }
      return false;
    }
  }

  /**
   * Whether fewer than k scores are greater than that of the label's class; none may be infinite.
   */
  static final class Top implements ElementFunction {

    private final int k;

    Top(int k) {
      this.k = k;
    }

    @Override
    public boolean compute(OutputRows rows, int row, double[] values) {
      int classes = Cells.lastAxis(rows);
      int positions = rows.predictionWidth / classes;
      for (int i = 0; i < positions; i++) {
        int first = row * rows.predictionWidth + i * classes;
        double label = label(rows, row, i, positions, classes);
        boolean inRange = label >= 0 && label < classes;
        values[i] = inRange && isTop(rows.predictions, first, classes, (int) label) ? 1 : 0;
      }
      return false;
    }

    private boolean isTop(float[] scores, int first, int classes, int label) {
      float own = scores[first + label];
      int greater = 0;
      for (int c = 0; c < classes; c++) {
        float score = scores[first + c];
        if (!Float.isFinite(score)) {
          return false;
        }
        if (score > own) {
          greater++;
        }
      }
      return greater < k;
    }
  }

  /** Whether the label is among the first k predictions, which are class ids. */
  static final class SortedIds implements ElementFunction {

    private final int k;

    SortedIds(int k) {
      this.k = k;
    }

    @Override
    public boolean compute(OutputRows rows, int row, double[] values) {
      int ids = Cells.lastAxis(rows);
      int positions = rows.predictionWidth / ids;
      for (int i = 0; i < positions; i++) {
        int first = row * rows.predictionWidth + i * ids;
        float label = (float) rows.labels[row * rows.labelWidth + i];
        values[i] = 0;
        for (int c = 0; c < Math.min(k, ids); c++) {
          if (rows.predictions[first + c] == label) {
            values[i] = 1;
          }
        }
      }
      return false;
    }
  }

  /** Label as a number: the index of the greatest element of a dense one. */
  private static double label(OutputRows rows, int row, int position, int positions, int classes) {
    if (rows.labelWidth == positions) {
      return rows.labels[row * rows.labelWidth + position];
    }
    return OutputForm.greatest(rows.labels, row * rows.labelWidth + position * classes, classes);
  }
}
