package dev.scorekeeper.server.evaluation;

/** Metrics made of others. */
public final class Metrics {

  private Metrics() {}

  /** The same arithmetic under another identity. */
  public static Metric withIdentity(Metric metric, MetricIdentity identity) {
    return metric instanceof SharedMetric shared
        ? new SharedAs(shared, identity)
        : new As(metric, identity);
  }

  /** Asks the metric behind it about all but its identity. */
  private interface Behind extends Metric {
    Metric metric();

    @Override
    default boolean takesLogits() {
      return metric().takesLogits();
    }

    @Override
    default ValueRange range() {
      return metric().range();
    }

    @Override
    default boolean needsQueries() {
      return metric().needsQueries();
    }

    @Override
    default Accumulator start() {
      return metric().start();
    }

    @Override
    default Accumulator startReplicate() {
      return metric().startReplicate();
    }
  }

  private record As(Metric metric, MetricIdentity identity) implements Behind {}

  private record SharedAs(SharedMetric metric, MetricIdentity identity)
      implements Behind, SharedMetric {
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
