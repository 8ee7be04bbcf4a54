package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.OutputRows;

/**
 * Multiplies each weight by that of its label's class, as if whoever sent the rows had: Keras'
 * {@code class_weight}, which its evaluate does not have. Allocates nothing for a row.
 */
final class ClassWeights {

  private final double[] byClass;
  private final int classes;
  private final OutputRows view = new OutputRows();
  private double[] product = new double[0];

  ClassWeights(PlannedOutput output) {
    this.byClass =
        output.question().classWeights().stream().mapToDouble(Double::doubleValue).toArray();
    this.classes = output.context().classes();
  }

  /**
   * The rows with weights by class; the same rows when there are none. Rows that do not count keep
   * weights of no meaning.
   */
  OutputRows apply(OutputRows rows, boolean[] counts, LabelCheck labels) {
    if (byClass.length == 0) {
      return rows;
    }
    int positions = labels.positions(rows);
    int width = Math.max(positions, rows.weightWidth);
    int size = Math.multiplyExact(rows.count, width);
    if (product.length < size) {
      product = new double[size];
    }
    for (int row = 0; row < rows.count; row++) {
      if (counts[row]) {
        fill(rows, row, labels, positions, width);
      }
    }
    show(rows, width);
    return view;
  }

  private void fill(OutputRows rows, int row, LabelCheck labels, int positions, int width) {
    for (int i = 0; i < width; i++) {
      int label = labels.classAt(rows, row, (int) ((long) i * positions / width));
      double weight =
          switch (rows.weightWidth) {
            case 0 -> 1;
            case 1 -> rows.weights[row];
            default ->
                rows.weights[row * rows.weightWidth + (int) ((long) i * rows.weightWidth / width)];
          };
      product[row * width + i] = label < 0 ? weight : weight * byClass[label];
    }
  }

  /** Shows the rows of another, with the product for weights. */
  private void show(OutputRows rows, int width) {
    view.count = rows.count;
    view.predictionWidth = rows.predictionWidth;
    view.predictionShape = rows.predictionShape;
    view.predictions = rows.predictions;
    view.labelWidth = rows.labelWidth;
    view.labelShape = rows.labelShape;
    view.labels = rows.labels;
    view.weightWidth = width;
    view.weights = product;
    view.maskWidth = rows.maskWidth;
    view.mask = rows.mask;
    view.logits = rows.logits;
    view.groups = rows.groups;
  }

  /** Number of classes along the last axis of predictions. */
  int classes() {
    return classes;
  }
}
