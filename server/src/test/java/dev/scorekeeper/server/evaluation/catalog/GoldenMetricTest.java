package dev.scorekeeper.server.evaluation.catalog;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.spec.MetricCatalog;
import dev.scorekeeper.server.evaluation.testing.KerasGolden;
import dev.scorekeeper.server.evaluation.testing.TestRows;
import dev.scorekeeper.server.evaluation.testing.TestTensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Means, regression and scoring rules against Keras 3.15.1 and scikit-learn 1.9.1. */
final class GoldenMetricTest {

  private static final MetricCatalog METRICS = BuiltInMetrics.catalog(List.of());

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          C-MeanSquaredError|MeanSquaredError()|REAL|REAL|1e-6
          C-MeanSquaredError-w|mse|REAL|REAL|1e-6
          C-RootMeanSquaredError-w|RootMeanSquaredError()|REAL|REAL|1e-6
          C-MeanAbsoluteError|mae|REAL|REAL|1e-6
          C-MeanAbsolutePercentageError|mape|REAL|REAL|1e-6
          C-MeanAbsolutePercentageError-w|mape|REAL|REAL|1e-6
          C-MeanSquaredLogarithmicError|msle|REAL|REAL|1e-6
          C-MeanSquaredLogarithmicError-w|msle|REAL|REAL|1e-6
          C-LogCoshError-w|LogCoshError()|REAL|REAL|1e-6
          C-KLDivergence|KLDivergence()|REAL|REAL|1e-5
          C-KLDivergence-w|kl_divergence|REAL|REAL|1e-5
          C-Hinge|Hinge()|SPARSE|REAL|1e-6
          C-SquaredHinge|SquaredHinge()|SPARSE|REAL|1e-6
          C-CosineSimilarity-w|CosineSimilarity()|REAL|REAL|1e-6
          C-Cos|cosine_similarity|REAL|REAL|1e-6
          C-BinaryCrossentropy|BinaryCrossentropy()|SPARSE|PROBABILITY|1e-6
          C-BinaryCrossentropy-w|bce|SPARSE|PROBABILITY|1e-6
          C-SCCE|SparseCategoricalCrossentropy()|SPARSE|PROBABILITY|1e-6
          C-R2-None|R2Score(class_aggregation=None)|REAL|REAL|1e-6
          C-R2-uniform_average|R2Score()|REAL|REAL|1e-6
          C-R2-variance_weighted_average|r2(class_aggregation='variance_weighted_average')|REAL|REAL|1e-6
          C-R2-variance_weighted_average-w|r2(class_aggregation='variance_weighted_average')|REAL|REAL|1e-6
          C-R2-const|r2_score|REAL|REAL|1e-6
          C-Pearson|PearsonCorrelation()|REAL|REAL|1e-6
          C-CCC|ConcordanceCorrelation()|REAL|REAL|1e-6
          C-Pearson-ax0-full|PearsonCorrelation(axis=0)|REAL|REAL|1e-6
          D-sk-logloss|log_loss|SPARSE|PROBABILITY|1e-6
          D-sk-brier|brier_score|SPARSE|PROBABILITY|1e-6
          """)
  void metric_goldenCase_isTheOracles(
      String id, String text, LabelEncoding encoding, ScoreKind kind, double tolerance)
      throws SpecException {
    KerasGolden.Case golden = KerasGolden.get(id);
    OutputRows rows = TestRows.of(golden);
    MetricResult result = evaluate(text, rows, TestRows.context(rows, encoding, kind));
    double[] expected = golden.numbers();

    assertThat(result.values()).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertWithMessage(id)
          .that(result.values().get(i).number())
          .isWithin(Math.abs(expected[i]) * tolerance)
          .of(expected[i]);
    }
  }

  @Test
  void meanAndSum_goldenCases_areKeras() throws SpecException {
    KerasGolden.Case golden = KerasGolden.get("C-Mean");
    TestTensor values = golden.input("values").orElseThrow();
    OutputRows rows = TestRows.of(values, values, golden.input("w"));
    MetricContext context = TestRows.context(rows, LabelEncoding.REAL, ScoreKind.REAL);

    assertThat(evaluate("Mean()", rows, context).values().get(0).number())
        .isEqualTo(golden.numbers()[0]);
    assertThat(evaluate("Sum()", rows, context).values().get(0).number())
        .isEqualTo(KerasGolden.get("C-Sum").numbers()[0]);
  }

  @Test
  void metric_ofTwoDimensionalWeights_isPerElement() throws SpecException {
    KerasGolden.Case golden = KerasGolden.get("A16/bs3");
    OutputRows rows =
        TestRows.of(
            golden.input("y_true").orElseThrow(),
            golden.input("model_output").orElseThrow(),
            golden.input("sample_weight"));
    MetricContext context = TestRows.context(rows, LabelEncoding.REAL, ScoreKind.REAL);

    assertThat(evaluate("mae", rows, context).values().get(0).number())
        .isWithin(1.3e-6)
        .of(golden.number("mae"));
  }

  @Test
  void count_beyondWhatFloatsCount_isExact() throws SpecException {
    // Keras' mean is stuck at 2^24.
    OutputRows rows = TestRows.of(TestTensor.of(List.of(1)), TestTensor.of(List.of(1)));
    MetricContext context = TestRows.context(rows, LabelEncoding.REAL, ScoreKind.REAL);
    Accumulator sum = METRICS.create(CallText.parse("sum"), context).start();
    sum.add(rows, 0, 1 << 24);
    sum.add(rows, 0, 1);

    assertThat(KerasGolden.get("C-f32-sat").numbers()[1]).isEqualTo(16_777_216);
    assertThat(sum.result().values().get(0).number()).isEqualTo(16_777_217);
  }

  private static MetricResult evaluate(String text, OutputRows rows, MetricContext context)
      throws SpecException {
    Accumulator state = METRICS.create(CallText.parse(text), context).start();
    state.addAll(rows);
    return state.result();
  }
}
