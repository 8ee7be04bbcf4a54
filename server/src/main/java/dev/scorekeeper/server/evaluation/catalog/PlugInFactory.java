package dev.scorekeeper.server.evaluation.catalog;

import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.Metrics;
import dev.scorekeeper.server.evaluation.Parameter;
import dev.scorekeeper.server.evaluation.SpecException;
import java.util.List;

/**
 * A factory of a plug-in. The revision of its metrics, and so their digest, holds that of the code:
 * values that two builds of a plug-in computed are not compared.
 *
 * @param factory the plug-in's
 * @param sha256 of the code that it comes from, lower-case hexadecimal
 */
public record PlugInFactory(MetricFactory factory, String sha256) implements MetricFactory {

  @Override
  public String id() {
    return factory.id();
  }

  @Override
  public List<String> aliases() {
    return factory.aliases();
  }

  /** The plug-in's own revision and the code's digest. */
  @Override
  public String version() {
    return factory.version() + " sha256:" + sha256;
  }

  @Override
  public List<Parameter> parameters() {
    return factory.parameters();
  }

  @Override
  public Metric create(MetricContext context, Arguments arguments) throws SpecException {
    Metric metric = factory.create(context, arguments);
    return Metrics.withIdentity(metric, metric.identity().withVersion(version()));
  }
}
