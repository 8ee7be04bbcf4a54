package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.Parameter;
import dev.scorekeeper.server.evaluation.SpecException;
import java.util.List;
import java.util.Optional;

/**
 * One of Keras' losses, and the metric that is its mean.
 *
 * @param id name as a loss
 * @param aliases other names as a loss
 * @param parameters its own, without {@code reduction}
 * @param maker makes it
 * @param metric the metric; none when a mean of it means nothing
 */
record LossKind(
    String id,
    List<String> aliases,
    List<Parameter> parameters,
    Maker maker,
    Optional<AsMetric> metric) {

  LossKind {
    aliases = List.copyOf(aliases);
    parameters = List.copyOf(parameters);
  }

  /** Makes a loss from its parameters. */
  interface Maker {
    LossArithmetic make(MetricContext context, Arguments arguments) throws SpecException;
  }

  /**
   * The metric.
   *
   * @param id id, also what Keras logs it as
   * @param aliases other names
   * @param maker makes it; usually as the loss
   * @param higherIsBetter whether more is better
   */
  record AsMetric(String id, List<String> aliases, Maker maker, boolean higherIsBetter) {}

  /** A loss whose metric has the same names and arithmetic. */
  static LossKind of(String id, List<String> aliases, List<Parameter> parameters, Maker maker) {
    AsMetric metric = new AsMetric(id, aliases, maker, false);
    return new LossKind(id, aliases, parameters, maker, Optional.of(metric));
  }
}
