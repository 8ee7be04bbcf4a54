package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion;
import dev.scorekeeper.server.lifecycle.VersionSelector;
import java.util.List;

/**
 * Which model is judged, and what is asked about it.
 *
 * @param signature empty for the default one
 * @param metricSignatures signatures of the model that compute values of their own
 */
public record EvaluationOrder(
    String model,
    VersionSelector version,
    String signature,
    EvaluationQuestion question,
    List<String> metricSignatures) {

  public EvaluationOrder {
    metricSignatures = List.copyOf(metricSignatures);
  }
}
