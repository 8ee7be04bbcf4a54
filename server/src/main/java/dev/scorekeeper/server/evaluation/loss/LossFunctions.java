package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.spec.MetricCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The metrics that are means of losses. */
public final class LossFunctions {

  private static final List<MetricFactory> FACTORIES = makeFactories();

  private LossFunctions() {}

  /** Their factories: {@code Σ w v / Σ w} over the cells that count. */
  public static List<MetricFactory> factories() {
    return FACTORIES;
  }

  /**
   * The function of batches whose values the metric is a mean of; empty for a metric that is none
   * of these.
   */
  public static Optional<BatchFunction> batch(MetricCall call, MetricContext context)
      throws SpecException {
    return call.factory() instanceof MeanMetricFactory mean
        ? Optional.of(mean.arithmetic(context, call.arguments()).batch())
        : Optional.empty();
  }

  private static List<MetricFactory> makeFactories() {
    List<MetricFactory> factories = new ArrayList<>();
    for (LossKind kind : LossKinds.ALL) {
      kind.metric()
          .ifPresent(metric -> factories.add(new MeanMetricFactory(metric, kind.parameters())));
    }
    return List.copyOf(factories);
  }
}
