package dev.scorekeeper.server.evaluation.curve;

import static dev.scorekeeper.server.evaluation.Parameter.Type.INTEGER;
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
import dev.scorekeeper.server.evaluation.curve.ScoreLayout.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Exact metrics over all thresholds.
 *
 * <p>A binary output, and one of two classes, is asked for its yes. Of several classes or questions
 * each is asked against the rest; {@code average} puts them together: plainly ('macro'), by the
 * weight of their positives ('weighted'), all scores in one ('micro'), or not at all (None). A
 * class that is not defined makes their average not defined.
 */
final class ScoreMetrics {

  private static final Parameter CLASS_ID = Parameter.of("class_id", INTEGER, null);
  private static final Parameter MAX_SCORES =
      Parameter.of("max_scores", INTEGER, ScoreLayout.DEFAULT_MOST);
  private static final Parameter AVERAGE = Parameter.of("average", TEXT, "macro");

  private ScoreMetrics() {}

  static List<MetricFactory> factories() {
    return List.of(
        new MetricDefinition(
            "roc_auc",
            List.of("roc_auc_score", "exact_auc"),
            "1",
            List.of(AVERAGE, Parameter.of("multi_class", TEXT, "ovr"), CLASS_ID, MAX_SCORES),
            ScoreMetrics::rocAuc),
        new MetricDefinition(
            "average_precision",
            List.of("average_precision_score", "exact_average_precision"),
            "1",
            List.of(AVERAGE, CLASS_ID, MAX_SCORES),
            (context, arguments) ->
                metric("average_precision", context, arguments, ScoreReadings::averagePrecision)),
        new MetricDefinition(
            "kolmogorov_smirnov",
            List.of("ks", "ks_statistic"),
            "1",
            List.of(AVERAGE, CLASS_ID, MAX_SCORES),
            (context, arguments) ->
                metric("kolmogorov_smirnov", context, arguments, ScoreReadings::kolmogorovSmirnov)),
        atFraction("gain", ScoreReadings::gain),
        atFraction("lift", ScoreReadings::lift));
  }

  private static Metric rocAuc(MetricContext context, Arguments arguments) throws SpecException {
    if (!"ovr".equals(arguments.has("multi_class") ? arguments.text("multi_class") : "")) {
      throw ArgumentChecks.bad(
          "multi_class",
          "multi_class must be 'ovr', each class against the rest",
          "ovr",
          arguments.has("multi_class") ? arguments.text("multi_class") : "None");
    }
    return metric("roc_auc", context, arguments, ScoreReadings::rocAuc);
  }

  /** A value at a fraction of the rows. */
  private interface FractionReading {
    Value of(ScoreTable table, double fraction);
  }

  private static MetricFactory atFraction(String id, FractionReading reading) {
    return new MetricDefinition(
        id,
        List.of(),
        "1",
        List.of(Parameter.of("fraction", NUMBER, 0.1), AVERAGE, CLASS_ID, MAX_SCORES),
        (context, arguments) -> {
          double fraction = ArgumentChecks.number(arguments, "fraction", Double.MIN_NORMAL, 1);
          return metric(id, context, arguments, table -> reading.of(table, fraction));
        });
  }

  private static Metric metric(
      String id, MetricContext context, Arguments arguments, Function<ScoreTable, Value> reading)
      throws SpecException {
    String average = ArgumentChecks.choice(arguments, "average", "macro", "weighted", "micro", "");
    ScoreLayout layout =
        ScoreLayout.of(context, arguments, average.equals("micro") ? Tables.POOLED : Tables.EACH);
    boolean several = layout.tables() == Tables.EACH;
    return new StateMetric<>(
        CurveMetrics.identity(
            id,
            context,
            arguments,
            several || layout.tables() == Tables.POOLED ? average : "",
            Direction.HIGHER),
        layout.stateKey(context.weighted()),
        ScoreAccumulator.class,
        () -> new ScoreAccumulator(layout, context.weighted()),
        () -> new ScoreAccumulator(layout.ofReplicate(), context.weighted()),
        several
            ? state -> average(state, average, reading)
            : state -> MetricResult.of(reading.apply(state.table(0))));
  }

  private static MetricResult average(
      ScoreAccumulator state, String average, Function<ScoreTable, Value> reading) {
    List<Value> values = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < state.tableCount(); i++) {
      values.add(reading.apply(state.table(i)));
      labels.add("class " + i);
    }
    if (average.isEmpty()) {
      return new MetricResult(values, labels);
    }
    RunningSum number = new RunningSum();
    RunningSum lower = new RunningSum();
    RunningSum upper = new RunningSum();
    RunningSum weights = new RunningSum();
    for (int i = 0; i < values.size(); i++) {
      Value value = values.get(i);
      if (!value.isDefined()) {
        return MetricResult.of(value);
      }
      double weight = average.equals("weighted") ? ScoreReadings.positives(state.table(i)) : 1;
      number.add(weight * value.number());
      lower.add(weight * value.lower());
      upper.add(weight * value.upper());
      weights.add(weight);
    }
    double all = weights.value();
    double mean = number.value() / all;
    return MetricResult.of(
        new Value(
            mean,
            Value.Undefined.NOT,
            Math.min(mean, lower.value() / all),
            Math.max(mean, upper.value() / all)));
  }
}
