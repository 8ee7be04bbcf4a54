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

/** The confusion matrix of Keras' metrics of intersection over union. */
final class IntersectionState extends StateAccumulator implements ConfusionSource {

  /**
   * What is counted.
   *
   * @param classes number of classes; other ids do not count
   * @param ignored label that does not count; -1 for none
   * @param sparseLabels whether a label is an id, not a number for each class
   * @param sparsePredictions whether a prediction is an id, not a score for each class
   * @param threshold score from which on a prediction is class 1, not class 0; NaN for none
   * @param wholeWeights whether weights lose what is behind their point
   */
  record Rule(
      int classes,
      long ignored,
      boolean sparseLabels,
      boolean sparsePredictions,
      float threshold,
      boolean wholeWeights) {}

  private final Rule rule;
  private final boolean weighted;
  private CellSums cells = new CellSums();

  IntersectionState(Rule rule, boolean weighted) {
    this.rule = rule;
    this.weighted = weighted;
  }

  @Override
  public void add(OutputRows rows, int row, int times) {
    int axis = rule.sparsePredictions() ? 1 : Cells.lastAxis(rows);
    int positions = rows.predictionWidth / axis;
    for (int i = 0; i < positions; i++) {
      if (!Cells.counts(rows, row, i, positions)) {
        continue;
      }
      double label = label(rows, row, i, positions);
      double prediction = prediction(rows, row * rows.predictionWidth + i * axis, axis);
      if (inRange(label) && inRange(prediction) && (long) label != rule.ignored()) {
        double weight = weighted ? Cells.weight(rows, row, i, positions) : 1;
        cells.add(
            (int) label,
            (int) prediction,
            rule.wholeWeights() ? Math.floor(weight) : weight,
            times);
      }
    }
  }

  private double label(OutputRows rows, int row, int position, int positions) {
    if (rule.sparseLabels()) {
      return truncated(rows.labels[row * rows.labelWidth + position]);
    }
    int axis = rows.labelWidth / positions;
    return OutputForm.greatest(rows.labels, row * rows.labelWidth + position * axis, axis);
  }

  private double prediction(OutputRows rows, int first, int axis) {
    if (!Float.isNaN(rule.threshold())) {
      return rows.predictions[first] >= rule.threshold() ? 1 : 0;
    }
    return rule.sparsePredictions()
        ? truncated(rows.predictions[first])
        : OutputForm.greatest(rows.predictions, first, axis);
  }

  /** An id as a cast to int makes it; NaN is out of range. */
  private static double truncated(double id) {
    return id < 0 ? Math.ceil(id) : Math.floor(id);
  }

  private boolean inRange(double id) {
    return id >= 0 && id < rule.classes();
  }

  /** Weight of what is a class and was taken for it. */
  double[] both() {
    ExactSums sums = new ExactSums(rule.classes());
    sums.takeWindow(cells.sums());
    for (int i = 0; i < cells.size(); i++) {
      if (cells.label(i) == cells.prediction(i)) {
        sums.addSum(cells.label(i), cells.sums(), i);
      }
    }
    return values(sums);
  }

  /** Weight of what is a class or was taken for it. */
  double[] either() {
    ExactSums sums = new ExactSums(rule.classes());
    sums.takeWindow(cells.sums());
    for (int i = 0; i < cells.size(); i++) {
      sums.addSum(cells.label(i), cells.sums(), i);
      if (cells.label(i) != cells.prediction(i)) {
        sums.addSum(cells.prediction(i), cells.sums(), i);
      }
    }
    return values(sums);
  }

  private static double[] values(ExactSums sums) {
    double[] values = new double[sums.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = sums.value(i);
    }
    return values;
  }

  @Override
  public Optional<ConfusionCells> confusion() {
    int classes = rule.classes();
    if (classes > MOST_CLASSES) {
      return Optional.empty();
    }
    double[] matrix = new double[classes * classes];
    for (int i = 0; i < cells.size(); i++) {
      matrix[cells.label(i) * classes + cells.prediction(i)] = cells.sums().value(i);
    }
    return Optional.of(new ConfusionCells(classes, matrix));
  }

  @Override
  protected void mergeState(StateAccumulator other) {
    cells.merge(((IntersectionState) other).cells);
  }

  @Override
  protected void writeState(DataOutput out) throws IOException {
    cells.write(out);
  }

  @Override
  protected void readState(DataInput in) throws IOException {
    CellSums read = CellSums.read(in);
    if (read.highestClass() >= rule.classes()) {
      throw new IOException("not a state of this metric");
    }
    cells = read;
  }
}
