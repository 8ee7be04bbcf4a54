package dev.scorekeeper.server.evaluation.expression;

import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.Parameter;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.expression.Node.Variable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An expression of the asker's own, such as {@code expression('ratio(sum(abs(y - p)),
 * sum(abs(y)))')}.
 */
final class ExpressionFactory implements MetricFactory {

  static final String ID = "expression";

  private static final String TEXT = "text";
  private static final String GROUPING = "grouping";
  private static final String HIGHER = "higher_is_better";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<String> aliases() {
    return List.of();
  }

  @Override
  public String version() {
    return Identities.VERSION;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.of(TEXT, Parameter.Type.TEXT, null),
        Parameter.of(GROUPING, Parameter.Type.TEXT, Grouping.DATASET.text()),
        Parameter.of(HIGHER, Parameter.Type.BOOLEAN, null));
  }

  @Override
  public Metric create(MetricContext context, Arguments arguments) throws SpecException {
    if (!arguments.has(TEXT)) {
      throw new SpecException(
          SpecException.Kind.BAD_VALUE, "expression needs a text, such as expression('mean(y)')");
    }
    Expression expression = Expression.parse(arguments.text(TEXT));
    if (context.weighted() && expression.uses(Variable.W)) {
      throw new SpecException(
          SpecException.Kind.BAD_VALUE,
          "in a weighted metric every sum is weighted already: w would count twice");
    }
    Map<String, Object> values = new HashMap<>(arguments.values());
    values.put(TEXT, expression.text());
    Direction direction = Direction.NEITHER;
    if (arguments.has(HIGHER)) {
      direction = arguments.flag(HIGHER) ? Direction.HIGHER : Direction.LOWER;
      values.remove(HIGHER);
    }
    Grouping grouping = Grouping.of(arguments.text(GROUPING));
    MetricIdentity identity =
        Identities.of(
            ID,
            new Arguments(values),
            expression.uses(Variable.T),
            grouping.text(),
            context,
            direction);
    return ExpressionMetrics.create(context, identity, expression, grouping);
  }
}
