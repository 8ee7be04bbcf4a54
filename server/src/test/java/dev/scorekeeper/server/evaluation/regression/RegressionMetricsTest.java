package dev.scorekeeper.server.evaluation.regression;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.Numbers;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.SharedMetric;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.Value.Undefined;
import dev.scorekeeper.server.evaluation.loss.Formula;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.spec.MetricCatalog;
import dev.scorekeeper.server.evaluation.testing.TestRows;
import dev.scorekeeper.server.evaluation.testing.TestTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Expected values by scikit-learn's and SciPy's documented formulas, worked out by hand. */
final class RegressionMetricsTest {

  private static final MetricCatalog METRICS =
      new MetricCatalog("metric", RegressionMetrics.factories());

  /** The example of scikit-learn's own documentation. */
  private static OutputRows example() {
    return column(List.of(3, -0.5, 2, 7), List.of(2.5, 0.0, 2, 8));
  }

  private static OutputRows column(List<? extends Number> labels, List<? extends Number> scores) {
    List<Object> y = new ArrayList<>();
    List<Object> p = new ArrayList<>();
    labels.forEach(label -> y.add(List.of(label)));
    scores.forEach(score -> p.add(List.of(score)));
    return TestRows.of(TestTensor.of(y), TestTensor.of(p));
  }

  private static List<Value> values(String text, OutputRows rows) throws SpecException {
    Accumulator state = metric(text, rows).start();
    state.addAll(rows);
    return state.result().values();
  }

  private static Metric metric(String text, OutputRows rows) throws SpecException {
    MetricContext context = TestRows.context(rows, LabelEncoding.REAL, ScoreKind.REAL);
    return METRICS.create(CallText.parse(text), context);
  }

  private static double value(String text, OutputRows rows) throws SpecException {
    return values(text, rows).get(0).number();
  }

  @Test
  void metrics_documentedExample_areScikitLearns() throws SpecException {
    OutputRows rows = example();

    assertThat(value("r2", rows)).isWithin(1e-12).of(0.9486081370449679);
    assertThat(value("explained_variance", rows)).isWithin(1e-12).of(0.9571734475374732);
    assertThat(value("median_absolute_error", rows)).isEqualTo(0.5);
    assertThat(value("max_error", rows)).isEqualTo(1);
    assertThat(value("rmse", rows)).isWithin(1e-12).of(Math.sqrt(0.375));
    assertThat(value("bias", rows)).isWithin(1e-12).of(0.25);
    assertThat(value("wape", rows)).isWithin(1e-12).of(2 / 12.5);
    assertThat(value("calibration", rows)).isWithin(1e-12).of(12.5 / 11.5);
    assertThat(value("clipped_mse(0, 5)", rows)).isWithin(1e-12).of((0.25 + 0.25 + 0 + 4) / 4);
    assertThat(value("pinball_loss(0.1)", rows)).isWithin(1e-12).of((0.05 + 0.45 + 0.9) / 4);
    assertThat(value("mean_label", rows)).isEqualTo(11.5 / 4);
    assertThat(value("mean_prediction", rows)).isEqualTo(12.5 / 4);
    assertThat(value("smape", rows))
        .isWithin(1e-9)
        .of(200 * (0.5 / 5.5 + 0.5 / 0.5 + 0 + 1.0 / 15) / 4);
  }

  @Test
  void correlations_ofAllRows_areTheirDefinitions() throws SpecException {
    OutputRows rows = column(List.of(1, 2, 3, 4, 5), List.of(2, 1, 4, 3, 7));

    assertThat(value("pearson_r", rows)).isWithin(1e-12).of(12 / Math.sqrt(10 * 21.2));
    assertThat(value("squared_pearson_correlation", rows)).isWithin(1e-12).of(144 / 212.0);
    assertThat(value("concordance", rows)).isWithin(1e-12).of(2 * 2.4 / (2 + 4.24 + 0.16));
    assertThat(value("spearman", rows)).isWithin(1e-12).of(0.8);
  }

  @Test
  void spearman_ties_getTheirMeanRank() throws SpecException {
    OutputRows rows = column(List.of(1, 1, 2, 3), List.of(1, 2, 2, 3));

    // Ranks 1.5 1.5 3 4 and 1 2.5 2.5 4.
    assertThat(value("spearman", rows)).isWithin(1e-12).of(3.75 / 4.5);
  }

  @Test
  void r2_labelsFarFromZero_losesNothing() throws SpecException {
    // In float32, as in Keras, nothing would be left of the variance.
    OutputRows rows =
        column(
            List.of(16_000_001, 16_000_002, 16_000_003),
            List.of(16_000_001, 16_000_002, 16_000_002));

    assertThat(value("r2", rows)).isWithin(1e-15).of(0.5);
    assertThat(value("pearson_r", rows)).isWithin(1e-15).of(Math.sqrt(3) / 2);
  }

  @Test
  void r2_edges_areKeras() throws SpecException {
    assertThat(value("r2", column(List.of(1, 1), List.of(1, 2)))).isEqualTo(0);
    assertThat(values("r2", column(List.of(1, 1), List.of(1, 1))).get(0).undefined())
        .isEqualTo(Undefined.ZERO_DENOMINATOR);
    OutputRows rows = example();
    assertThat(value("r2(num_regressors=1)", rows))
        .isWithin(1e-12)
        .of(1 - (1 - 0.9486081370449679) * 3 / 2);
    assertThat(value("r2(num_regressors=3)", rows)).isWithin(1e-12).of(0.9486081370449679);
    rows.count = 0;
    assertThat(values("r2", rows).get(0).undefined()).isEqualTo(Undefined.EMPTY);
  }

  @Test
  void metrics_constantOrEmpty_areNotDefined() throws SpecException {
    OutputRows constant = column(List.of(1, 1), List.of(0, 2));
    assertThat(values("pearson_r", constant).get(0).undefined())
        .isEqualTo(Undefined.ZERO_DENOMINATOR);
    assertThat(values("spearman", constant).get(0).undefined())
        .isEqualTo(Undefined.ZERO_DENOMINATOR);
    OutputRows none = example();
    none.count = 0;
    for (String text : List.of("max_error", "median_absolute_error", "spearman", "rmse")) {
      assertThat(values(text, none).get(0).undefined()).isEqualTo(Undefined.EMPTY);
    }
    OutputRows broken = column(List.of(1, 2), List.of(0, Double.NaN));
    for (String text : List.of("pearson_r", "r2", "rmse", "max_error", "concordance")) {
      assertThat(values(text, broken).get(0).undefined()).isEqualTo(Undefined.NOT_FINITE);
    }
  }

  @Test
  void quantiles_withoutWeights_areNumPys() throws SpecException {
    List<Value> values =
        values(
            "error_quantiles([0, 0.25, 0.5, 1])", column(List.of(0, 0, 0, 0), List.of(1, 2, 4, 8)));

    assertThat(values.stream().map(Value::number).toList())
        .containsExactly(1.0, 1.75, 3.0, 8.0)
        .inOrder();
  }

  @Test
  void quantiles_withWeights_areReachedByTheirSum() throws SpecException {
    OutputRows rows = column(List.of(0, 0, 0), List.of(1, 2, 3));
    rows.weightWidth = 1;
    rows.weights = new double[] {1, 1, 2};
    assertThat(value("median_absolute_error", rows)).isEqualTo(2.5);
    rows.weights = new double[] {1, 1, 0.5};
    assertThat(value("median_absolute_error", rows)).isEqualTo(2);
    rows.weights = new double[] {0, 0, 0.5};
    assertThat(value("median_absolute_error", rows)).isEqualTo(3);
  }

  @Test
  void bounds_beyondTheCapacity_holdTheExactValue() {
    Random random = new Random(2);
    for (int i = 0; i < 50; i++) {
      List<Double> labels = new ArrayList<>();
      List<Double> scores = new ArrayList<>();
      for (int k = 0; k < 300; k++) {
        double x = random.nextGaussian();
        labels.add(x + random.nextGaussian() * i / 20);
        scores.add(x);
      }
      OutputRows rows = column(labels, scores);
      check(new SpearmanAccumulator(1_000), new SpearmanAccumulator(100), rows);
      check(median(1_000), median(50), rows);
    }
  }

  private static Accumulator median(int capacity) {
    return new QuantileAccumulator(Formula.ABSOLUTE_ERROR, Numbers.of(0.5), false, capacity);
  }

  private static void check(Accumulator exact, Accumulator bounded, OutputRows rows) {
    exact.addAll(rows);
    bounded.addAll(rows);
    Value expected = exact.result().values().get(0);
    Value value = bounded.result().values().get(0);

    assertThat(expected.lower()).isEqualTo(expected.upper());
    assertThat(value.lower()).isLessThan(value.upper());
    assertThat(expected.number()).isAtLeast(value.lower());
    assertThat(expected.number()).isAtMost(value.upper());
    assertThat(value.number()).isAtLeast(value.lower());
    assertThat(value.number()).isAtMost(value.upper());
  }

  @Test
  void sharedState_readByAnotherMetric_givesItsValue() throws SpecException {
    OutputRows rows = example();
    SharedMetric r2 = (SharedMetric) metric("r2", rows);
    SharedMetric variance = (SharedMetric) metric("explained_variance(name='ev')", rows);
    Accumulator state = variance.start();
    state.addAll(rows);

    assertThat(r2.stateKey()).isEqualTo(variance.stateKey());
    assertThat(r2.read(state).values().get(0).number()).isWithin(1e-12).of(0.9486081370449679);
    Accumulator other = metric("rmse", rows).start();
    assertThrows(IllegalArgumentException.class, () -> r2.read(other));
  }

  @Test
  void create_unsuitable_isRefused() {
    OutputRows rows = example();

    for (String text :
        List.of(
            "pearson_correlation",
            "pearson_correlation(axis=3)",
            "r2(class_aggregation='x')",
            "r2(num_regressors=-1)",
            "pinball_loss(2)",
            "error_quantiles([])",
            "clipped_mse(2, 1)")) {
      assertThrows(SpecException.class, () -> metric(text, rows));
    }
  }
}
