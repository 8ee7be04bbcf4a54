package dev.scorekeeper.server.pipeline;

import static java.util.stream.Collectors.joining;

import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.util.Set;

/** What may be wrong with an input, in words: what was expected, what came, what to do. */
final class InputProblems {

  private InputProblems() {}

  /** Names under which labels are sent to the wrong method. */
  private static final Set<String> LABELS =
      Set.of("label", "labels", "y", "y_true", "target", "targets");

  static Problem unknown(Signature signature, InputTensor input) {
    boolean label = signature.outputIndex(input.name()) >= 0 || LABELS.contains(input.name());
    String hint =
        label
            ? " Labels are no inputs: Predict gives outputs and takes none; Evaluate compares outputs with"
                + " the labels in its rows."
            : "";
    return Problem.ofField(
            Reason.INPUT_UNKNOWN,
            input.field() + ".name",
            "Signature '%s' has no input '%s'; its inputs are: %s.%s"
                .formatted(signature.name(), input.name(), names(signature), hint))
        .with("input", input.name())
        .with("signature", signature.name())
        .with("expected", names(signature));
  }

  static Problem repeated(InputTensor input) {
    return Problem.ofField(
            Reason.INPUT_REPEATED,
            input.field() + ".name",
            "Input '%s' is given twice.".formatted(input.name()))
        .with("input", input.name());
  }

  static Problem missing(Signature signature, int index) {
    TensorSpec spec = signature.inputs().get(index);
    return Problem.ofField(
            Reason.INPUT_MISSING,
            "inputs",
            "Input '%s' (%s %s) is missing; signature '%s' takes: %s."
                .formatted(
                    spec.name(),
                    spec.type().label(),
                    spec.shape(),
                    signature.name(),
                    names(signature)))
        .with("input", spec.name())
        .with("dtype", spec.type().label())
        .with("shape", spec.shape())
        .with("signature", signature.name())
        .with("expected", names(signature));
  }

  static Problem wrongType(TensorSpec spec, InputTensor input) {
    return Problem.ofField(
            Reason.INPUT_TYPE_MISMATCH,
            input.field() + ".dtype",
            "Input '%s' is %s; the signature takes %s."
                .formatted(input.name(), input.type().label(), spec.type().label()))
        .with("input", input.name())
        .with("got", input.type().label())
        .with("expected", spec.type().label());
  }

  static Problem wrongShape(Shape expected, InputTensor input) {
    int dimension = firstDifference(expected, input.shape());
    return shape(
        Reason.INPUT_SHAPE_MISMATCH,
        input.field() + ".shape[" + dimension + "]",
        expected,
        input,
        "Input '%s' has shape %s; the signature takes %s."
            .formatted(input.name(), input.shape(), expected));
  }

  static Problem wrongRank(Shape expected, InputTensor input, boolean singleExample) {
    String why = singleExample ? " for a single example, without the batch dimension" : "";
    return shape(
        Reason.INPUT_RANK_MISMATCH,
        input.field() + ".shape",
        expected,
        input,
        "Input '%s' has %d dimensions, shape %s; the signature takes %d, shape %s%s."
            .formatted(
                input.name(), input.shape().rank(), input.shape(), expected.rank(), expected, why));
  }

  static Problem batchDimensionMissing(Shape expected, InputTensor input) {
    Shape batched = input.shape().outer(1);
    return shape(
            Reason.BATCH_DIMENSION_MISSING,
            input.field() + ".shape",
            expected,
            input,
            ("Input '%s' has shape %s without the leading batch dimension of %s: send it as %s,"
                    + " or set single_example.")
                .formatted(input.name(), input.shape(), expected, batched))
        .with("suggested", batched);
  }

  static Problem rowsDisagree(InputTensor first, InputTensor other) {
    return Problem.ofField(
            Reason.INPUT_ROWS_DISAGREE,
            other.field() + ".shape[0]",
            "Input '%s' has %d rows, but input '%s' has %d."
                .formatted(other.name(), other.shape().dim(0), first.name(), first.shape().dim(0)))
        .with("input", other.name())
        .with("got", other.shape().dim(0))
        .with("other_input", first.name())
        .with("expected", first.shape().dim(0));
  }

  static Problem shapeInvalid(InputTensor input, String why) {
    return Problem.ofField(
            Reason.SHAPE_INVALID,
            input.field() + ".shape",
            "Shape %s of input '%s' is refused: %s.".formatted(input.shape(), input.name(), why))
        .with("input", input.name())
        .with("got", input.shape());
  }

  private static Problem shape(
      Reason reason, String field, Shape expected, InputTensor input, String message) {
    return Problem.ofField(reason, field, message)
        .with("input", input.name())
        .with("got", input.shape())
        .with("expected", expected);
  }

  private static int firstDifference(Shape expected, Shape got) {
    for (int i = 0; i < got.rank(); i++) {
      if (expected.dim(i) != Shape.UNKNOWN && expected.dim(i) != got.dim(i)) {
        return i;
      }
    }
    throw new IllegalArgumentException(expected + " accepts " + got);
  }

  private static String names(Signature signature) {
    return signature.inputs().stream().map(TensorSpec::name).collect(joining(", "));
  }
}
