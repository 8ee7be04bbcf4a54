package dev.scorekeeper.server.evaluation.spec;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.SharedMetric;
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
      throw new SpecException(SpecException.Kind.BAD_VALUE, factory.id() + ": " + e.getMessage());
    }
    if (name.isEmpty()) {
      return metric;
    }
    MetricIdentity identity = metric.identity().withName(name);
    return metric instanceof SharedMetric shared
        ? new RenamedShared(shared, identity)
        : new Renamed(metric, identity);
  }

  /** A metric under another name. */
  record Renamed(Metric metric, MetricIdentity identity) implements Metric {
    @Override
    public Accumulator start() {
      return metric.start();
    }

    @Override
    public Accumulator startReplicate() {
      return metric.startReplicate();
    }

    @Override
    public boolean needsQueries() {
      return metric.needsQueries();
    }
  }

  /** The same of one that shares its state. */
  record RenamedShared(SharedMetric metric, MetricIdentity identity) implements SharedMetric {
    @Override
    public Accumulator start() {
      return metric.start();
    }

    @Override
    public Accumulator startReplicate() {
      return metric.startReplicate();
    }

    @Override
    public boolean needsQueries() {
      return metric.needsQueries();
    }

    @Override
    public String stateKey() {
      return metric.stateKey();
    }

    @Override
    public MetricResult read(Accumulator state) {
      return metric.read(state);
    }
  }
}
