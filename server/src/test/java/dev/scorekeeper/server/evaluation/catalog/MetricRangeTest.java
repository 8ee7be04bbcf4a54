package dev.scorekeeper.server.evaluation.catalog;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.LossNormalizer;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.ValueRange;
import dev.scorekeeper.server.evaluation.loss.LossCatalog;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.testing.ExampleOutput;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What metrics say that their values can be, held against values. */
final class MetricRangeTest {

  /** Those that can be any number. */
  private static final Set<String> ANY =
      Set.of(
          "kl_divergence",
          "poisson",
          "mean_error",
          "mean_label",
          "mean_prediction",
          "sum",
          "calibration",
          "error_quantiles",
          "calibration_plot",
          "expression",
          "cost");

  /** Groups of metrics that are for plain numbers too. */
  private static final Set<String> OF_NUMBERS = Set.of("Regression", "Means of losses");

  /** Metrics of probabilities, whose ranges do not hold for other numbers. */
  private static final Set<String> OF_PROBABILITIES =
      Set.of(
          "dice",
          "dice_loss",
          "tversky",
          "tversky_loss",
          "soft_iou",
          "soft_fbeta",
          "binary_crossentropy",
          "binary_focal_crossentropy",
          "categorical_crossentropy",
          "categorical_focal_crossentropy",
          "categorical_generalized_cross_entropy",
          "log_loss",
          "brier_score");

  @Test
  void range_ofEveryBuiltInMetric_isDecided() {
    Set<String> any = new HashSet<>();
    for (MetricFactory factory : ExampleMetrics.CATALOG.factories()) {
      List<Metric> metrics = ExampleMetrics.of(ExampleMetrics.call(factory));
      assertWithMessage("outputs that suit %s", factory.id()).that(metrics).isNotEmpty();
      if (metrics.get(0).range().equals(ValueRange.ANY)) {
        any.add(factory.id());
      }
    }

    assertThat(any).isEqualTo(ANY);
  }

  @Test
  void range_ofEveryBuiltInMetric_holdsItsValues() {
    int seen = 0;
    for (BuiltInMetrics.Group group : BuiltInMetrics.groups()) {
      for (MetricFactory factory : group.factories()) {
        for (ExampleOutput output : ExampleOutput.ALL) {
          for (ExampleOutput.Extras extras :
              List.of(ExampleOutput.Extras.NOTHING, ExampleOutput.Extras.ROW_WEIGHTS)) {
            if (isFor(group, factory, output.context(extras).kind())) {
              seen += check(ExampleMetrics.call(factory), output, extras);
            }
          }
        }
      }
    }

    assertThat(seen).isAtLeast(10_000);
  }

  /** Whether numbers of the kind are what a metric is for. */
  private static boolean isFor(BuiltInMetrics.Group group, MetricFactory factory, ScoreKind kind) {
    if (OF_PROBABILITIES.contains(factory.id())) {
      return kind == ScoreKind.PROBABILITY;
    }
    boolean scores = kind == ScoreKind.PROBABILITY || kind == ScoreKind.LOGIT;
    return scores || OF_NUMBERS.contains(group.title());
  }

  private static int check(String call, ExampleOutput output, ExampleOutput.Extras extras) {
    Metric metric;
    try {
      metric = ExampleMetrics.CATALOG.create(CallText.parse(call), output.context(extras));
    } catch (SpecException e) {
      return 0;
    }
    int seen = 0;
    Random random = new Random(call.hashCode());
    for (int trial = 0; trial < 20; trial++) {
      OutputRows rows = output.rows(random, 1 + random.nextInt(30), extras);
      for (Value value : values(metric, rows)) {
        if (value.isDefined()) {
          double within = metric.range().nearest(value.number());
          assertWithMessage("%s of %s", call, output)
              .that(value.number())
              .isWithin(1e-9)
              .of(within);
          seen++;
        }
      }
    }
    return seen;
  }

  private static List<Value> values(Metric metric, OutputRows rows) {
    Accumulator state = metric.start();
    for (int row = 0; row < rows.count; row++) {
      state.add(rows, row, 1);
    }
    return state.result().values();
  }

  @Test
  void range_ofArgumentsThatLiftIt_isAnyNumber() {
    for (String call :
        List.of(
            "top_k_accuracy(k=1, normalize=False)",
            "balanced_accuracy(adjusted=True)",
            "auc(curve='PRGAIN')")) {
      assertWithMessage(call)
          .that(ExampleMetrics.of(call).get(0).range())
          .isEqualTo(ValueRange.ANY);
    }
    assertThat(ExampleMetrics.of("top_k_accuracy(k=1)").get(0).range()).isEqualTo(ValueRange.SHARE);
    assertThat(ExampleMetrics.of("auc(curve='PR')").get(0).range()).isEqualTo(ValueRange.SHARE);
  }

  @Test
  void range_ofLosses_isDecided() throws SpecException {
    for (String loss : List.of("mse", "binary_crossentropy", "dice", "huber")) {
      Metric metric =
          LossCatalog.create(
              CallText.parse(loss),
              ExampleOutput.ALL.get(0).context(ExampleOutput.Extras.NOTHING),
              LossNormalizer.BY_COUNT);
      assertWithMessage(loss).that(metric.range().least()).isEqualTo(0);
    }
  }

  @Test
  void ranges_addedMultipliedAndSubtracted_areThoseOfTheirNumbers() {
    ValueRange range = new ValueRange(-1, 3);

    assertThat(range.times(-2)).isEqualTo(new ValueRange(-6, 2));
    assertThat(ValueRange.NOT_NEGATIVE.times(0)).isEqualTo(new ValueRange(0, 0));
    assertThat(range.plus(ValueRange.NOT_NEGATIVE))
        .isEqualTo(new ValueRange(-1, Double.POSITIVE_INFINITY));
    assertThat(range.ofDifference()).isEqualTo(new ValueRange(-4, 4));
    assertThat(ValueRange.NOT_NEGATIVE.ofDifference()).isEqualTo(ValueRange.ANY);
    assertThat(range.nearest(9)).isEqualTo(3);
    assertThat(range.contains(Double.NaN)).isFalse();
  }
}
