package dev.scorekeeper.server.evaluation.keras;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationReason;
import java.util.Arrays;

/**
 * What all rows of a batch must have in common: Keras computes a batch from one tensor of
 * predictions, one of labels, and one of weights or none.
 */
final class BatchForm {

  private static final String ADVICE =
      "; Keras computes a batch from one tensor: %s, or take EVALUATION_MODE_DATASET";

  private final int[] predictions;
  private final int labels;
  private final int weights;
  private final int mask;

  /** The form of these rows. */
  BatchForm(OutputRows rows) {
    this.predictions = rows.predictionShape;
    this.labels = rows.labelWidth;
    this.weights = rows.weightWidth;
    this.mask = rows.maskWidth;
  }

  /**
   * Checks further rows of the batch.
   *
   * @throws EvaluationException when they differ, with the part of the rows that does
   */
  void check(OutputRows rows, String output) throws EvaluationException {
    if (!Arrays.equals(rows.predictionShape, predictions) || rows.labelWidth != labels) {
      throw new EvaluationException(
              EvaluationReason.BAD_LABEL_SHAPE,
              "labels",
              ("rows of one batch of %s have predictions of shape %s with %d labels each, and of shape %s"
                      + " with %d"
                      + ADVICE.formatted("pad the rows, let the shape change only between batches"))
                  .formatted(
                      output,
                      Arrays.toString(predictions),
                      labels,
                      Arrays.toString(rows.predictionShape),
                      rows.labelWidth))
          .with("output", output)
          .with("expected", Arrays.toString(predictions) + " with " + labels)
          .with("got", Arrays.toString(rows.predictionShape) + " with " + rows.labelWidth);
    }
    if (rows.weightWidth != weights) {
      throw differ(EvaluationReason.BAD_WEIGHT, "weights", output, weights, rows.weightWidth);
    }
    if (rows.maskWidth != mask) {
      throw differ(EvaluationReason.BAD_MASK, "masks", output, mask, rows.maskWidth);
    }
  }

  private static EvaluationException differ(
      EvaluationReason reason, String field, String output, int before, int now) {
    return new EvaluationException(
            reason,
            field,
            ("rows of one batch of %s have %d and %d elements of %s each"
                    + ADVICE.formatted("give them to all rows alike"))
                .formatted(output, before, now, field))
        .with("output", output)
        .with("expected", before)
        .with("got", now);
  }
}
