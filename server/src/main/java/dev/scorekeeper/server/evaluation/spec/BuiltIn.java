package dev.scorekeeper.server.evaluation.spec;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.Parameter;
import dev.scorekeeper.server.evaluation.SharedMetric;
import dev.scorekeeper.server.evaluation.SpecException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A metric of which all that is special is the state that it starts.
 *
 * @param id id, also its name
 * @param aliases other names
 * @param parameters its parameters
 * @param direction which way is better
 * @param maker makes the metric
 */
public record BuiltIn(
    String id, List<String> aliases, List<Parameter> parameters, Direction direction, Maker maker)
    implements MetricFactory {

  /** Revision of the arithmetic of all these metrics. */
  private static final String VERSION = "1";

  public BuiltIn {
    aliases = List.copyOf(aliases);
    parameters = List.copyOf(parameters);
  }

  /** One without parameters. */
  public static BuiltIn of(String id, Direction direction, Maker maker, String... aliases) {
    return new BuiltIn(id, List.of(aliases), List.of(), direction, maker);
  }

  /** Makes a metric. */
  public interface Maker {
    /**
     * What the metric starts.
     *
     * @throws SpecException when it does not suit the output or a parameter is out of its range
     */
    Start make(MetricContext context, Arguments arguments) throws SpecException;
  }

  /**
   * What a metric starts.
   *
   * @param state makes a state over no rows
   * @param key see {@link SharedMetric#stateKey}; empty when the state is not shared
   * @param reader see {@link SharedMetric#read}
   */
  public record Start(
      Supplier<Accumulator> state, String key, Function<Accumulator, MetricResult> reader) {

    /** Of a state of its own. */
    public static Start of(Supplier<Accumulator> state) {
      return new Start(state, "", Accumulator::result);
    }
  }

  @Override
  public String version() {
    return VERSION;
  }

  @Override
  public Metric create(MetricContext context, Arguments arguments) throws SpecException {
    Start start = maker.make(context, arguments);
    MetricIdentity identity =
        new MetricIdentity(
            id, id, VERSION, Canonical.text(id, arguments), "", context.weighted(), direction);
    return start.key.isEmpty() ? new Plain(identity, start) : new Shared(identity, start);
  }

  private record Plain(MetricIdentity identity, Start starter) implements Metric {
    @Override
    public Accumulator start() {
      return starter.state.get();
    }
  }

  private record Shared(MetricIdentity identity, Start starter) implements SharedMetric {
    @Override
    public Accumulator start() {
      return starter.state.get();
    }

    @Override
    public String stateKey() {
      return starter.key;
    }

    @Override
    public MetricResult read(Accumulator state) {
      return starter.reader.apply(state);
    }
  }
}
