package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.OutputRows;

/**
 * Hinge losses, whose labels are -1 and 1. Labels 0 and 1 are taken for those, {@code 2 y - 1}, but
 * only when all labels are 0 or 1: Keras looks at each batch, {@link HingeAccumulator} at the whole
 * data set.
 */
final class Hinge extends PointFunction {

  private final Formula formula;

  /** Whether labels are 0 and 1. */
  private final boolean convert;

  Hinge(Formula formula, boolean convert) {
    this.formula = formula;
    this.convert = convert;
  }

  @Override
  protected double point(OutputRows rows, int at) {
    double y = rows.labels[at];
    return formula.at(convert ? 2 * y - 1 : y, rows.predictions[at]);
  }

  /** As Keras computes it: labels are converted batch by batch. */
  static BatchFunction batch(Formula formula) {
    return new BatchFunction() {
      @Override
      public boolean dependsOnBatch() {
        return true;
      }

      @Override
      public BatchValues compute(OutputRows batch) {
        boolean binary = true;
        for (int row = 0; row < batch.count && binary; row++) {
          binary = isBinary(batch, row);
        }
        return BatchValues.ofRows(new Hinge(formula, binary), batch);
      }
    };
  }

  static boolean isBinary(OutputRows rows, int row) {
    int from = row * rows.labelWidth;
    for (int i = from; i < from + rows.labelWidth; i++) {
      if (rows.labels[i] != 0 && rows.labels[i] != 1) {
        return false;
      }
    }
    return true;
  }
}
