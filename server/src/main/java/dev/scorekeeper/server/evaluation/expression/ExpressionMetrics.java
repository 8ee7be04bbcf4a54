package dev.scorekeeper.server.evaluation.expression;

import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.spec.CallText;
import java.util.List;

/** The metrics of this package. */
public final class ExpressionMetrics {
  private ExpressionMetrics() {}

  public static List<MetricFactory> factories() {
    return List.of(
        new ExpressionFactory(),
        new OverlapFactory(OverlapFactory.Kind.DICE),
        new OverlapFactory(OverlapFactory.Kind.TVERSKY),
        new OverlapFactory(OverlapFactory.Kind.SOFT_IOU),
        new OverlapFactory(OverlapFactory.Kind.SOFT_FBETA),
        new CostFactory());
  }

  /**
   * Whether a text where the name of a metric is expected is an expression: it sums over rows, and
   * does not begin with the name of the metric that takes one.
   */
  public static boolean isExpression(String text) {
    return Expression.isExpression(text) && !text.strip().startsWith(ExpressionFactory.ID);
  }

  /** The call that makes a metric of an expression. */
  public static CallText call(String expression) {
    return new CallText(
        "", ExpressionFactory.ID, false, List.of(new CallText.Argument("", expression, 1)));
  }

  static Metric create(
      MetricContext context, MetricIdentity identity, Expression expression, Grouping grouping)
      throws SpecException {
    int predictions = size(context.predictionShape());
    int labels = size(context.labelShape());
    int classes = context.classes();
    boolean known = predictions > 0 && labels > 0;
    if (known && labels != predictions && labels * classes != predictions) {
      throw new SpecException(
              SpecException.Kind.NOT_SUITABLE,
              "%s needs a label for each of the %d elements of %s, or the index of one of %d classes;"
                      .formatted(identity.id(), predictions, context.output(), classes)
                  + " labels have "
                  + labels)
          .with("output", context.output())
          .with("expected", predictions)
          .with("classes", classes)
          .with("got", labels);
    }
    if (grouping.byClass() && classes < 1) {
      throw new SpecException(
          SpecException.Kind.NOT_SUITABLE,
          identity.id() + " by class needs an output whose last axis does not vary");
    }
    RowProgram program = new RowProgram(expression.sums(), context.threshold());
    return new ExpressionMetric(identity, expression, program, grouping, classes);
  }

  /** Elements of a shape; negative when it varies. */
  private static int size(List<Integer> shape) {
    int size = 1;
    for (int dimension : shape) {
      if (dimension < 0) {
        return -1;
      }
      size *= dimension;
    }
    return size;
  }
}
