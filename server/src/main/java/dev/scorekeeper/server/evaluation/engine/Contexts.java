package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.MetricContext;

/** Contexts that differ from others in one thing. */
final class Contexts {

  private Contexts() {}

  static MetricContext weighted(MetricContext context, boolean weighted) {
    return new MetricContext(
        context.output(),
        context.predictionShape(),
        context.labelShape(),
        context.encoding(),
        context.kind(),
        context.threshold(),
        context.thresholdInclusive(),
        context.positiveClass(),
        context.classNames(),
        weighted);
  }
}
