package dev.scorekeeper.server.evaluation.classification;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.loss.Cells;
import dev.scorekeeper.server.evaluation.loss.ElementFunction;

/** A measure of rows that are queries themselves, each score an item with its label as its gain. */
final class RankedRow implements ElementFunction, RankedQuery.Items {

  private final RankedQuery.Measure measure;
  private final int k;
  private float[] scores = {};
  private double[] gains = {};
  private double[] ideal = {};
  private int count;

  RankedRow(RankedQuery.Measure measure, int k) {
    this.measure = measure;
    this.k = k;
  }

  @Override
  public boolean compute(OutputRows rows, int row, double[] values) {
    count = Cells.lastAxis(rows);
    if (scores.length < count) {
      scores = new float[count];
      gains = new double[count];
      ideal = new double[count];
    }
    int positions = rows.predictionWidth / count;
    for (int position = 0; position < positions; position++) {
      take(rows, row, position);
      values[position] = measure.of(this, k);
    }
    return false;
  }

  private void take(OutputRows rows, int row, int position) {
    boolean dense = rows.labelWidth == rows.predictionWidth;
    int first = row * rows.predictionWidth + position * count;
    int label = dense ? -1 : OutputForm.classId(rows.labels[row * rows.labelWidth + position]);
    for (int i = 0; i < count; i++) {
      double gain = dense ? rows.labels[first + i] : i == label ? 1 : 0;
      insert(i, rows.predictions[first + i], gain);
    }
  }

  /** Insertion sort: rows are short, and nothing is allocated. */
  private void insert(int filled, float score, double gain) {
    int at = filled;
    while (at > 0
        && (scores[at - 1] < score || (scores[at - 1] == score && gains[at - 1] > gain))) {
      scores[at] = scores[at - 1];
      gains[at] = gains[at - 1];
      at--;
    }
    scores[at] = score;
    gains[at] = gain;
    at = filled;
    while (at > 0 && ideal[at - 1] < gain) {
      ideal[at] = ideal[at - 1];
      at--;
    }
    ideal[at] = gain;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public float score(int rank) {
    return scores[rank];
  }

  @Override
  public double gain(int rank) {
    return gains[rank];
  }

  @Override
  public double idealGain(int rank) {
    return ideal[rank];
  }
}
