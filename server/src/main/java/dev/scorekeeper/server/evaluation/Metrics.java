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

  private record As(Metric metric, MetricIdentity identity) implements Metric {
    @Override
    public boolean takesLogits() {
      return metric.takesLogits();
    }

    @Override
    public ValueRange range() {
      return metric.range();
    }

    @Override
    public boolean needsQueries() {
      return metric.needsQueries();
    }

    @Override
    public Accumulator start() {
      return metric.start();
    }

    @Override
    public Accumulator startReplicate() {
      return metric.startReplicate();
    }
  }

  private record SharedAs(SharedMetric metric, MetricIdentity identity) implements SharedMetric {
    @Override
    public boolean takesLogits() {
      return metric.takesLogits();
    }

    @Override
    public ValueRange range() {
      return metric.range();
    }

    @Override
    public boolean needsQueries() {
      return metric.needsQueries();
    }

    @Override
    public Accumulator start() {
      return metric.start();
    }

    @Override
    public Accumulator startReplicate() {
      return metric.startReplicate();
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
