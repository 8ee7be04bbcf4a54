package dev.scorekeeper.server.evaluation.regression;

import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * R² as Keras 3.15.1 puts columns together, from exact moments, where Keras loses digits to
 * cancellation in float32.
 *
 * <p>With regressors it is adjusted, {@code 1 - (1 - R²)(n - 1) / (n - regressors - 1)}, where n is
 * the number of elements over all columns, as Keras has it up to 3.15.1; not when n is too small.
 */
final class R2Score implements Function<MomentsAccumulator, MetricResult> {

  /** How columns become one number. */
  enum Aggregation {
    UNIFORM,
    /** By the variance of their labels. */
    VARIANCE_WEIGHTED,
    NONE
  }

  private final Aggregation aggregation;
  private final int regressors;

  R2Score(Aggregation aggregation, int regressors) {
    this.aggregation = aggregation;
    this.regressors = regressors;
  }

  @Override
  public MetricResult apply(MomentsAccumulator state) {
    return switch (aggregation) {
      case UNIFORM -> adjusted(state.meanOver(Correlations::determination), state.elements());
      case VARIANCE_WEIGHTED -> adjusted(MetricResult.of(byVariance(state)), state.elements());
      case NONE -> each(state);
    };
  }

  private MetricResult each(MomentsAccumulator state) {
    List<Value> values = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (Moments column : state.columns()) {
      labels.add("element " + values.size());
      values.add(adjusted(Correlations.determination(column), state.elements()));
    }
    return values.isEmpty()
        ? MetricResult.of(Value.undefined(Value.Undefined.EMPTY))
        : new MetricResult(values, labels);
  }

  /**
   * {@code Σ variance R² / Σ variance}. A constant column counts nothing; one that is predicted
   * exactly too makes it not defined, as in Keras.
   */
  private static Value byVariance(MomentsAccumulator state) {
    if (state.elements() == 0) {
      return Value.undefined(Value.Undefined.EMPTY);
    }
    BigDecimal weights = BigDecimal.ZERO;
    BigDecimal sum = BigDecimal.ZERO;
    for (Moments column : state.columns()) {
      Value value = Correlations.determination(column);
      if (!value.isDefined()) {
        return value;
      }
      // Sum of squares about the mean, as the weight.
      BigDecimal total = column.labelSpread().divide(column.weight(), MathContext.DECIMAL128);
      weights = weights.add(total);
      if (total.signum() > 0) {
        sum = sum.add(total.subtract(column.squaredErrors()));
      }
    }
    return weights.signum() <= 0
        ? Value.undefined(Value.Undefined.ZERO_DENOMINATOR)
        : Value.of(sum.divide(weights, MathContext.DECIMAL128).doubleValue());
  }

  private MetricResult adjusted(MetricResult result, long elements) {
    return MetricResult.of(adjusted(result.values().get(0), elements));
  }

  private Value adjusted(Value value, long elements) {
    if (regressors == 0 || regressors >= elements - 1 || !value.isDefined()) {
      return value;
    }
    double n = elements;
    return Value.of(1 - (1 - value.number()) * (n - 1) / (n - regressors - 1));
  }
}
