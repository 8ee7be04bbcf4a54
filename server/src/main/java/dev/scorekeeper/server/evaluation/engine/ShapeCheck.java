package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.OutputRows;
import java.util.Arrays;
import java.util.List;

/** Whether labels, weights and masks fit the predictions that came with them. */
final class ShapeCheck {

  private final PlannedOutput output;
  private final boolean anyLabels;

  ShapeCheck(PlannedOutput output) {
    this.output = output;
    this.anyLabels = OutputResolver.takesAnyLabels(OutputResolver.simpleName(output.question()));
  }

  void check(OutputRows rows) throws EvaluationException {
    List<Integer> predictions = list(rows.predictionShape);
    int classes = output.context().classes();
    boolean indices = output.context().encoding() == LabelEncoding.SPARSE && classes > 1;
    List<Integer> wanted = indices ? predictions.subList(0, predictions.size() - 1) : predictions;
    if (!anyLabels && !Shapes.match(list(rows.labelShape), wanted)) {
      throw new EvaluationException(
              EvaluationReason.BAD_LABEL_SHAPE,
              "labels",
              "labels of output "
                  + output.displayName()
                  + " are of shape "
                  + Shapes.text(list(rows.labelShape))
                  + "; expected "
                  + Shapes.text(wanted))
          .with("output", output.displayName())
          .with("expected", Shapes.text(wanted))
          .with("got", Shapes.text(list(rows.labelShape)));
    }
    if (!fits(rows.weightWidth, rows, classes)) {
      throw wrongWidth(EvaluationReason.BAD_WEIGHT, "weights", rows.weightWidth);
    }
    if (!fits(rows.maskWidth, rows, classes)) {
      throw wrongWidth(EvaluationReason.BAD_MASK, "masks", rows.maskWidth);
    }
  }

  private static boolean fits(int width, OutputRows rows, int classes) {
    return width <= 1
        || width == rows.predictionWidth
        || (long) width * classes == rows.predictionWidth;
  }

  private EvaluationException wrongWidth(EvaluationReason reason, String field, int width) {
    return new EvaluationException(
            reason,
            field,
            field
                + " of output "
                + output.displayName()
                + " have "
                + width
                + " elements a row; expected one, or one for each label or prediction")
        .with("output", output.displayName())
        .with("expected", "one, or one for each label or prediction")
        .with("got", width);
  }

  private static List<Integer> list(int[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }
}
