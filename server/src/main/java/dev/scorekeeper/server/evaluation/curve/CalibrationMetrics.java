package dev.scorekeeper.server.evaluation.curve;

import static dev.scorekeeper.server.evaluation.Parameter.Type.INTEGER;
import static dev.scorekeeper.server.evaluation.Parameter.Type.TEXT;

import dev.scorekeeper.server.evaluation.ArgumentChecks;
import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.MetricDefinition;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.Parameter;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.StateMetric;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.Value.Undefined;
import dev.scorekeeper.server.evaluation.curve.ScoreLayout.Tables;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Whether probabilities mean what they say. Of an output of several classes it is the greatest
 * probability that is asked, which is right when its class is; of two classes the yes; of questions
 * all together. Empty: not defined. NaN or infinite scores: {@link Undefined#NOT_FINITE}.
 */
final class CalibrationMetrics {

  private static final Parameter CLASS_ID = Parameter.of("class_id", INTEGER, null);
  private static final Parameter MAX_SCORES =
      Parameter.of("max_scores", INTEGER, ScoreLayout.DEFAULT_MOST);

  private CalibrationMetrics() {}

  static List<MetricFactory> factories() {
    return List.of(
        new MetricDefinition(
            "expected_calibration_error",
            List.of("ece"),
            "1",
            List.of(
                Parameter.of("num_bins", INTEGER, 15L),
                Parameter.of("strategy", TEXT, "uniform"),
                Parameter.of("norm", TEXT, "l1"),
                CLASS_ID,
                MAX_SCORES),
            CalibrationMetrics::calibrationError),
        new MetricDefinition(
            "calibration_plot",
            List.of("calibration_histogram"),
            "1",
            List.of(Parameter.of("num_bins", INTEGER, 10_000L), CLASS_ID, MAX_SCORES),
            CalibrationMetrics::calibration),
        new MetricDefinition(
            "tjur",
            List.of("tjur_discrimination", "coefficient_of_discrimination"),
            "1",
            List.of(CLASS_ID, MAX_SCORES),
            CalibrationMetrics::tjur));
  }

  private static Metric calibrationError(MetricContext context, Arguments arguments)
      throws SpecException {
    int bins = ArgumentChecks.integer(arguments, "num_bins", 1, 1_000_000);
    String strategy = ArgumentChecks.choice(arguments, "strategy", "uniform", "quantile");
    String named = ArgumentChecks.choice(arguments, "norm", "l1", "l2", "max");
    Reliability.Norm norm = Reliability.Norm.valueOf(named.toUpperCase(Locale.ROOT));
    ScoreLayout layout = layout(context, arguments);
    MetricIdentity identity =
        CurveMetrics.identity(
            "expected_calibration_error",
            context,
            arguments,
            layout.tables() == Tables.TOP ? "top_class" : "",
            Direction.LOWER);
    if (strategy.equals("uniform")) {
      return new StateMetric<>(
          identity,
          "calibration " + bins + " " + layout.stateKey(context.weighted()),
          CalibrationBins.class,
          () -> new CalibrationBins(layout, bins, context.weighted()),
          state ->
              value(
                  state.notNumbers(),
                  Reliability.error(norm, state.scores(), state.positives(), state.weights())));
    }
    return new StateMetric<>(
        identity,
        layout.stateKey(context.weighted()),
        ScoreAccumulator.class,
        () -> new ScoreAccumulator(layout, context.weighted()),
        () -> new ScoreAccumulator(layout.ofReplicate(), context.weighted()),
        state -> {
          QuantileBins quantiles = QuantileBins.of(state.table(0), bins, context.weighted());
          return value(
              state.table(0).notNumbers(),
              Reliability.error(
                  norm, quantiles.scores(), quantiles.positives(), quantiles.weights()));
        });
  }

  /** Sum of weighted scores over the weight of positives: above 1 for scores that are too high. */
  private static Metric calibration(MetricContext context, Arguments arguments)
      throws SpecException {
    int bins = ArgumentChecks.integer(arguments, "num_bins", 1, 1_000_000);
    ScoreLayout layout = layout(context, arguments);
    Function<CalibrationBins, MetricResult> reading =
        state ->
            state.notNumbers() > 0
                ? MetricResult.of(Value.undefined(Undefined.NOT_FINITE))
                : MetricResult.of(Value.ratio(sum(state.scores()), sum(state.positives())));
    return new StateMetric<>(
        CurveMetrics.identity(
            "calibration_plot",
            context,
            arguments,
            layout.tables() == Tables.TOP ? "top_class" : "",
            Direction.NEITHER),
        "calibration " + bins + " " + layout.stateKey(context.weighted()),
        CalibrationBins.class,
        () -> new CalibrationBins(layout, bins, context.weighted()),
        reading);
  }

  /** T. Tjur, Coefficients of Determination in Logistic Regression Models, 2009. */
  private static Metric tjur(MetricContext context, Arguments arguments) throws SpecException {
    ScoreLayout layout = layout(context, arguments);
    if (layout.tables() != Tables.ONE) {
      throw ArgumentChecks.bad("class_id must be given: which class or question is asked")
          .with("parameter", "class_id");
    }
    return new StateMetric<>(
        CurveMetrics.identity("tjur", context, arguments, "", Direction.HIGHER),
        "calibration 1 " + layout.stateKey(context.weighted()),
        CalibrationBins.class,
        () -> new CalibrationBins(layout, 1, context.weighted()),
        state ->
            MetricResult.of(
                state.notNumbers() > 0
                    ? Value.undefined(Undefined.NOT_FINITE)
                    : state.discrimination()));
  }

  private static ScoreLayout layout(MetricContext context, Arguments arguments)
      throws SpecException {
    if (context.kind() != ScoreKind.PROBABILITY) {
      String got = context.kind().name().toLowerCase(Locale.ROOT) + " scores";
      throw ArgumentChecks.unsuitable(
          "it needs probabilities; " + context.output() + " gives " + got, "probabilities", got);
    }
    return ScoreLayout.of(context, arguments, Tables.TOP);
  }

  private static MetricResult value(long notNumbers, double error) {
    if (notNumbers > 0) {
      return MetricResult.of(Value.undefined(Undefined.NOT_FINITE));
    }
    return MetricResult.of(
        Double.isNaN(error) ? Value.undefined(Undefined.EMPTY) : Value.of(error));
  }

  private static double sum(double[] values) {
    RunningSum sum = new RunningSum();
    for (double value : values) {
      sum.add(value);
    }
    return sum.value();
  }
}
