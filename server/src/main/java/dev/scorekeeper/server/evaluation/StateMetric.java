package dev.scorekeeper.server.evaluation;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A metric that is a state and a way to read a value out of it.
 *
 * @param <S> the state
 */
public final class StateMetric<S extends StateAccumulator> implements SharedMetric {

  private final MetricIdentity identity;
  private final String stateKey;
  private final Class<S> type;
  private final Supplier<S> start;
  private final Supplier<S> startReplicate;
  private final Function<S, MetricResult> reading;
  private final boolean needsQueries;

  /**
   * Creates the metric.
   *
   * @param stateKey names the state and all that it depends on
   * @param type class of the state
   * @param start makes a state over no rows
   * @param reading reads the value, changing nothing
   */
  public StateMetric(
      MetricIdentity identity,
      String stateKey,
      Class<S> type,
      Supplier<S> start,
      Function<S, MetricResult> reading) {
    this(identity, stateKey, type, start, start, reading);
  }

  /**
   * Creates a metric whose replicates are coarser.
   *
   * @param startReplicate makes the state of a replicate over no rows, see {@link
   *     Metric#startReplicate}
   */
  public StateMetric(
      MetricIdentity identity,
      String stateKey,
      Class<S> type,
      Supplier<S> start,
      Supplier<S> startReplicate,
      Function<S, MetricResult> reading) {
    this(identity, stateKey, type, start, startReplicate, reading, false);
  }

  private StateMetric(
      MetricIdentity identity,
      String stateKey,
      Class<S> type,
      Supplier<S> start,
      Supplier<S> startReplicate,
      Function<S, MetricResult> reading,
      boolean needsQueries) {
    this.identity = identity;
    this.stateKey = stateKey;
    this.type = type;
    this.start = start;
    this.startReplicate = startReplicate;
    this.reading = reading;
    this.needsQueries = needsQueries;
  }

  /** The same metric, which refuses rows that do not say their query. */
  public StateMetric<S> overQueries() {
    return new StateMetric<>(identity, stateKey, type, start, startReplicate, reading, true);
  }

  @Override
  public boolean needsQueries() {
    return needsQueries;
  }

  @Override
  public MetricIdentity identity() {
    return identity;
  }

  @Override
  public String stateKey() {
    return stateKey;
  }

  @Override
  public Accumulator start() {
    return started(start.get());
  }

  @Override
  public Accumulator startReplicate() {
    return started(startReplicate.get());
  }

  private Accumulator started(S state) {
    state.startedBy(this);
    return state;
  }

  @Override
  public MetricResult read(Accumulator state) {
    if (!type.isInstance(state)) {
      throw new IllegalArgumentException("the accumulator is not of this metric");
    }
    return reading.apply(type.cast(state));
  }
}
