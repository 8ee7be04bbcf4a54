package dev.scorekeeper.server.evaluation.keras;

import dev.scorekeeper.server.evaluation.engine.PlannedMetric;
import dev.scorekeeper.server.evaluation.engine.PlannedOutput;
import java.util.List;
import java.util.Optional;

/**
 * What is computed for one output.
 *
 * @param planned what the engine decided
 * @param loss its loss; absent for none
 * @param metrics in the order asked
 */
record OutputPlan(PlannedOutput planned, Optional<LossPlan> loss, List<Named> metrics) {

  /** A metric under the name that the engine gave it. */
  record Named(PlannedMetric planned, MetricPlan plan) {}

  OutputPlan {
    metrics = List.copyOf(metrics);
  }

  String name() {
    return planned.displayName();
  }

  double lossWeight() {
    return planned.question().lossWeight();
  }
}
