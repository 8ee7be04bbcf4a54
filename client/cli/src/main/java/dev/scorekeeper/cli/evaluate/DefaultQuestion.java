package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.cli.data.Block;
import dev.scorekeeper.v1.OutputInfo;
import dev.scorekeeper.v1.OutputKind;
import dev.scorekeeper.v1.TensorInfo;
import java.util.List;

/**
 * What to ask of an output when nobody says: by what its numbers are, and how its labels look.
 *
 * @param loss empty for none
 * @param why the reason, such as {@code probabilities of 10 classes, labels are indices}
 */
record DefaultQuestion(String loss, List<String> metrics, String why) {
  private static final double SUM_TOLERANCE = 1e-6;

  DefaultQuestion {
    metrics = List.copyOf(metrics);
  }

  /**
   * Chooses.
   *
   * @param labels of some rows, at least one
   */
  static DefaultQuestion of(OutputInfo output, Block labels) {
    boolean logits = output.getKind() == OutputKind.OUTPUT_KIND_LOGIT;
    if (output.getKind() == OutputKind.OUTPUT_KIND_CLASS_INDEX
        || output.getKind() == OutputKind.OUTPUT_KIND_DECISION) {
      return new DefaultQuestion("", List.of("Accuracy"), "decisions");
    }
    if (logits || output.getKind() == OutputKind.OUTPUT_KIND_PROBABILITY) {
      return classes(output) > 1
          ? classification(output, labels, logits)
          : binary(logits ? "a logit" : "a probability", logits);
    }
    return values(output, labels);
  }

  private static DefaultQuestion binary(String what, boolean logits) {
    return logits
        ? new DefaultQuestion(
            "BinaryCrossentropy(from_logits=True)",
            List.of("accuracy", "AUC(from_logits=True)"),
            what)
        : new DefaultQuestion(
            "binary_crossentropy", List.of("accuracy", "AUC", "Precision", "Recall"), what);
  }

  private static DefaultQuestion classification(OutputInfo output, Block labels, boolean logits) {
    String what =
        (logits ? "logits" : "probabilities") + " of " + classes(output) + " classes, labels are ";
    if (areIndices(output, labels)) {
      return new DefaultQuestion(
          loss("SparseCategoricalCrossentropy", "sparse_categorical_crossentropy", logits),
          List.of("accuracy"),
          what + "indices");
    }
    boolean independent = output.getEvidence().contains("Sigmoid");
    if (!independent && areDistributions(labels)) {
      return new DefaultQuestion(
          loss("CategoricalCrossentropy", "categorical_crossentropy", logits),
          List.of("accuracy"),
          what + "one-hot");
    }
    return new DefaultQuestion(
        loss("BinaryCrossentropy", "binary_crossentropy", logits),
        List.of(logits ? "BinaryAccuracy(threshold=0)" : "binary_accuracy"),
        what + "a yes or no for each");
  }

  private static String loss(String className, String plain, boolean logits) {
    return logits ? className + "(from_logits=True)" : plain;
  }

  private static DefaultQuestion values(OutputInfo output, Block labels) {
    if (classes(output) > 1 && areIndices(output, labels) && areWhole(labels)) {
      return new DefaultQuestion(
          "",
          List.of("accuracy"),
          "scores of %d classes that are not known to be probabilities, labels are indices"
              .formatted(classes(output)));
    }
    boolean list = rank(output) == 1;
    return new DefaultQuestion(
        "mean_squared_error",
        list
            ? List.of("mean_absolute_error", "root_mean_squared_error", "R2Score")
            : List.of("mean_absolute_error", "root_mean_squared_error"),
        "plain numbers");
  }

  /** Size of the last axis; 1 where a row is one number. */
  private static long classes(OutputInfo output) {
    TensorInfo tensor = output.getTensor();
    int rank = tensor.getShapeCount();
    return tensor.getUnknownRank() || rank < 2 ? 1 : tensor.getShape(rank - 1);
  }

  private static int rank(OutputInfo output) {
    return Math.max(0, output.getTensor().getShapeCount() - 1);
  }

  private static boolean areIndices(OutputInfo output, Block labels) {
    List<Integer> shape = labels.rowShape();
    return shape.size() < rank(output)
        || (!shape.isEmpty() && shape.get(shape.size() - 1) == 1 && classes(output) > 1);
  }

  private static boolean areWhole(Block labels) {
    for (int i = 0; i < labels.rowCount() * labels.rowSize(); i++) {
      double label = labels.doubleAt(i);
      if (!Double.isNaN(label) && label != Math.rint(label)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the labels of the last axis are not negative and come to 1. */
  private static boolean areDistributions(Block labels) {
    int width = labels.rowShape().get(labels.rowShape().size() - 1);
    for (int from = 0; from < labels.rowCount() * labels.rowSize(); from += width) {
      double sum = 0;
      for (int i = from; i < from + width; i++) {
        if (labels.doubleAt(i) < 0) {
          return false;
        }
        sum += labels.doubleAt(i);
      }
      if (Math.abs(sum - 1) > SUM_TOLERANCE) {
        return false;
      }
    }
    return true;
  }
}
