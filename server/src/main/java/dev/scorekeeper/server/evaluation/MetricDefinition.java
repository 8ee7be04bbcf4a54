package dev.scorekeeper.server.evaluation;

import java.util.List;

/**
 * A factory put together from its parts.
 *
 * @param id stable id
 * @param aliases other names
 * @param version revision of the arithmetic
 * @param parameters in the order in which they may be given without names
 * @param maker makes the metric
 */
public record MetricDefinition(
    String id, List<String> aliases, String version, List<Parameter> parameters, Maker maker)
    implements MetricFactory {

  /** Makes a metric out of arguments that fit the parameters. */
  @FunctionalInterface
  public interface Maker {
    Metric create(MetricContext context, Arguments arguments) throws SpecException;
  }

  public MetricDefinition {
    aliases = List.copyOf(aliases);
    parameters = List.copyOf(parameters);
  }

  @Override
  public Metric create(MetricContext context, Arguments arguments) throws SpecException {
    return maker.create(context, arguments);
  }
}
