package dev.scorekeeper.server.evaluation.classification;

import dev.scorekeeper.server.evaluation.ConfusionSource;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.StateAccumulator;
import dev.scorekeeper.server.evaluation.exact.ExactSums;
import dev.scorekeeper.server.evaluation.loss.Cells;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/** How often each class was taken for each: the confusion matrix, by weight. */
final class ConfusionState extends DecisionCounts implements ConfusionSource {

  private final DecisionReader reader;
  private final boolean weighted;
  private CellSums cells = new CellSums();

  /** Positions that were counted, of whatever weight. */
  private long positions;

  ConfusionState(DecisionReader reader, boolean weighted) {
    this.reader = reader;
    this.weighted = weighted;
  }

  @Override
  public void add(OutputRows rows, int row, int times) {
    int count = reader.positions(rows);
    for (int i = 0; i < count; i++) {
      if (!Cells.counts(rows, row, i, count)) {
        continue;
      }
      int label = reader.label(rows, row, i);
      int prediction = reader.prediction(rows, row, i);
      if (label >= 0 && prediction >= 0) {
        positions += times;
        cells.add(label, prediction, weighted ? Cells.weight(rows, row, i, count) : 1, times);
      }
    }
  }

  CellSums cells() {
    return cells;
  }

  /** Number of classes: as many as the output has, or as occurred where that is not known. */
  int classes() {
    return Math.max(reader.classes(), cells.highestClass() + 1);
  }

  @Override
  ClassCounts counts() {
    int classes = classes();
    ExactSums sums = ClassCounts.sums(classes, cells.sums());
    for (int i = 0; i < cells.size(); i++) {
      ClassCounts.addCell(sums, cells.label(i), cells.prediction(i), cells.sums(), i);
    }
    for (int c = 0; c < classes; c++) {
      ClassCounts.complete(sums, c, 0);
    }
    return ClassCounts.of(sums, classes);
  }

  @Override
  double right() {
    ExactSums sum = new ExactSums(1);
    sum.takeWindow(cells.sums());
    for (int i = 0; i < cells.size(); i++) {
      if (cells.label(i) == cells.prediction(i)) {
        sum.addSum(0, cells.sums(), i);
      }
    }
    return sum.value(0);
  }

  @Override
  double all() {
    ExactSums sum = new ExactSums(1);
    sum.takeWindow(cells.sums());
    for (int i = 0; i < cells.size(); i++) {
      sum.addSum(0, cells.sums(), i);
    }
    return sum.value(0);
  }

  @Override
  boolean isEmpty() {
    return positions == 0;
  }

  /** The first rows and columns of the matrix: the row is the label, the column the prediction. */
  double[] matrix(int classes) {
    double[] matrix = new double[classes * classes];
    for (int i = 0; i < cells.size(); i++) {
      if (cells.label(i) < classes && cells.prediction(i) < classes) {
        matrix[cells.label(i) * classes + cells.prediction(i)] = cells.sums().value(i);
      }
    }
    return matrix;
  }

  @Override
  public Optional<ConfusionCells> confusion() {
    int classes = classes();
    return classes > MOST_CLASSES
        ? Optional.empty()
        : Optional.of(new ConfusionCells(classes, matrix(classes)));
  }

  @Override
  protected void mergeState(StateAccumulator other) {
    ConfusionState that = (ConfusionState) other;
    positions += that.positions;
    cells.merge(that.cells);
  }

  @Override
  protected void writeState(DataOutput out) throws IOException {
    out.writeLong(positions);
    cells.write(out);
  }

  @Override
  protected void readState(DataInput in) throws IOException {
    long newPositions = in.readLong();
    if (newPositions < 0) {
      throw new IOException("not a confusion matrix");
    }
    cells = CellSums.read(in);
    positions = newPositions;
  }
}
