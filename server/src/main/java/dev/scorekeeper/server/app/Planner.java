package dev.scorekeeper.server.app;

import dev.scorekeeper.server.evaluation.engine.EvaluationPlanner;
import dev.scorekeeper.server.evaluation.keras.KerasNumbers;
import dev.scorekeeper.server.evaluation.spec.MetricCatalog;

/** Puts together what can be asked of an evaluation. */
final class Planner {

  private Planner() {}

  /**
   * What can be asked with these metrics.
   *
   * @param metrics built-in ones and those of plug-ins
   */
  static EvaluationPlanner of(MetricCatalog metrics) {
    return EvaluationPlanner.of(metrics, new KerasNumbers(metrics));
  }
}
