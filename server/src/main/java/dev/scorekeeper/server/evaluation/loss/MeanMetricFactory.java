package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.Parameter;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.loss.LossKind.AsMetric;
import dev.scorekeeper.server.evaluation.spec.Canonical;
import java.util.List;

/** Makes the metric that is the mean of a loss. */
final class MeanMetricFactory implements MetricFactory {

  private final AsMetric metric;
  private final List<Parameter> parameters;

  MeanMetricFactory(AsMetric metric, List<Parameter> parameters) {
    this.metric = metric;
    this.parameters = parameters;
  }

  @Override
  public String id() {
    return metric.id();
  }

  @Override
  public List<String> aliases() {
    return metric.aliases();
  }

  @Override
  public String version() {
    return LossFactory.VERSION;
  }

  @Override
  public List<Parameter> parameters() {
    return parameters;
  }

  LossArithmetic arithmetic(MetricContext context, Arguments arguments) throws SpecException {
    try {
      return metric.maker().make(context, arguments);
    } catch (IllegalArgumentException e) {
      throw new SpecException(SpecException.Kind.BAD_VALUE, id() + ": " + e.getMessage())
          .with("metric", id())
          .with("why", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Metric create(MetricContext context, Arguments arguments) throws SpecException {
    LossArithmetic arithmetic = arithmetic(context, arguments);
    MetricIdentity identity =
        new MetricIdentity(
            id(),
            id(),
            version(),
            Canonical.text(id(), arguments),
            arithmetic.aggregation(),
            context.weighted(),
            metric.higherIsBetter()
                ? MetricIdentity.Direction.HIGHER
                : MetricIdentity.Direction.LOWER);
    return new MeanMetric(identity, arithmetic);
  }

  /** The metric. */
  private record MeanMetric(MetricIdentity identity, LossArithmetic arithmetic) implements Metric {
    @Override
    public boolean takesLogits() {
      return arithmetic.takesLogits();
    }

    @Override
    public Accumulator start() {
      return arithmetic.start(MeanAccumulator.Divisor.WEIGHT, identity.weighted());
    }
  }
}
