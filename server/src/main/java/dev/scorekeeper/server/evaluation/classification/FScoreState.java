package dev.scorekeeper.server.evaluation.classification;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.StateAccumulator;
import dev.scorekeeper.server.evaluation.exact.ExactSums;
import dev.scorekeeper.server.evaluation.loss.Cells;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * For each class the weight of what was not taken for it and of what was, and the weighted labels
 * of both. Labels need not be 0 or 1.
 */
final class FScoreState extends StateAccumulator {

  private static final float ZERO = 1e-9f;
  private static final int EACH = 4;

  private final int classes;
  private final float threshold;
  private final boolean weighted;

  /** At 4 c: labels of what was not taken, of what was; weights of what was not, of what was. */
  private ExactSums sums;

  private long rows;

  /** Creates it over no rows; {@code threshold} is NaN where the greatest score is taken. */
  FScoreState(int classes, float threshold, boolean weighted) {
    this.classes = classes;
    this.threshold = threshold;
    this.weighted = weighted;
    this.sums = new ExactSums(EACH * classes);
  }

  @Override
  public void add(OutputRows outputs, int row, int times) {
    int first = row * classes;
    float least = threshold;
    boolean greatest = Float.isNaN(threshold);
    if (greatest) {
      least = outputs.predictions[first];
      for (int c = 1; c < classes; c++) {
        least = Math.max(least, outputs.predictions[first + c]);
      }
    }
    for (int c = 0; c < classes; c++) {
      if (!Cells.counts(outputs, row, c, classes)) {
        continue;
      }
      float score = outputs.predictions[first + c];
      boolean taken = greatest ? score >= least && Math.abs(score) > ZERO : score > least;
      double label = outputs.labels[first + c];
      double weight = weighted ? Cells.weight(outputs, row, c, classes) : 1;
      int at = EACH * c + (taken ? 1 : 0);
      if (label == 1) {
        sums.add(at, weight, times);
      } else if (label != 0) {
        sums.addProduct(at, weight, label, times);
      }
      sums.add(at + 2, weight, times);
    }
    rows += times;
  }

  int classes() {
    return classes;
  }

  long rows() {
    return rows;
  }

  double truePositives(int c) {
    return sums.value(EACH * c + 1);
  }

  double falsePositives(int c) {
    ExactSums difference = new ExactSums(1);
    difference.takeWindow(sums);
    addFalsePositives(difference, c);
    return difference.value(0);
  }

  double falseNegatives(int c) {
    return sums.value(EACH * c);
  }

  /** Sum of the weighted labels. */
  double positives(int c) {
    ExactSums sum = new ExactSums(1);
    sum.takeWindow(sums);
    sum.addSum(0, sums, EACH * c);
    sum.addSum(0, sums, EACH * c + 1);
    return sum.value(0);
  }

  double allTruePositives() {
    return all(1);
  }

  double allFalseNegatives() {
    return all(0);
  }

  double allFalsePositives() {
    ExactSums sum = new ExactSums(1);
    sum.takeWindow(sums);
    for (int c = 0; c < classes; c++) {
      addFalsePositives(sum, c);
    }
    return sum.value(0);
  }

  private double all(int offset) {
    ExactSums sum = new ExactSums(1);
    sum.takeWindow(sums);
    for (int c = 0; c < classes; c++) {
      sum.addSum(0, sums, EACH * c + offset);
    }
    return sum.value(0);
  }

  /** What was taken for the class, less the labels of it. */
  private void addFalsePositives(ExactSums sum, int c) {
    sum.addSum(0, sums, EACH * c + 3);
    sum.subtractSum(0, sums, EACH * c + 1);
  }

  @Override
  protected void mergeState(StateAccumulator other) {
    FScoreState that = (FScoreState) other;
    sums.merge(that.sums);
    rows += that.rows;
  }

  @Override
  protected void writeState(DataOutput out) throws IOException {
    out.writeLong(rows);
    sums.write(out);
  }

  @Override
  protected void readState(DataInput in) throws IOException {
    long newRows = in.readLong();
    ExactSums read = ExactSums.read(in, sums.size());
    if (newRows < 0 || read.size() != sums.size()) {
      throw new IOException("not a state of this metric");
    }
    rows = newRows;
    sums = read;
  }
}
