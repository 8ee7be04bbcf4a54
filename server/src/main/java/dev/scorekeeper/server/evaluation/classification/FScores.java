package dev.scorekeeper.server.evaluation.classification;

import static dev.scorekeeper.server.evaluation.Parameter.Type.NUMBER;
import static dev.scorekeeper.server.evaluation.Parameter.Type.TEXT;

import dev.scorekeeper.server.evaluation.ArgumentChecks;
import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricDefinition;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.Parameter;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.StateMetric;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.Value.Undefined;
import dev.scorekeeper.server.evaluation.loss.Suitability;
import java.util.ArrayList;
import java.util.List;

/**
 * Keras' {@code F1Score} and {@code FBetaScore}, by Keras 3.15.1's {@code f_score_metrics.py}:
 * every quotient has 1e-7 added to its divisor, so that 0 by 0 is 0. Empty: not defined.
 *
 * <p>Without a threshold all scores that equal the greatest of their row are a yes, unless they are
 * within 1e-9 of 0.
 */
final class FScores {

  private static final double EPSILON = 1e-7;
  private static final Parameter AVERAGE = Parameter.of("average", TEXT, null);
  private static final Parameter THRESHOLD = Parameter.of("threshold", NUMBER, null);

  private FScores() {}

  static List<MetricFactory> factories() {
    return List.of(
        new MetricDefinition(
            "f1_score",
            List.of(),
            "1",
            List.of(AVERAGE, THRESHOLD),
            (context, arguments) -> create("f1_score", context, arguments, 1)),
        new MetricDefinition(
            "fbeta_score",
            List.of("f_beta_score"),
            "1",
            List.of(AVERAGE, Parameter.of("beta", NUMBER, 1.0), THRESHOLD),
            (context, arguments) ->
                create(
                    "fbeta_score",
                    context,
                    arguments,
                    ArgumentChecks.number(arguments, "beta", Double.MIN_NORMAL, Float.MAX_VALUE))));
  }

  private static Metric create(String id, MetricContext context, Arguments arguments, double beta)
      throws SpecException {
    Suitability.sameShape(id, context);
    String average = ArgumentChecks.choice(arguments, "average", "", "micro", "macro", "weighted");
    float threshold = Float.NaN;
    if (arguments.has("threshold")) {
      threshold = (float) ArgumentChecks.number(arguments, "threshold", Double.MIN_NORMAL, 1);
    }
    int classes = context.classes();
    if (classes < 1 || context.predictionShape().size() > 1) {
      throw ArgumentChecks.unsuitable(
          id
              + " needs rows of one axis, the classes; those of "
              + context.output()
              + " are of shape "
              + context.predictionShape(),
          "rows of one axis, the classes",
          context.predictionShape());
    }
    float decided = threshold;
    return new StateMetric<>(
        ClassificationMetrics.identity(id, context, arguments, average, Direction.HIGHER),
        "f " + classes + " " + threshold + " weighted=" + context.weighted(),
        FScoreState.class,
        () -> new FScoreState(classes, decided, context.weighted()),
        state -> read(state, average, beta * beta));
  }

  private static MetricResult read(FScoreState state, String average, double square) {
    if (state.rows() == 0) {
      return MetricResult.of(Value.undefined(Undefined.EMPTY));
    }
    int classes = state.classes();
    if (average.equals("micro")) {
      return MetricResult.of(
          score(
              state.allTruePositives(),
              state.allFalsePositives(),
              state.allFalseNegatives(),
              square));
    }
    double[] scores = new double[classes];
    double sum = 0;
    double weighted = 0;
    double weights = 0;
    for (int c = 0; c < classes; c++) {
      scores[c] =
          score(state.truePositives(c), state.falsePositives(c), state.falseNegatives(c), square);
      sum += scores[c];
      weighted += scores[c] * state.positives(c);
      weights += state.positives(c);
    }
    return switch (average) {
      case "macro" -> MetricResult.of(sum / classes);
      case "weighted" -> MetricResult.of(weighted / (weights + EPSILON));
      default -> each(scores);
    };
  }

  private static MetricResult each(double[] scores) {
    List<Value> values = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int c = 0; c < scores.length; c++) {
      values.add(Value.of(scores[c]));
      labels.add("class " + c);
    }
    return new MetricResult(values, labels);
  }

  private static double score(double tp, double fp, double fn, double square) {
    double precision = tp / (tp + fp + EPSILON);
    double recall = tp / (tp + fn + EPSILON);
    return (1 + square) * (precision * recall / (square * precision + recall + EPSILON));
  }
}
