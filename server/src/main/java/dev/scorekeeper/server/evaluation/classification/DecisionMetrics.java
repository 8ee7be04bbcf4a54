package dev.scorekeeper.server.evaluation.classification;

import static dev.scorekeeper.server.evaluation.Parameter.Type.BOOLEAN;
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
import dev.scorekeeper.server.evaluation.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Metrics of all decisions together, as scikit-learn 1.9 defines them in {@code
 * metrics/_classification.py}. Empty, and quotients of 0 by 0: not defined.
 */
final class DecisionMetrics {

  private static final Parameter THRESHOLD = Parameter.of(DecisionSource.THRESHOLD, NUMBER, null);

  /** More classes have too many values to be listed. */
  private static final int MOST_LISTED = 64;

  private DecisionMetrics() {}

  static List<MetricFactory> factories() {
    return List.of(
        simple(
            "accuracy_score",
            List.of("subset_accuracy"),
            Direction.HIGHER,
            state -> Value.ratio(state.right(), state.all())),
        simple(
            "zero_one_loss",
            List.of(),
            Direction.LOWER,
            state -> Value.ratio(state.all() - state.right(), state.all())),
        simple("hamming_loss", List.of(), Direction.LOWER, DecisionMetrics::hammingLoss),
        new MetricDefinition(
            "balanced_accuracy",
            List.of("balanced_accuracy_score"),
            "1",
            List.of(Parameter.of("adjusted", BOOLEAN, false), THRESHOLD),
            DecisionMetrics::balancedAccuracy),
        new MetricDefinition(
            "matthews_corrcoef",
            List.of("mcc", "matthews_correlation_coefficient"),
            "1",
            List.of(THRESHOLD),
            (context, arguments) ->
                ofClasses("matthews_corrcoef", context, arguments, Direction.HIGHER, s -> mcc(s))),
        new MetricDefinition(
            "cohen_kappa",
            List.of("cohen_kappa_score", "kappa"),
            "1",
            List.of(Parameter.of("weights", TEXT, null), THRESHOLD),
            DecisionMetrics::kappa),
        new MetricDefinition(
            "confusion_matrix",
            List.of("multi_class_confusion_matrix"),
            "1",
            List.of(Parameter.of("normalize", TEXT, null), THRESHOLD),
            DecisionMetrics::matrix),
        new MetricDefinition(
            "support", List.of(), "1", List.of(THRESHOLD), DecisionMetrics::support));
  }

  private static MetricFactory simple(
      String id,
      List<String> aliases,
      Direction direction,
      Function<DecisionCounts, Value> reading) {
    return new MetricDefinition(
        id,
        aliases,
        "1",
        List.of(THRESHOLD),
        (context, arguments) ->
            DecisionSource.of(context, arguments)
                .metric(
                    id, arguments, "", direction, state -> MetricResult.of(reading.apply(state))));
  }

  /** Fraction of wrong answers: of positions, or of questions at all positions. */
  private static Value hammingLoss(DecisionCounts state) {
    return state instanceof QuestionState questions
        ? Value.of(questions.wrongAnswers())
        : Value.ratio(state.all() - state.right(), state.all());
  }

  /** Mean recall of the classes that occur among labels; adjusted: 0 for guessing. */
  private static Metric balancedAccuracy(MetricContext context, Arguments arguments)
      throws SpecException {
    boolean adjusted = arguments.flag("adjusted");
    return ofClasses(
        "balanced_accuracy",
        context,
        arguments,
        Direction.HIGHER,
        state -> {
          ClassCounts counts = state.counts();
          double sum = 0;
          int present = 0;
          for (int c = 0; c < counts.classes(); c++) {
            if (counts.actual()[c] > 0) {
              sum += counts.hits()[c] / counts.actual()[c];
              present++;
            }
          }
          Value mean = Value.ratio(sum, present);
          if (!adjusted || !mean.isDefined()) {
            return mean;
          }
          double chance = 1.0 / present;
          return Value.ratio(mean.number() - chance, 1 - chance);
        });
  }

  /**
   * Matthews' correlation for any number of classes. J. Gorodkin, Comparing two K-category
   * assignments by a K-category correlation coefficient, 2004.
   */
  private static Value mcc(ConfusionState state) {
    ClassCounts counts = state.counts();
    double total = counts.total();
    double hits = 0;
    double both = 0;
    double actual = 0;
    double predicted = 0;
    for (int c = 0; c < counts.classes(); c++) {
      hits += counts.hits()[c];
      both += counts.actual()[c] * counts.predicted()[c];
      actual += counts.actual()[c] * counts.actual()[c];
      predicted += counts.predicted()[c] * counts.predicted()[c];
    }
    double square = total * total;
    return Value.ratio(
        hits * total - both, Math.sqrt(square - actual) * Math.sqrt(square - predicted));
  }

  /**
   * Cohen's kappa; with weights by the distance of the classes, as scikit-learn computes it when it
   * is given all classes as labels.
   */
  private static Metric kappa(MetricContext context, Arguments arguments) throws SpecException {
    String weights = ArgumentChecks.choice(arguments, "weights", "", "linear", "quadratic");
    return ofClasses(
        "cohen_kappa",
        context,
        arguments,
        Direction.HIGHER,
        state -> {
          ClassCounts counts = state.counts();
          CellSums cells = state.cells();
          double observed = 0;
          for (int i : cells.order()) {
            observed +=
                distance(weights, cells.label(i), cells.prediction(i)) * cells.sums().value(i);
          }
          Value disagreement =
              Value.ratio(observed * counts.total(), expectedDistance(weights, counts));
          return disagreement.isDefined() ? Value.of(1 - disagreement.number()) : disagreement;
        });
  }

  private static double distance(String weights, int a, int b) {
    double distance = Math.abs(a - b);
    return switch (weights) {
      case "linear" -> distance;
      case "quadratic" -> distance * distance;
      default -> a == b ? 0 : 1;
    };
  }

  /** Sum of the distances of all classes, weighed by labels and predictions, in one pass. */
  private static double expectedDistance(String weights, ClassCounts counts) {
    double[] actual = counts.actual();
    double[] predicted = counts.predicted();
    double total = counts.total();
    double same = 0;
    double linear = 0;
    double actualBelow = 0;
    double predictedBelow = 0;
    double[] firstMoments = new double[2];
    double[] secondMoments = new double[2];
    for (int c = 0; c < actual.length; c++) {
      // What is on both sides of the step from class c - 1 to class c.
      linear += actualBelow * (total - predictedBelow) + predictedBelow * (total - actualBelow);
      actualBelow += actual[c];
      predictedBelow += predicted[c];
      same += actual[c] * predicted[c];
      firstMoments[0] += c * actual[c];
      firstMoments[1] += c * predicted[c];
      secondMoments[0] += (double) c * c * actual[c];
      secondMoments[1] += (double) c * c * predicted[c];
    }
    return switch (weights) {
      case "linear" -> linear;
      case "quadratic" ->
          (secondMoments[0] + secondMoments[1]) * total - 2 * firstMoments[0] * firstMoments[1];
      default -> total * total - same;
    };
  }

  /** All cells, row by row; normalized: over their row ('true'), column ('pred') or all. */
  private static Metric matrix(MetricContext context, Arguments arguments) throws SpecException {
    String normalize = ArgumentChecks.choice(arguments, "normalize", "", "true", "pred", "all");
    if (context.classes() > MOST_LISTED) {
      throw ArgumentChecks.unsuitable(
          "confusion_matrix lists the cells of at most "
              + MOST_LISTED
              + " classes; "
              + context.output()
              + " has "
              + context.classes(),
          "at most " + MOST_LISTED,
          context.classes());
    }
    DecisionSource source = classes("confusion_matrix", context, arguments);
    return source.metric(
        "confusion_matrix",
        arguments,
        normalize,
        Direction.NEITHER,
        state -> cells((ConfusionState) state, normalize));
  }

  private static MetricResult cells(ConfusionState state, String normalize) {
    ClassCounts counts = state.counts();
    int classes = Math.min(counts.classes(), MOST_LISTED);
    double[] matrix = state.matrix(classes);
    List<Value> values = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      for (int prediction = 0; prediction < classes; prediction++) {
        double cell = matrix[label * classes + prediction];
        values.add(
            switch (normalize) {
              case "true" -> Value.ratio(cell, counts.actual()[label]);
              case "pred" -> Value.ratio(cell, counts.predicted()[prediction]);
              case "all" -> Value.ratio(cell, counts.total());
              default -> Value.of(cell);
            });
        labels.add("class " + label + " as class " + prediction);
      }
    }
    return new MetricResult(values, labels);
  }

  /** Weight of the rows of each class. */
  private static Metric support(MetricContext context, Arguments arguments) throws SpecException {
    return DecisionSource.of(context, arguments)
        .metric(
            "support",
            arguments,
            "",
            Direction.NEITHER,
            state -> {
              double[] actual = state.counts().actual();
              List<Value> values = new ArrayList<>();
              List<String> labels = new ArrayList<>();
              for (int c = 0; c < actual.length; c++) {
                values.add(Value.of(actual[c]));
                labels.add("class " + c);
              }
              return new MetricResult(values, labels);
            });
  }

  private static Metric ofClasses(
      String id,
      MetricContext context,
      Arguments arguments,
      Direction direction,
      Function<ConfusionState, Value> reading)
      throws SpecException {
    return classes(id, context, arguments)
        .metric(
            id,
            arguments,
            "",
            direction,
            state -> MetricResult.of(reading.apply((ConfusionState) state)));
  }

  private static DecisionSource classes(String id, MetricContext context, Arguments arguments)
      throws SpecException {
    DecisionSource source = DecisionSource.of(context, arguments);
    if (source.form() == OutputForm.QUESTIONS) {
      throw ArgumentChecks.unsuitable(
          id + " needs rows of one class each; " + context.output() + " answers several questions",
          "rows of one class each",
          "several questions");
    }
    return source;
  }
}
