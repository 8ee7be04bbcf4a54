package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.exact.Decimals;
import java.util.ArrayList;
import java.util.List;

/** What a reader of figures should know. */
final class Warnings {

  private Warnings() {}

  /** What the question alone gives reason for. */
  static List<String> of(EvaluationQuestion question) {
    List<String> warnings = new ArrayList<>();
    boolean losses = question.outputs().stream().anyMatch(output -> !output.loss().isEmpty());
    if (losses && question.extraLoss().isEmpty()) {
      warnings.add(
          "The loss leaves out what the graph does not show, such as regularization; Keras'"
              + " evaluate has it. Declare extra_loss to add it.");
    }
    return warnings;
  }

  static String clipped(String output, long rows) {
    return String.format(
        "Probabilities of %d rows of %s were clipped for the loss; Keras' evaluate takes the logits"
            + " where it can, and gives another loss.",
        rows, output);
  }

  static String noRows(String output) {
    return "No row counts for " + output + ".";
  }

  static String notExact(String name, double lower, double upper) {
    return String.format(
        "%s is not exact: there are too many distinct scores to keep. It lies within [%s, %s].",
        name, Decimals.shortest(lower), Decimals.shortest(upper));
  }
}
