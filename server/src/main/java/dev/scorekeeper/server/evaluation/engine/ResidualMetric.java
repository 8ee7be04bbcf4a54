package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricIdentity;

/** Residuals, for reports alone: it has no value of its own. */
final class ResidualMetric implements Metric {

  private static final MetricIdentity IDENTITY =
      new MetricIdentity(
          "residuals",
          "residuals",
          "1",
          "residuals()",
          "",
          false,
          MetricIdentity.Direction.NEITHER);

  @Override
  public MetricIdentity identity() {
    return IDENTITY;
  }

  @Override
  public Accumulator start() {
    return new ResidualGrid();
  }
}
