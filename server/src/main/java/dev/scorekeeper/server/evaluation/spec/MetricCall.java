package dev.scorekeeper.server.evaluation.spec;

import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.Metrics;
import dev.scorekeeper.server.evaluation.SpecException;

/**
 * A metric that was found, with its arguments.
 *
 * @param factory makes it
 * @param arguments checked, defaults filled in
 * @param name what Keras would log it as: the text of a bare name, or the argument {@code name};
 *     empty for the metric's own
 */
public record MetricCall(MetricFactory factory, Arguments arguments, String name) {

  /** Makes the metric, under its name. */
  public Metric create(MetricContext context) throws SpecException {
    Metric metric;
    try {
      metric = factory.create(context, arguments);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new SpecException(SpecException.Kind.BAD_VALUE, factory.id() + ": " + e.getMessage())
          .with("metric", factory.id())
          .with("why", String.valueOf(e.getMessage()));
    } catch (SpecException e) {
      throw e.with("metric", factory.id());
    }
    if (name.isEmpty()) {
      return metric;
    }
    return Metrics.withIdentity(metric, metric.identity().withName(name));
  }
}
