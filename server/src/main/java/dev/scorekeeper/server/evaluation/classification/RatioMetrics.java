package dev.scorekeeper.server.evaluation.classification;

import static dev.scorekeeper.server.evaluation.MetricIdentity.Direction.HIGHER;
import static dev.scorekeeper.server.evaluation.MetricIdentity.Direction.LOWER;
import static dev.scorekeeper.server.evaluation.MetricIdentity.Direction.NEITHER;
import static dev.scorekeeper.server.evaluation.Parameter.Type.INTEGER;
import static dev.scorekeeper.server.evaluation.Parameter.Type.NUMBER;

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
import java.util.OptionalInt;

/**
 * Ratios of the four counts of a yes-or-no decision, named as in TensorFlow Model Analysis.
 *
 * <p>A binary output, and one of two classes, gives the ratio of its yes. Of several classes, or
 * questions, each gives its own, against the rest, or {@code class_id} alone; with a {@code
 * threshold} a class is decided by its own score. Empty, and quotients of 0 by 0: not defined.
 */
final class RatioMetrics {

  private static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.of(DecisionSource.THRESHOLD, NUMBER, null),
          Parameter.of("class_id", INTEGER, null));

  private RatioMetrics() {}

  /** A ratio of true and false positives, true and false negatives. */
  private interface Ratio {
    Value of(double tp, double fp, double tn, double fn);
  }

  static List<MetricFactory> factories() {
    return List.of(
        factory(
            "sensitivity",
            HIGHER,
            (tp, fp, tn, fn) -> Value.ratio(tp, tp + fn),
            "true_positive_rate",
            "tpr"),
        factory(
            "specificity",
            HIGHER,
            (tp, fp, tn, fn) -> Value.ratio(tn, tn + fp),
            "true_negative_rate",
            "tnr",
            "selectivity"),
        factory(
            "fall_out",
            LOWER,
            (tp, fp, tn, fn) -> Value.ratio(fp, fp + tn),
            "false_positive_rate",
            "fpr"),
        factory(
            "miss_rate",
            LOWER,
            (tp, fp, tn, fn) -> Value.ratio(fn, fn + tp),
            "false_negative_rate",
            "fnr"),
        factory(
            "positive_predictive_value",
            HIGHER,
            (tp, fp, tn, fn) -> Value.ratio(tp, tp + fp),
            "ppv"),
        factory(
            "negative_predictive_value",
            HIGHER,
            (tp, fp, tn, fn) -> Value.ratio(tn, tn + fn),
            "npv"),
        factory("false_discovery_rate", LOWER, (tp, fp, tn, fn) -> Value.ratio(fp, fp + tp), "fdr"),
        factory("false_omission_rate", LOWER, (tp, fp, tn, fn) -> Value.ratio(fn, fn + tn), "for"),
        factory("prevalence", NEITHER, (tp, fp, tn, fn) -> Value.ratio(tp + fn, tp + fp + tn + fn)),
        factory(
            "predicted_positive_rate",
            NEITHER,
            (tp, fp, tn, fn) -> Value.ratio(tp + fp, tp + fp + tn + fn)),
        factory("prevalence_threshold", NEITHER, RatioMetrics::prevalenceThreshold),
        factory(
            "threat_score",
            HIGHER,
            (tp, fp, tn, fn) -> Value.ratio(tp, tp + fn + fp),
            "critical_success_index"),
        factory(
            "fowlkes_mallows_index",
            HIGHER,
            (tp, fp, tn, fn) -> root(product(Value.ratio(tp, tp + fp), Value.ratio(tp, tp + fn))),
            "fowlkes_mallows"),
        factory(
            "informedness",
            HIGHER,
            (tp, fp, tn, fn) -> lessOne(Value.ratio(tp, tp + fn), Value.ratio(tn, tn + fp)),
            "youden",
            "bookmaker_informedness"),
        factory(
            "markedness",
            HIGHER,
            (tp, fp, tn, fn) -> lessOne(Value.ratio(tp, tp + fp), Value.ratio(tn, tn + fn)),
            "delta_p"),
        factory(
            "positive_likelihood_ratio",
            HIGHER,
            (tp, fp, tn, fn) -> over(Value.ratio(tp, tp + fn), Value.ratio(fp, fp + tn)),
            "lr_plus"),
        factory(
            "negative_likelihood_ratio",
            LOWER,
            (tp, fp, tn, fn) -> over(Value.ratio(fn, fn + tp), Value.ratio(tn, tn + fp)),
            "lr_minus"),
        factory(
            "diagnostic_odds_ratio",
            HIGHER,
            (tp, fp, tn, fn) -> over(Value.ratio(tp, fn), Value.ratio(fp, tn)),
            "dor"));
  }

  private static MetricFactory factory(
      String id, Direction direction, Ratio ratio, String... aliases) {
    return new MetricDefinition(
        id,
        List.of(aliases),
        "1",
        PARAMETERS,
        (context, arguments) -> create(id, context, arguments, direction, ratio));
  }

  private static Metric create(
      String id, MetricContext context, Arguments arguments, Direction direction, Ratio ratio)
      throws SpecException {
    DecisionSource source = DecisionSource.of(context, arguments);
    OptionalInt classId =
        ArgumentChecks.optionalInteger(arguments, "class_id", 0, Integer.MAX_VALUE - 1);
    if (source.isBinary()) {
      int only = classId.orElse(source.yes());
      if (only > 1) {
        throw ArgumentChecks.bad(
            "class_id", "class_id must be 0 or 1 for two classes, not " + only, "0 or 1", only);
      }
      return metric(id, source, arguments, direction, ratio, OptionalInt.of(only));
    }
    if (classId.isPresent() && context.classes() > 1 && classId.getAsInt() >= context.classes()) {
      String range = "[0, " + (context.classes() - 1) + "]";
      throw ArgumentChecks.bad(
          "class_id",
          "class_id must be in " + range + ", not " + classId.getAsInt(),
          range,
          classId.getAsInt());
    }
    if (arguments.has(DecisionSource.THRESHOLD) && source.form() == OutputForm.CLASSES) {
      if (classId.isEmpty()) {
        throw ArgumentChecks.bad("with a threshold, class_id must be given: which class it is for")
            .with("parameter", "class_id");
      }
      return metric(
          id,
          DecisionSource.ofOneClass(context, arguments, classId.getAsInt()),
          arguments,
          direction,
          ratio,
          OptionalInt.of(1));
    }
    return metric(id, source, arguments, direction, ratio, classId);
  }

  private static Metric metric(
      String id,
      DecisionSource source,
      Arguments arguments,
      Direction direction,
      Ratio ratio,
      OptionalInt only)
      throws SpecException {
    return source.metric(id, arguments, "", direction, state -> read(state.counts(), ratio, only));
  }

  private static MetricResult read(ClassCounts counts, Ratio ratio, OptionalInt only) {
    if (only.isPresent()) {
      return MetricResult.of(of(counts, only.getAsInt(), ratio));
    }
    List<Value> values = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int c = 0; c < counts.classes(); c++) {
      values.add(of(counts, c, ratio));
      labels.add("class " + c);
    }
    return new MetricResult(values, labels);
  }

  private static Value of(ClassCounts counts, int c, Ratio ratio) {
    return c < counts.classes()
        ? ratio.of(
            counts.hits()[c],
            counts.falsePositives()[c],
            counts.trueNegatives()[c],
            counts.falseNegatives()[c])
        : ratio.of(0, 0, counts.total(), 0);
  }

  /** Prevalence below which most of what is taken for positive is not. */
  private static Value prevalenceThreshold(double tp, double fp, double tn, double fn) {
    Value hits = Value.ratio(tp, tp + fn);
    Value alarms = Value.ratio(fp, fp + tn);
    if (!hits.isDefined() || !alarms.isDefined()) {
      return hits.isDefined() ? alarms : hits;
    }
    double h = hits.number();
    double a = alarms.number();
    return Value.ratio(Math.sqrt(h * a) - a, h - a);
  }

  private static Value product(Value a, Value b) {
    return a.isDefined() && b.isDefined() ? Value.of(a.number() * b.number()) : undefined(a, b);
  }

  private static Value over(Value a, Value b) {
    return a.isDefined() && b.isDefined() ? Value.ratio(a.number(), b.number()) : undefined(a, b);
  }

  private static Value lessOne(Value a, Value b) {
    return a.isDefined() && b.isDefined() ? Value.of(a.number() + b.number() - 1) : undefined(a, b);
  }

  private static Value root(Value a) {
    return a.isDefined() ? Value.of(Math.sqrt(a.number())) : a;
  }

  private static Value undefined(Value a, Value b) {
    return a.isDefined() ? b : a;
  }
}
