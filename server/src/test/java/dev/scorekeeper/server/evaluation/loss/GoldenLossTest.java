package dev.scorekeeper.server.evaluation.loss;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.scorekeeper.server.evaluation.LossNormalizer;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.testing.KerasGolden;
import dev.scorekeeper.server.evaluation.testing.TestRows;
import dev.scorekeeper.server.evaluation.testing.TestTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Losses against Keras 3.15.1: group B, and the whole evaluations that do not depend on batches.
 */
final class GoldenLossTest {

  private static final double TOLERANCE = 1e-6;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          B-MeanSquaredError|mse|REAL|REAL
          B-MeanAbsoluteError|mae|REAL|REAL
          B-MeanAbsolutePercentageError|mape|REAL|REAL
          B-MeanSquaredLogarithmicError|MeanSquaredLogarithmicError()|REAL|REAL
          B-Huber|Huber()|REAL|REAL
          B-Huber-d.2|Huber(delta=0.2)|REAL|REAL
          B-LogCosh|LogCosh()|REAL|REAL
          B-KLDivergence|kld|REAL|REAL
          B-Hinge|hinge|REAL|REAL
          B-hinge-01|Hinge()|SPARSE|REAL
          B-hinge-mix|Hinge()|REAL|REAL
          B-BCE|BinaryCrossentropy()|SPARSE|PROBABILITY
          A06b|bce|SPARSE|PROBABILITY
          B-BCE-logits|BinaryCrossentropy(from_logits=True)|SPARSE|LOGIT
          B-BFCE|BinaryFocalCrossentropy(gamma=2)|SPARSE|PROBABILITY
          B-BFCE-cb|BinaryFocalCrossentropy(apply_class_balancing=True)|SPARSE|PROBABILITY
          B-CCE-unnorm|CategoricalCrossentropy()|ONE_HOT|REAL
          B-CCE-sat|CategoricalCrossentropy()|ONE_HOT|PROBABILITY
          B-CFCE|CategoricalFocalCrossentropy()|ONE_HOT|PROBABILITY
          B-SCCE|SparseCategoricalCrossentropy()|SPARSE|PROBABILITY
          B-SCCE-unnorm|SparseCategoricalCrossentropy()|SPARSE|REAL
          B-Dice-ax1|Dice(axis=1)|ONE_HOT|PROBABILITY
          B-Tversky|Tversky(alpha=0.3, beta=0.7)|ONE_HOT|PROBABILITY
          B-CGCE|CategoricalGeneralizedCrossEntropy(q=0.5)|SPARSE|PROBABILITY
          B-red-sum_over_batch_size|MeanSquaredError(reduction='sum_over_batch_size')|REAL|REAL
          """)
  void loss_goldenCase_isKeras(String id, String text, LabelEncoding encoding, ScoreKind kind)
      throws SpecException {
    KerasGolden.Case golden = KerasGolden.get(id);
    OutputRows rows = TestRows.of(golden);
    MetricContext context = TestRows.context(rows, encoding, kind);
    double expected = golden.numbers()[0];

    assertThat(dataset(text, rows, context)).isWithin(expected * TOLERANCE).of(expected);
    assertThat(mean(text, rows, context)).isWithin(expected * TOLERANCE).of(expected);
  }

  @Test
  void circle_goldenCase_isKerasOfItsBatch() throws SpecException {
    KerasGolden.Case golden = KerasGolden.get("B-Circle");
    OutputRows rows = TestRows.of(golden);
    MetricContext context = TestRows.context(rows, LabelEncoding.SPARSE, ScoreKind.REAL);
    double expected = golden.numbers()[0];

    assertThat(mean("Circle(gamma=80, margin=0.4)", rows, context))
        .isWithin(expected * TOLERANCE)
        .of(expected);
  }

  @Test
  void loss_evaluatedByKeras_isTheSameForEveryBatchSize() throws SpecException {
    for (String id : new String[] {"A01/bs1", "A01/bs2", "A01/bs5", "A04/bs2", "A07/bs2"}) {
      KerasGolden.Case golden = KerasGolden.get(id);
      OutputRows rows = evaluated(golden);
      MetricContext context = TestRows.context(rows, LabelEncoding.REAL, ScoreKind.REAL);
      double expected = golden.number("loss");

      assertWithMessage(id)
          .that(dataset(id.startsWith("A04") ? "Dice(axis=1)" : "mse", rows, context))
          .isWithin(expected * TOLERANCE)
          .of(expected);
    }
  }

  @Test
  void loss_ofTwoDimensionalWeights_isPerElement() throws SpecException {
    KerasGolden.Case golden = KerasGolden.get("A16/bs1");
    OutputRows rows = evaluated(golden);
    MetricContext context = TestRows.context(rows, LabelEncoding.REAL, ScoreKind.REAL);

    assertThat(dataset("mse", rows, context)).isWithin(1e-6).of(golden.number("loss"));
  }

  @Test
  void loss_ofIgnoredClass_dividesByTheOthers() throws SpecException {
    // With all rows in one batch Keras divides as a data set does.
    KerasGolden.Case golden = KerasGolden.get("A14/bs5");
    OutputRows rows = evaluated(golden);
    MetricContext context = TestRows.context(rows, LabelEncoding.SPARSE, ScoreKind.LOGIT);

    assertThat(
            dataset(
                "SparseCategoricalCrossentropy(from_logits=True, ignore_class=255)", rows, context))
        .isWithin(2e-6)
        .of(golden.number("loss"));
  }

  @Test
  void loss_withLogitsFromTheGraph_isNotClipped() throws SpecException {
    KerasGolden.Case golden = KerasGolden.get("A06/bs4");
    OutputRows rows = evaluated(golden);
    float[] logits = rows.predictions;
    rows.logits = logits;
    rows.predictions = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      rows.predictions[i] = (float) (1 / (1 + Math.exp(-logits[i])));
    }
    MetricContext context = TestRows.context(rows, LabelEncoding.SPARSE, ScoreKind.PROBABILITY);

    Loss loss = LossCatalog.create(CallText.parse("bce"), context, LossNormalizer.BY_COUNT);
    LossAccumulator state = loss.start();
    state.addAll(rows);
    assertThat(state.result().values().get(0).number()).isWithin(1.6e-5).of(golden.number("loss"));
    assertThat(state.clippedRows()).isEqualTo(0);
    assertThat(loss.takesLogits()).isTrue();

    rows.logits = null;
    LossAccumulator clipped = loss.start();
    clipped.addAll(rows);
    assertThat(clipped.result().values().get(0).number()).isWithin(1e-5).of(8.058998107910156);
    assertThat(clipped.clippedRows()).isEqualTo(2);
  }

  private static OutputRows evaluated(KerasGolden.Case golden) {
    TestTensor output = golden.input("model_output").orElseThrow();
    return TestRows.of(golden.input("y_true").orElseThrow(), output, golden.input("sample_weight"));
  }

  private static double dataset(String text, OutputRows rows, MetricContext context)
      throws SpecException {
    LossAccumulator state =
        LossCatalog.create(CallText.parse(text), context, LossNormalizer.BY_COUNT).start();
    state.addAll(rows);
    return state.result().values().get(0).number();
  }

  /** The values of the batch, put together as Keras does without weights that vary. */
  private static double mean(String text, OutputRows rows, MetricContext context)
      throws SpecException {
    BatchValues values = LossCatalog.batch(CallText.parse(text), context).function().compute(rows);
    double sum = 0;
    int count = 0;
    for (int i = 0; i < values.values().length; i++) {
      double weight = rows.weightWidth == 0 ? 1 : rows.weights[i / values.cells()];
      if (values.valid()[i]) {
        sum += weight * values.values()[i];
        count++;
      }
    }
    return sum / count;
  }
}
