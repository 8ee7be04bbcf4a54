package dev.scorekeeper.server.evaluation.regression;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.Numbers;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.Parameter;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.loss.ElementFunction;
import dev.scorekeeper.server.evaluation.loss.Formula;
import dev.scorekeeper.server.evaluation.loss.MeanAccumulator;
import dev.scorekeeper.server.evaluation.loss.MeanAccumulator.Divisor;
import dev.scorekeeper.server.evaluation.loss.Suitability;
import dev.scorekeeper.server.evaluation.spec.BuiltIn;
import dev.scorekeeper.server.evaluation.spec.BuiltIn.Start;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The metrics of this package. Those that are means of Keras' losses are with the losses. */
public final class RegressionMetrics {

  private static final Formula LABEL = (y, p) -> y;
  private static final Formula PREDICTION = (y, p) -> p;
  private static final Formula ERROR = (y, p) -> p - y;
  private static final Formula LABEL_SIZE = (y, p) -> Math.abs(y);

  /** {@code 200 |y - p| / (|y| + |p|)}; 0 where both are 0. */
  private static final Formula SYMMETRIC_PERCENTAGE_ERROR =
      (y, p) -> y == p ? 0 : 200 * Math.abs(y - p) / (Math.abs(y) + Math.abs(p));

  private static final List<MetricFactory> FACTORIES =
      List.of(
          BuiltIn.of(
              "root_mean_squared_error",
              Direction.LOWER,
              root(Formula.SQUARED_ERROR),
              "RootMeanSquaredError",
              "rmse"),
          BuiltIn.of(
              "root_mean_squared_logarithmic_error",
              Direction.LOWER,
              root(Formula.SQUARED_LOGARITHMIC_ERROR),
              "rmsle"),
          BuiltIn.of("mean_error", Direction.NEITHER, mean(ERROR), "bias"),
          BuiltIn.of("mean_label", Direction.NEITHER, mean(LABEL)),
          BuiltIn.of("mean_prediction", Direction.NEITHER, mean(PREDICTION), "mean"),
          BuiltIn.of("sum", Direction.NEITHER, Summing.PREDICTIONS),
          BuiltIn.of(
              "symmetric_mean_absolute_percentage_error",
              Direction.LOWER,
              mean(SYMMETRIC_PERCENTAGE_ERROR),
              "smape"),
          BuiltIn.of(
              "weighted_absolute_percentage_error",
              Direction.LOWER,
              ratio(Formula.ABSOLUTE_ERROR, LABEL_SIZE),
              "wape"),
          BuiltIn.of(
              "calibration", Direction.NEITHER, ratio(PREDICTION, LABEL), "calibration_ratio"),
          clipped(),
          pinball(),
          BuiltIn.of("max_error", Direction.LOWER, maximum()),
          r2(),
          BuiltIn.of(
              "explained_variance",
              Direction.HIGHER,
              moments(false, "columns", s -> s.meanOver(Correlations::explainedVariance)),
              "explained_variance_score"),
          correlation(
              "pearson_correlation",
              "PearsonCorrelation",
              RowCorrelation.PEARSON,
              Correlations::pearson),
          correlation(
              "concordance_correlation",
              "ConcordanceCorrelation",
              RowCorrelation.CONCORDANCE,
              Correlations::concordance),
          BuiltIn.of("pearson_r", Direction.HIGHER, together(Correlations::pearson)),
          BuiltIn.of(
              "squared_pearson_correlation",
              Direction.HIGHER,
              together(Correlations::squaredPearson)),
          BuiltIn.of("concordance", Direction.HIGHER, together(Correlations::concordance)),
          spearman(),
          medianAbsoluteError(),
          quantiles("error_quantiles", ERROR),
          quantiles("absolute_error_quantiles", Formula.ABSOLUTE_ERROR));

  private RegressionMetrics() {}

  /** Their factories. */
  public static List<MetricFactory> factories() {
    return FACTORIES;
  }

  /** A mean of an element function, of outputs whose labels have the shape of predictions. */
  private static BuiltIn.Maker mean(Formula formula) {
    return (context, arguments) -> mean(context, formula::function, "mean");
  }

  private static Start mean(
      MetricContext context, Supplier<? extends ElementFunction> function, String id)
      throws SpecException {
    Suitability.sameShape(id, context);
    boolean weighted = context.weighted();
    return Start.of(() -> new MeanAccumulator(function.get(), Divisor.WEIGHT, weighted));
  }

  private static BuiltIn.Maker root(Formula formula) {
    return (context, arguments) -> {
      Suitability.sameShape("a root of a mean", context);
      boolean weighted = context.weighted();
      return Start.of(
          () ->
              new RootAccumulator(
                  new MeanAccumulator(formula.function(), Divisor.WEIGHT, weighted)));
    };
  }

  private static BuiltIn.Maker ratio(Formula above, Formula below) {
    return (context, arguments) -> {
      Suitability.sameShape("a ratio of sums", context);
      boolean weighted = context.weighted();
      return Start.of(() -> new RatioAccumulator(above, below, weighted));
    };
  }

  private static BuiltIn.Maker maximum() {
    return (context, arguments) -> {
      Suitability.sameShape("max_error", context);
      boolean weighted = context.weighted();
      return Start.of(() -> new MaxErrorAccumulator(weighted));
    };
  }

  private static BuiltIn clipped() {
    return new BuiltIn(
        "clipped_mean_squared_error",
        List.of("clipped_mse"),
        List.of(
            Parameter.of("low", Parameter.Type.NUMBER, null),
            Parameter.of("high", Parameter.Type.NUMBER, null)),
        Direction.LOWER,
        (context, arguments) -> {
          double low = arguments.has("low") ? arguments.number("low") : Double.NEGATIVE_INFINITY;
          double high = arguments.has("high") ? arguments.number("high") : Double.POSITIVE_INFINITY;
          if (!(low <= high)) {
            throw new IllegalArgumentException("low " + low + " is above high " + high);
          }
          return mean(context, Formula.clippedSquaredError(low, high)::function, "clipped_mse");
        });
  }

  private static BuiltIn pinball() {
    return new BuiltIn(
        "mean_pinball_loss",
        List.of("pinball_loss", "quantile_loss"),
        List.of(Parameter.of("quantile", Parameter.Type.NUMBER, 0.5)),
        Direction.LOWER,
        (context, arguments) -> {
          double quantile = share(arguments.number("quantile"));
          return mean(context, Formula.pinball(quantile)::function, "pinball_loss");
        });
  }

  private static BuiltIn r2() {
    return new BuiltIn(
        "r2_score",
        List.of("R2Score", "r2"),
        List.of(
            Parameter.of("class_aggregation", Parameter.Type.TEXT, "uniform_average"),
            Parameter.of("num_regressors", Parameter.Type.INTEGER, 0L)),
        Direction.HIGHER,
        (context, arguments) -> {
          int regressors = arguments.integer("num_regressors");
          if (regressors < 0) {
            throw new IllegalArgumentException("num_regressors is negative: " + regressors);
          }
          R2Score score = new R2Score(aggregation(arguments), regressors);
          return moments(false, "columns", score).make(context, arguments);
        });
  }

  private static R2Score.Aggregation aggregation(Arguments arguments) {
    if (!arguments.has("class_aggregation")) {
      return R2Score.Aggregation.NONE;
    }
    String text = arguments.text("class_aggregation");
    return switch (text) {
      case "uniform_average" -> R2Score.Aggregation.UNIFORM;
      case "variance_weighted_average" -> R2Score.Aggregation.VARIANCE_WEIGHTED;
      default ->
          throw new IllegalArgumentException(
              "class_aggregation must be 'uniform_average', 'variance_weighted_average' or None,"
                  + " not '"
                  + text
                  + "'");
    };
  }

  /** Keras' correlation: of each row along its last axis, or of each column over all rows. */
  private static BuiltIn correlation(
      String id, String alias, RowCorrelation ofRow, Function<Moments, Value> ofColumn) {
    return new BuiltIn(
        id,
        List.of(alias),
        List.of(Parameter.of("axis", Parameter.Type.INTEGER, -1L)),
        Direction.HIGHER,
        (context, arguments) -> {
          int axis = arguments.integer("axis");
          int rank = context.predictionShape().size() + 1;
          if (axis == 0 || axis == -rank) {
            return moments(false, "columns", s -> s.meanOver(ofColumn)).make(context, arguments);
          }
          if (axis != -1 && axis != rank - 1) {
            throw new IllegalArgumentException("axis must be 0 or -1, not " + axis);
          }
          if (context.classes() == 1) {
            throw new SpecException(
                    SpecException.Kind.NOT_SUITABLE,
                    id
                        + " correlates the elements of each row, and a row of "
                        + context.output()
                        + " has one; over all rows it is pearson_r or concordance")
                .with("metric", id)
                .with("output", context.output());
          }
          return mean(context, () -> ofRow, id);
        });
  }

  private static BuiltIn.Maker together(Function<Moments, Value> value) {
    return moments(true, "all", s -> s.meanOver(value));
  }

  private static BuiltIn.Maker moments(
      boolean together, String key, Function<MomentsAccumulator, MetricResult> reader) {
    return (context, arguments) -> {
      Suitability.sameShape("a correlation", context);
      boolean weighted = context.weighted();
      return new Start(
          () -> new MomentsAccumulator(reader, together, weighted),
          "regression.moments/" + key,
          state -> {
            if (state instanceof MomentsAccumulator known) {
              return reader.apply(known);
            }
            throw new IllegalArgumentException("not moments: " + state.getClass());
          });
    };
  }

  private static BuiltIn spearman() {
    return BuiltIn.of(
        "spearman_correlation",
        Direction.HIGHER,
        (context, arguments) -> {
          Suitability.sameShape("spearman", context);
          if (context.weighted()) {
            throw new SpecException(
                SpecException.Kind.NOT_SUITABLE, "spearman has no weighted form");
          }
          return Start.of(() -> new SpearmanAccumulator(PairTable.CAPACITY));
        },
        "spearman",
        "spearman_r");
  }

  private static BuiltIn medianAbsoluteError() {
    return BuiltIn.of(
        "median_absolute_error",
        Direction.LOWER,
        (context, arguments) -> quantiles(context, Formula.ABSOLUTE_ERROR, Numbers.of(0.5)),
        "median_ae");
  }

  @SuppressWarnings("ReferenceEquality") // one of two constants
  private static BuiltIn quantiles(String id, Formula error) {
    return new BuiltIn(
        id,
        List.of(),
        List.of(
            Parameter.of(
                "quantiles", Parameter.Type.NUMBERS, List.of(0.05, 0.25, 0.5, 0.75, 0.95))),
        error == ERROR ? Direction.NEITHER : Direction.LOWER,
        (context, arguments) -> {
          double[] shares = arguments.numbers("quantiles");
          if (shares.length == 0) {
            throw new IllegalArgumentException("quantiles is empty");
          }
          for (double share : shares) {
            share(share);
          }
          return quantiles(context, error, Numbers.of(shares));
        });
  }

  private static Start quantiles(MetricContext context, Formula error, Numbers shares)
      throws SpecException {
    Suitability.sameShape("quantiles of errors", context);
    boolean weighted = context.weighted();
    return Start.of(() -> new QuantileAccumulator(error, shares, weighted, PairTable.CAPACITY));
  }

  private static double share(double quantile) {
    if (!(quantile >= 0 && quantile <= 1)) {
      throw new IllegalArgumentException("a quantile must be in [0, 1], not " + quantile);
    }
    return quantile;
  }

  /** Keras' Sum: of the predictions. */
  private enum Summing implements BuiltIn.Maker, ElementFunction {
    PREDICTIONS;

    @Override
    public Start make(MetricContext context, Arguments arguments) {
      boolean weighted = context.weighted();
      Supplier<Accumulator> state = () -> new MeanAccumulator(this, Divisor.ONE, weighted);
      return Start.of(state);
    }

    @Override
    public int cells(OutputRows rows) {
      return rows.predictionWidth;
    }

    @Override
    public boolean compute(OutputRows rows, int row, double[] values) {
      for (int i = 0; i < rows.predictionWidth; i++) {
        values[i] = rows.predictions[row * rows.predictionWidth + i];
      }
      return false;
    }
  }
}
