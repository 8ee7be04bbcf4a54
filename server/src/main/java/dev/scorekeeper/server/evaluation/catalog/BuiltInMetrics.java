package dev.scorekeeper.server.evaluation.catalog;

import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.classification.ClassificationMetrics;
import dev.scorekeeper.server.evaluation.curve.CurveMetrics;
import dev.scorekeeper.server.evaluation.expression.ExpressionMetrics;
import dev.scorekeeper.server.evaluation.loss.LossFunctions;
import dev.scorekeeper.server.evaluation.loss.ScoringRules;
import dev.scorekeeper.server.evaluation.regression.RegressionMetrics;
import dev.scorekeeper.server.evaluation.spec.MetricCatalog;
import java.util.ArrayList;
import java.util.List;

/** Puts the catalog of metrics together. */
public final class BuiltInMetrics {

  private static final List<Group> GROUPS =
      List.of(
          new Group("Means of losses", LossFunctions.factories()),
          new Group("Scoring rules", ScoringRules.factories()),
          new Group("Regression", RegressionMetrics.factories()),
          new Group("Decisions", ClassificationMetrics.factories()),
          new Group("Thresholds and curves", CurveMetrics.factories()),
          new Group("Expressions", ExpressionMetrics.factories()));

  private BuiltInMetrics() {}

  /**
   * Metrics that belong together.
   *
   * @param title what they are, for people
   */
  public record Group(String title, List<MetricFactory> factories) {
    public Group {
      factories = List.copyOf(factories);
    }
  }

  /**
   * The built-in metrics, and those of plug-ins behind them.
   *
   * @param plugIns of plug-ins that are allowed
   * @throws IllegalArgumentException when two share a name
   */
  public static MetricCatalog catalog(Iterable<MetricFactory> plugIns) {
    List<MetricFactory> all = new ArrayList<>();
    GROUPS.forEach(group -> all.addAll(group.factories));
    plugIns.forEach(all::add);
    return new MetricCatalog("metric", all);
  }

  /** The built-in metrics. */
  public static List<Group> groups() {
    return GROUPS;
  }
}
