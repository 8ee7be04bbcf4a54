package dev.scorekeeper.server.evaluation.expression;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricIdentity;

/**
 * An expression asked of an output.
 *
 * @param classes size of the last axis of the predictions
 */
record ExpressionMetric(
    MetricIdentity identity,
    Expression expression,
    RowProgram program,
    Grouping grouping,
    int classes)
    implements Metric {

  @Override
  public Accumulator start() {
    return grouping == Grouping.PER_EXAMPLE
        ? new ExampleAccumulator(this)
        : new SumsAccumulator(this);
  }
}
