package dev.scorekeeper.server.evaluation.curve;

import static dev.scorekeeper.server.evaluation.Parameter.Type.INTEGER;
import static dev.scorekeeper.server.evaluation.Parameter.Type.NUMBER;
import static dev.scorekeeper.server.evaluation.Parameter.Type.NUMBERS;

import dev.scorekeeper.server.evaluation.ArgumentChecks;
import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricDefinition;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.Parameter;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.Value.Undefined;
import dev.scorekeeper.server.evaluation.classification.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Keras' metrics of confusion counts at thresholds, by Keras 3.15.1's {@code confusion_metrics.py}.
 *
 * <p>A score is a yes when it is greater than the threshold, in float32; NaN never is. Without
 * {@code thresholds} it is the output's own, which is 0.5 in Keras. Empty counts are 0. A quotient
 * of 0 by 0 is not defined, where Keras gives 0.
 */
final class ThresholdMetrics {

  private static final List<Parameter> COUNT_PARAMETERS =
      List.of(Parameter.of("thresholds", NUMBERS, null));

  private static final List<Parameter> RATIO_PARAMETERS =
      List.of(
          Parameter.of("thresholds", NUMBERS, null),
          Parameter.of("top_k", INTEGER, null),
          Parameter.of("class_id", INTEGER, null));

  private ThresholdMetrics() {}

  /** A value at one threshold. */
  private interface Reading {
    Value at(ThresholdCounts counts, int threshold);
  }

  static List<MetricFactory> factories() {
    return List.of(
        count("true_positives", Direction.HIGHER, (c, i) -> Value.of(c.truePositives()[i])),
        count("false_positives", Direction.LOWER, (c, i) -> Value.of(c.falsePositives()[i])),
        count("true_negatives", Direction.HIGHER, (c, i) -> Value.of(c.trueNegatives()[i])),
        count("false_negatives", Direction.LOWER, (c, i) -> Value.of(c.falseNegatives()[i])),
        ratio(
            "precision",
            (c, i) ->
                Value.ratio(c.truePositives()[i], c.truePositives()[i] + c.falsePositives()[i])),
        ratio(
            "recall",
            (c, i) ->
                Value.ratio(c.truePositives()[i], c.truePositives()[i] + c.falseNegatives()[i])),
        best(
            "sensitivity_at_specificity",
            "specificity",
            true,
            ThresholdCounts::specificity,
            ThresholdCounts::recall),
        best(
            "specificity_at_sensitivity",
            "sensitivity",
            true,
            ThresholdCounts::recall,
            ThresholdCounts::specificity),
        best(
            "precision_at_recall",
            "recall",
            false,
            ThresholdCounts::recall,
            ThresholdCounts::precision),
        best(
            "recall_at_precision",
            "precision",
            false,
            ThresholdCounts::precision,
            ThresholdCounts::recall));
  }

  /** Thresholds that were given: in [0, 1], at least one. */
  static double[] thresholds(Arguments arguments) throws SpecException {
    double[] thresholds = arguments.numbers("thresholds");
    if (thresholds.length == 0) {
      throw ArgumentChecks.bad("thresholds must not be an empty list")
          .with("parameter", "thresholds");
    }
    for (double threshold : thresholds) {
      if (!(threshold >= 0 && threshold <= 1)) {
        throw ArgumentChecks.bad(
            "thresholds", "thresholds must be in [0, 1], not " + threshold, "[0, 1]", threshold);
      }
    }
    return thresholds;
  }

  private static MetricFactory count(String id, Direction direction, Reading reading) {
    return new MetricDefinition(
        id,
        List.of(),
        "1",
        COUNT_PARAMETERS,
        (context, arguments) -> {
          Decision decision = Decision.of(context);
          ThresholdGrid grid = grid(arguments, decision.exclusive());
          return CurveMetrics.metric(
              id,
              context,
              decision.in(arguments, "thresholds"),
              "",
              direction,
              ThresholdSource.of(grid, context),
              each(grid, reading));
        });
  }

  private static MetricFactory ratio(String id, Reading reading) {
    return new MetricDefinition(
        id,
        List.of(),
        "1",
        RATIO_PARAMETERS,
        (context, arguments) -> {
          OptionalInt topK =
              ArgumentChecks.optionalInteger(arguments, "top_k", 1, context.classes());
          Decision decision =
              topK.isPresent()
                  ? new Decision(ThresholdSource.NOT_TOP, false)
                  : Decision.of(context);
          ThresholdGrid grid = grid(arguments, decision.exclusive());
          ThresholdSource source = onlyClass(ThresholdSource.of(grid, context), context, arguments);
          return CurveMetrics.metric(
              id,
              context,
              decision.in(arguments, "thresholds"),
              "",
              Direction.HIGHER,
              topK.isPresent() ? source.onlyTop(topK.getAsInt()) : source,
              each(grid, reading));
        });
  }

  /** A coordinate at a threshold. */
  private interface Coordinate {
    double at(ThresholdCounts counts, int threshold);
  }

  /** The most of one coordinate where another reaches a value; 0 where it never does. */
  private static MetricFactory best(
      String id,
      String constraint,
      boolean negativesNeeded,
      Coordinate constrained,
      Coordinate wanted) {
    return new MetricDefinition(
        id,
        List.of(),
        "1",
        List.of(
            Parameter.of(constraint, NUMBER, null),
            Parameter.of("num_thresholds", INTEGER, 200L),
            Parameter.of("class_id", INTEGER, null)),
        (context, arguments) -> {
          float least = (float) ArgumentChecks.number(arguments, constraint, 0, 1);
          int count = ArgumentChecks.integer(arguments, "num_thresholds", 1, 1_000_000);
          ThresholdSource source =
              onlyClass(
                  ThresholdSource.of(ThresholdGrid.linear(count), context), context, arguments);
          return CurveMetrics.metric(
              id,
              context,
              arguments,
              "",
              Direction.HIGHER,
              source,
              histogram -> best(histogram.counts(0), least, negativesNeeded, constrained, wanted));
        });
  }

  private static MetricResult best(
      ThresholdCounts counts,
      float least,
      boolean negativesNeeded,
      Coordinate constrained,
      Coordinate wanted) {
    if (counts.positives() + counts.negatives() == 0) {
      return MetricResult.of(Value.undefined(Undefined.EMPTY));
    }
    if (counts.positives() == 0 || (negativesNeeded && counts.negatives() == 0)) {
      return MetricResult.of(Value.undefined(Undefined.ONE_CLASS));
    }
    double best = 0;
    for (int i = 0; i < counts.size(); i++) {
      if ((float) constrained.at(counts, i) >= least) {
        best = Math.max(best, wanted.at(counts, i));
      }
    }
    return MetricResult.of(best);
  }

  private static ThresholdSource onlyClass(
      ThresholdSource source, MetricContext context, Arguments arguments) throws SpecException {
    OptionalInt id =
        ArgumentChecks.optionalInteger(arguments, "class_id", 0, context.classes() - 1);
    return id.isPresent() ? source.onlyClass(id.getAsInt()) : source;
  }

  private static ThresholdGrid grid(Arguments arguments, float otherwise) throws SpecException {
    return arguments.has("thresholds")
        ? ThresholdGrid.listed(thresholds(arguments))
        : ThresholdGrid.listed(otherwise);
  }

  private static Function<ThresholdHistogram, MetricResult> each(
      ThresholdGrid grid, Reading reading) {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < grid.size() && grid.size() > 1; i++) {
      labels.add("threshold " + grid.threshold(i));
    }
    return histogram -> {
      ThresholdCounts counts = histogram.counts(0);
      List<Value> values = new ArrayList<>();
      for (int i = 0; i < counts.size(); i++) {
        values.add(reading.at(counts, i));
      }
      return new MetricResult(values, labels);
    };
  }
}
