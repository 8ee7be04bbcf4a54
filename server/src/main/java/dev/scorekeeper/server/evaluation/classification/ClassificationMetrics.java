package dev.scorekeeper.server.evaluation.classification;

import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.spec.Canonical;
import java.util.ArrayList;
import java.util.List;

/** All metrics of decisions. */
public final class ClassificationMetrics {

  private ClassificationMetrics() {}

  public static List<MetricFactory> factories() {
    List<MetricFactory> factories = new ArrayList<>(Accuracies.factories());
    factories.addAll(FScores.factories());
    factories.addAll(IntersectionMetrics.factories());
    factories.addAll(DecisionMetrics.factories());
    factories.addAll(AveragedMetrics.factories());
    factories.addAll(RatioMetrics.factories());
    factories.addAll(RankingMetrics.factories());
    return List.copyOf(factories);
  }

  static MetricIdentity identity(
      String id,
      MetricContext context,
      Arguments arguments,
      String aggregation,
      Direction direction) {
    return new MetricIdentity(
        id, id, "1", Canonical.text(id, arguments), aggregation, context.weighted(), direction);
  }
}
