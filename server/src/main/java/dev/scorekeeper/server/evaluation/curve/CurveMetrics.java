package dev.scorekeeper.server.evaluation.curve;

import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.StateMetric;
import dev.scorekeeper.server.evaluation.spec.Canonical;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** All metrics over thresholds. */
public final class CurveMetrics {

  private CurveMetrics() {}

  public static List<MetricFactory> factories() {
    List<MetricFactory> factories = new ArrayList<>(ThresholdMetrics.factories());
    factories.add(KerasAuc.factory());
    factories.addAll(ScoreMetrics.factories());
    factories.addAll(CalibrationMetrics.factories());
    return List.copyOf(factories);
  }

  /** A metric that is read out of confusion counts at thresholds. */
  static Metric metric(
      String id,
      MetricContext context,
      Arguments arguments,
      String aggregation,
      Direction direction,
      ThresholdSource source,
      Function<ThresholdHistogram, MetricResult> reading) {
    return new StateMetric<>(
        identity(id, context, arguments, aggregation, direction),
        source.stateKey(context.weighted()),
        ThresholdHistogram.class,
        () -> new ThresholdHistogram(source, context.weighted()),
        reading);
  }

  static MetricIdentity identity(
      String id,
      MetricContext context,
      Arguments arguments,
      String aggregation,
      Direction direction) {
    return new MetricIdentity(
        id, id, "1", Canonical.text(id, arguments), aggregation, context.weighted(), direction);
  }
}
