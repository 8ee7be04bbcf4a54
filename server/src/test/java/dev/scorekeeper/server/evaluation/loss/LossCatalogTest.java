package dev.scorekeeper.server.evaluation.loss;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.LossNormalizer;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.testing.TestRows;
import dev.scorekeeper.server.evaluation.testing.TestTensor;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LossCatalogTest {

  private static MetricContext context(
      List<Integer> predictions, List<Integer> labels, ScoreKind kind) {
    return new MetricContext(
        "click", predictions, labels, LabelEncoding.SPARSE, kind, 0.5f, false, 1, List.of(), false);
  }

  private static Loss loss(String text, MetricContext context, LossNormalizer normalizer)
      throws SpecException {
    return LossCatalog.create(CallText.parse(text), context, normalizer);
  }

  private static SpecException refusal(String text, MetricContext context) {
    return assertThrows(SpecException.class, () -> loss(text, context, LossNormalizer.BY_COUNT));
  }

  @Test
  void create_reduction_isPartOfTheCanonicalText() throws SpecException {
    MetricContext context = context(List.of(1), List.of(), ScoreKind.PROBABILITY);

    assertThat(loss("mse", context, LossNormalizer.BY_COUNT).identity().canonical())
        .isEqualTo("mean_squared_error(reduction='sum_over_batch_size')");
    assertThat(loss("mse", context, LossNormalizer.BY_WEIGHT).identity().canonical())
        .isEqualTo("mean_squared_error(reduction='mean_with_sample_weight')");
    assertThat(
            loss("mse(reduction='sum')", context, LossNormalizer.BY_WEIGHT).identity().canonical())
        .isEqualTo("mean_squared_error(reduction='sum')");
    assertThat(refusal("mse(reduction='none')", context)).hasMessageThat().contains("'sum'");
  }

  @Test
  void create_crossentropy_isDecidedByTheEncoding() throws SpecException {
    Loss loss =
        loss(
            "crossentropy",
            context(List.of(4), List.of(), ScoreKind.PROBABILITY),
            LossNormalizer.BY_COUNT);

    assertThat(loss.identity().id()).isEqualTo("sparse_categorical_crossentropy");
    assertThat(loss.identity().name()).isEqualTo("loss");
    assertThat(loss.clips()).isTrue();
  }

  @Test
  void create_logitsTakenForProbabilities_isRefused() {
    assertThat(refusal("bce", context(List.of(1), List.of(), ScoreKind.LOGIT)))
        .hasMessageThat()
        .isEqualTo(
            "binary_crossentropy needs probabilities; click gives logits: say from_logits=True");
    assertThat(
            refusal("bce(from_logits=True)", context(List.of(1), List.of(), ScoreKind.PROBABILITY)))
        .hasMessageThat()
        .contains("are probabilities");
  }

  @Test
  void create_labelsOfAnotherShape_isRefused() {
    SpecException e = refusal("mse", context(List.of(3), List.of(1), ScoreKind.REAL));

    assertThat(e.kind()).isEqualTo(SpecException.Kind.NOT_SUITABLE);
    assertThat(e)
        .hasMessageThat()
        .contains("needs labels of shape [3] for predictions of shape [3] of click, not [1]");
  }

  @Test
  void create_circle_isRefusedOutsideBatches() throws SpecException {
    MetricContext context = context(List.of(2), List.of(), ScoreKind.REAL);

    assertThat(refusal("Circle()", context)).hasMessageThat().contains("KERAS mode");
    assertThat(LossCatalog.batch(CallText.parse("Circle()"), context).function().dependsOnBatch())
        .isTrue();
  }

  @Test
  void dice_overTheDataSetAndPerExample_areTwoNumbers() throws SpecException {
    OutputRows rows =
        TestRows.of(
            TestTensor.of(List.of(List.of(1, 0), List.of(1, 1))),
            TestTensor.of(List.of(List.of(1, 1), List.of(0, 0))));
    MetricContext context = TestRows.context(rows, LabelEncoding.MULTI_LABEL, ScoreKind.REAL);

    assertThat(value("dice", rows, context)).isWithin(1e-6).of(1 - 2.0 / 5);
    assertThat(value("dice(aggregation='per_example')", rows, context))
        .isWithin(1e-6)
        .of((1 - 2.0 / 3 + 1) / 2);
    // Each column over all rows, then their mean.
    assertThat(value("dice(axis=0)", rows, context)).isWithin(1e-6).of((1 - 2.0 / 3 + 1) / 2);
    assertThat(loss("dice", context, LossNormalizer.BY_COUNT).identity().aggregation())
        .isEqualTo("dataset");
    BatchValues batch = LossCatalog.batch(CallText.parse("dice"), context).function().compute(rows);
    assertThat(batch.scalar()).isTrue();
    assertThat(batch.values()[0]).isWithin(1e-6).of(1 - 2.0 / 5);
  }

  private static double value(String text, OutputRows rows, MetricContext context)
      throws SpecException {
    LossAccumulator state = loss(text, context, LossNormalizer.BY_COUNT).start();
    state.addAll(rows);
    return state.result().values().get(0).number();
  }
}
