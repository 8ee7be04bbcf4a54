package dev.scorekeeper.server.app;

import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.catalog.BuiltInMetrics;
import dev.scorekeeper.server.evaluation.engine.EvaluationPlanner;
import dev.scorekeeper.server.evaluation.keras.KerasNumbers;
import dev.scorekeeper.server.evaluation.spec.MetricCatalog;
import java.util.ServiceLoader;

/** Puts together what can be asked of an evaluation: built-in metrics and those of plug-ins. */
final class Planner {

  private Planner() {}

  static EvaluationPlanner create() {
    MetricCatalog metrics = BuiltInMetrics.catalog(ServiceLoader.load(MetricFactory.class));
    return EvaluationPlanner.of(metrics, new KerasNumbers(metrics));
  }
}
