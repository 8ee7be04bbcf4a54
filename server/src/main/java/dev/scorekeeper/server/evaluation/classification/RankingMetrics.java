package dev.scorekeeper.server.evaluation.classification;

import static dev.scorekeeper.server.evaluation.Parameter.Type.BOOLEAN;
import static dev.scorekeeper.server.evaluation.Parameter.Type.INTEGER;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.ArgumentChecks;
import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricDefinition;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.Parameter;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.StateMetric;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.Value.Undefined;
import dev.scorekeeper.server.evaluation.loss.Cells;
import dev.scorekeeper.server.evaluation.loss.ElementFunction;
import dev.scorekeeper.server.evaluation.loss.MeanAccumulator;
import dev.scorekeeper.server.evaluation.loss.MeanAccumulator.Divisor;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Metrics of the order of items: over queries, which are the groups of rows where a row has one
 * score, and rows where it has several. The value is the mean over queries, those without any gain
 * giving 0; a query weighs the mean weight of its rows. Rows with one score must say their query.
 *
 * <p>Groups need all their rows at the end: at most {@link RankingState#MOST} are kept, more are
 * refused.
 */
final class RankingMetrics {

  private static final Parameter K = Parameter.of("k", INTEGER, null);

  private RankingMetrics() {}

  static List<MetricFactory> factories() {
    return List.of(
        factory("ndcg", RankedQuery::ndcg, "ndcg_score"),
        factory("mean_reciprocal_rank", RankedQuery::reciprocalRank, "mrr"),
        factory("mean_average_precision", RankedQuery::averagePrecision, "map"),
        new MetricDefinition(
            "top_k_accuracy",
            List.of("top_k_accuracy_score"),
            "1",
            List.of(Parameter.of("k", INTEGER, 2L), Parameter.of("normalize", BOOLEAN, true)),
            RankingMetrics::topKAccuracy));
  }

  private static MetricFactory factory(String id, RankedQuery.Measure measure, String... aliases) {
    return new MetricDefinition(
        id,
        List.of(aliases),
        "1",
        List.of(K),
        (context, arguments) -> create(id, context, arguments, measure));
  }

  private static Metric create(
      String id, MetricContext context, Arguments arguments, RankedQuery.Measure measure)
      throws SpecException {
    OptionalInt given = ArgumentChecks.optionalInteger(arguments, "k", 1, Integer.MAX_VALUE);
    int k = given.orElse(Integer.MAX_VALUE);
    boolean grouped = context.classes() == 1;
    MetricIdentity identity =
        ClassificationMetrics.identity(
            id, context, arguments, grouped ? "per_query" : "per_example", Direction.HIGHER);
    if (!grouped) {
      boolean sparse = context.encoding() == LabelEncoding.SPARSE;
      OutputForm.requireLabels(context, sparse ? Math.max(context.classes(), 1) : 1);
      return new RowMean(identity, () -> new RankedRow(measure, k), Divisor.WEIGHT);
    }
    OutputForm.requireLabels(context, 1);
    if (context.predictionShape().size() > 1) {
      throw ArgumentChecks.unsuitable(
          id + " needs one score a row; those of " + context.output() + " have several positions",
          "one score a row",
          context.predictionShape());
    }
    return new StateMetric<>(
            identity,
            "ranking weighted=" + context.weighted(),
            RankingState.class,
            () -> new RankingState(context.weighted()),
            state -> MetricResult.of(mean(state, measure, k)))
        .overQueries();
  }

  private static Value mean(RankingState state, RankedQuery.Measure measure, int k) {
    if (state.isEmpty()) {
      return Value.undefined(Undefined.EMPTY);
    }
    double mean = state.mean(measure, k);
    return Double.isNaN(mean) ? Value.undefined(Undefined.ZERO_DENOMINATOR) : Value.of(mean);
  }

  /** scikit-learn's: of equal scores the higher class comes first. */
  private static Metric topKAccuracy(MetricContext context, Arguments arguments)
      throws SpecException {
    int k = ArgumentChecks.integer(arguments, "k", 1, Integer.MAX_VALUE);
    if (OutputForm.of(context) != OutputForm.CLASSES) {
      throw ArgumentChecks.unsuitable(
          "top_k_accuracy needs a score for each of several classes; "
              + context.output()
              + " has none");
    }
    int classes = context.classes();
    return new RowMean(
        ClassificationMetrics.identity("top_k_accuracy", context, arguments, "", Direction.HIGHER),
        () -> new TopClasses(classes, k),
        arguments.flag("normalize") ? Divisor.WEIGHT : Divisor.ONE);
  }

  /** Whether a row's class is among the first k, of equal scores the higher class before. */
  private record TopClasses(int classes, int k) implements ElementFunction {
    @Override
    public boolean compute(OutputRows rows, int row, double[] values) {
      int positions = Cells.withoutLastAxis(rows);
      for (int position = 0; position < positions; position++) {
        int label = OutputForm.labelClass(rows, row, position, classes);
        int first = row * rows.predictionWidth + position * classes;
        values[position] = label >= 0 && label < classes && isTop(rows, first, label) ? 1 : 0;
      }
      return false;
    }

    private boolean isTop(OutputRows rows, int first, int label) {
      float own = rows.predictions[first + label];
      int before = 0;
      for (int c = 0; c < classes; c++) {
        float score = rows.predictions[first + c];
        if (score > own || (score == own && c > label)) {
          before++;
        }
      }
      return before < k;
    }
  }

  /** A mean, or sum, of values of rows. */
  private record RowMean(
      MetricIdentity identity, Supplier<ElementFunction> function, Divisor divisor)
      implements Metric {
    @Override
    public Accumulator start() {
      return new MeanAccumulator(function.get(), divisor, identity.weighted());
    }
  }
}
