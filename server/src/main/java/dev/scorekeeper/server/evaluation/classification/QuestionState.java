package dev.scorekeeper.server.evaluation.classification;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.StateAccumulator;
import dev.scorekeeper.server.evaluation.exact.ExactSums;
import dev.scorekeeper.server.evaluation.loss.Cells;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Confusion counts of each question of several, and of positions at which all are right. */
final class QuestionState extends DecisionCounts {

  private static final int CELLS = 4;

  private final Decision decision;
  private final int questions;
  private final boolean weighted;

  /**
   * At 4 q + 2 label + prediction the weight of question q; then the weight of positions that are
   * not wholly right, and of those that are.
   */
  private ExactSums sums;

  private long positions;

  QuestionState(Decision decision, int questions, boolean weighted) {
    this.decision = decision;
    this.questions = questions;
    this.weighted = weighted;
    this.sums = new ExactSums(CELLS * questions + 2);
  }

  @Override
  public void add(OutputRows rows, int row, int times) {
    int width = rows.predictionWidth;
    int count = width / questions;
    for (int position = 0; position < count; position++) {
      boolean right = true;
      boolean any = false;
      for (int q = 0; q < questions; q++) {
        int cell = position * questions + q;
        if (Cells.counts(rows, row, cell, width)) {
          boolean label = OutputForm.yes(rows.labels[row * width + cell]);
          boolean taken = decision.yes(rows.predictions[row * width + cell]);
          double weight = weighted ? Cells.weight(rows, row, cell, width) : 1;
          sums.add(CELLS * q + (label ? 2 : 0) + (taken ? 1 : 0), weight, times);
          right &= label == taken;
          any = true;
        }
      }
      if (any) {
        positions += times;
        double weight = weighted ? Cells.weight(rows, row, position, count) : 1;
        sums.add(CELLS * questions + (right ? 1 : 0), weight, times);
      }
    }
  }

  @Override
  ClassCounts counts() {
    ExactSums counts = ClassCounts.sums(questions, sums);
    for (int q = 0; q < questions; q++) {
      ClassCounts.addQuestion(counts, q, sums, CELLS * q);
    }
    return ClassCounts.of(counts, questions);
  }

  /** Weight of the answers that are wrong, over the weight of all. */
  double wrongAnswers() {
    double wrong = 0;
    double all = 0;
    for (int q = 0; q < questions; q++) {
      double neither = sums.value(CELLS * q);
      double mixed = sums.value(CELLS * q + 1) + sums.value(CELLS * q + 2);
      wrong += mixed;
      all += neither + mixed + sums.value(CELLS * q + 3);
    }
    return wrong / all;
  }

  @Override
  double right() {
    return sums.value(CELLS * questions + 1);
  }

  @Override
  double all() {
    return sums.value(CELLS * questions) + sums.value(CELLS * questions + 1);
  }

  @Override
  boolean isEmpty() {
    return positions == 0;
  }

  @Override
  protected void mergeState(StateAccumulator other) {
    QuestionState that = (QuestionState) other;
    sums.merge(that.sums);
    positions += that.positions;
  }

  @Override
  protected void writeState(DataOutput out) throws IOException {
    out.writeLong(positions);
    sums.write(out);
  }

  @Override
  protected void readState(DataInput in) throws IOException {
    long newPositions = in.readLong();
    ExactSums read = ExactSums.read(in, sums.size());
    if (newPositions < 0 || read.size() != sums.size()) {
      throw new IOException("not a state of this metric");
    }
    sums = read;
    positions = newPositions;
  }
}
