package dev.scorekeeper.server.evaluation.classification;

import static dev.scorekeeper.server.evaluation.Parameter.Type.INTEGERS;
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
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Precision, recall, F and Jaccard of each class, put together as by scikit-learn 1.9.
 *
 * <p>{@code average}: 'binary' takes the yes alone, 'micro' adds the counts of all classes, 'macro'
 * is the mean over the classes that occur among labels or predictions, or those in {@code labels},
 * 'weighted' weighs it by their share of the labels, None gives each class. A quotient of 0 by 0 is
 * {@code zero_division}, and not defined without one; averages then take it for 0, as scikit-learn
 * does, and leave a NaN out.
 */
final class AveragedMetrics {

  private static final Parameter AVERAGE = Parameter.of("average", TEXT, "binary");
  private static final Parameter ZERO_DIVISION = Parameter.of("zero_division", NUMBER, null);
  private static final Parameter LABELS = Parameter.of("labels", INTEGERS, null);
  private static final Parameter THRESHOLD = Parameter.of(DecisionSource.THRESHOLD, NUMBER, null);

  private AveragedMetrics() {}

  /** A quotient of weights: hits, what the class was, what was taken for it. */
  private interface Quotient {
    Value of(double hits, double actual, double predicted);
  }

  static List<MetricFactory> factories() {
    return List.of(
        factory("precision_score", List.of(), (h, a, p) -> Value.ratio(h, p)),
        factory("recall_score", List.of(), (h, a, p) -> Value.ratio(h, a)),
        factory("f1", List.of("f1_measure"), (h, a, p) -> Value.ratio(2 * h, a + p)),
        factory("jaccard_score", List.of("jaccard"), (h, a, p) -> Value.ratio(h, a + p - h)),
        new MetricDefinition(
            "fbeta",
            List.of("fbeta_measure"),
            "1",
            List.of(Parameter.of("beta", NUMBER, null), AVERAGE, ZERO_DIVISION, LABELS, THRESHOLD),
            (context, arguments) -> {
              double beta = ArgumentChecks.number(arguments, "beta", 0, Double.MAX_VALUE);
              double square = beta * beta;
              return create(
                  "fbeta",
                  context,
                  arguments,
                  (h, a, p) -> Value.ratio((1 + square) * h, square * a + p));
            }));
  }

  private static MetricFactory factory(String id, List<String> aliases, Quotient quotient) {
    return new MetricDefinition(
        id,
        aliases,
        "1",
        List.of(AVERAGE, ZERO_DIVISION, LABELS, THRESHOLD),
        (context, arguments) -> create(id, context, arguments, quotient));
  }

  private static Metric create(
      String id, MetricContext context, Arguments arguments, Quotient quotient)
      throws SpecException {
    DecisionSource source = DecisionSource.of(context, arguments);
    String average =
        ArgumentChecks.choice(arguments, "average", "binary", "micro", "macro", "weighted", "");
    if (average.equals("binary") && !source.isBinary()) {
      throw ArgumentChecks.unsuitable(
          id
              + " with average='binary' needs two classes; for "
              + context.output()
              + " say average='macro', 'micro', 'weighted' or None");
    }
    int[] labels = labels(arguments);
    OptionalDouble zero = zeroDivision(arguments);
    int yes = source.yes();
    return source.metric(
        id,
        arguments,
        average,
        Direction.HIGHER,
        state -> read(state, average, labels, zero, yes, quotient));
  }

  private static int[] labels(Arguments arguments) throws SpecException {
    if (!arguments.has("labels")) {
      return new int[0];
    }
    double[] given = arguments.numbers("labels");
    int[] labels = new int[given.length];
    for (int i = 0; i < labels.length; i++) {
      if (!(given[i] >= 0 && given[i] < Integer.MAX_VALUE)) {
        throw ArgumentChecks.bad(
            "labels", "labels must be classes, not " + given[i], "classes", given[i]);
      }
      labels[i] = (int) given[i];
    }
    return labels;
  }

  private static OptionalDouble zeroDivision(Arguments arguments) throws SpecException {
    if (!arguments.has("zero_division")) {
      return OptionalDouble.empty();
    }
    double value = arguments.number("zero_division");
    if (value != 0 && value != 1 && !Double.isNaN(value)) {
      throw ArgumentChecks.bad(
          "zero_division", "zero_division must be 0, 1 or nan, not " + value, "0, 1 or nan", value);
    }
    return OptionalDouble.of(value);
  }

  private static MetricResult read(
      DecisionCounts state,
      String average,
      int[] labels,
      OptionalDouble zero,
      int yes,
      Quotient quotient) {
    ClassCounts counts = state.counts();
    if (average.equals("binary")) {
      return MetricResult.of(or(zero, of(counts, yes, quotient)));
    }
    int[] classes = labels;
    if (labels.length == 0) {
      boolean all = average.isEmpty() || state instanceof QuestionState;
      classes =
          IntStream.range(0, counts.classes()).filter(c -> all || counts.present(c)).toArray();
    }
    return switch (average) {
      case "" -> each(counts, classes, zero, quotient);
      case "micro" -> MetricResult.of(or(zero, micro(counts, classes, quotient)));
      default -> {
        boolean weighted = average.equals("weighted");
        yield MetricResult.of(mean(counts, classes, zero, weighted, quotient));
      }
    };
  }

  private static MetricResult each(
      ClassCounts counts, int[] classes, OptionalDouble zero, Quotient quotient) {
    List<Value> values = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int c : classes) {
      values.add(or(zero, of(counts, c, quotient)));
      names.add("class " + c);
    }
    return new MetricResult(values, names);
  }

  private static Value micro(ClassCounts counts, int[] classes, Quotient quotient) {
    double hits = 0;
    double actual = 0;
    double predicted = 0;
    for (int c : classes) {
      if (c < counts.classes()) {
        hits += counts.hits()[c];
        actual += counts.actual()[c];
        predicted += counts.predicted()[c];
      }
    }
    return quotient.of(hits, actual, predicted);
  }

  private static Value mean(
      ClassCounts counts, int[] classes, OptionalDouble zero, boolean weighted, Quotient quotient) {
    double sum = 0;
    double weights = 0;
    for (int c : classes) {
      Value value = of(counts, c, quotient);
      double number = value.isDefined() ? value.number() : zero.orElse(0);
      double weight = 1;
      if (weighted) {
        weight = c < counts.classes() ? counts.actual()[c] : 0;
      }
      if (!Double.isNaN(number)) {
        sum += weight * number;
        weights += weight;
      }
    }
    return or(zero, Value.ratio(sum, weights));
  }

  private static Value of(ClassCounts counts, int c, Quotient quotient) {
    return c < counts.classes()
        ? quotient.of(counts.hits()[c], counts.actual()[c], counts.predicted()[c])
        : quotient.of(0, 0, 0);
  }

  private static Value or(OptionalDouble zero, Value value) {
    return value.isDefined() || zero.isEmpty() || Double.isNaN(zero.getAsDouble())
        ? value
        : Value.of(zero.getAsDouble());
  }
}
