package dev.scorekeeper.server.evaluation.catalog;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.LossNormalizer;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.loss.BatchValues;
import dev.scorekeeper.server.evaluation.loss.LossCatalog;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.spec.MetricCatalog;
import dev.scorekeeper.server.evaluation.testing.KerasGolden;
import dev.scorekeeper.server.evaluation.testing.TestRows;
import dev.scorekeeper.server.evaluation.testing.TestTensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Losses over a data set and over a batch, and weighted metrics, against more of Keras' values. */
final class MoreGoldenTest {

  /** Keras sums float32. */
  private static final double TOLERANCE = 3e-6;

  private static final MetricCatalog METRICS = BuiltInMetrics.catalog(List.of());

  @TestFactory
  Stream<DynamicTest> cases_ofMoreGolden_areKeras() {
    return KerasGolden.more().stream()
        .map(golden -> DynamicTest.dynamicTest(golden.id(), () -> check(golden)));
  }

  private static void check(KerasGolden.Case golden) throws SpecException {
    TestTensor labels = golden.input("y_true").orElseThrow();
    TestTensor predictions = golden.input("y_pred").orElseThrow();
    OutputRows rows = TestRows.of(labels, predictions, Optional.empty());
    MetricContext context = context(rows, golden.param("kind"));
    CallText loss = CallText.parse(golden.param("loss"));
    double expected = golden.number("loss");

    assertClose("batch", batch(loss, rows, context), expected);
    if (!loss.name().equals("Circle")) {
      Accumulator state = LossCatalog.create(loss, context, LossNormalizer.BY_COUNT).start();
      state.addAll(rows);
      assertClose("data set", number(state), expected);
    }
    if (golden.expects("weighted_metric")) {
      OutputRows weighted = TestRows.of(labels, predictions, golden.input("sample_weight"));
      Accumulator state =
          METRICS
              .create(
                  CallText.parse(golden.param("metric")), context(weighted, golden.param("kind")))
              .start();
      state.addAll(weighted);
      assertClose("metric", number(state), golden.number("weighted_metric"));
    }
  }

  private static double batch(CallText loss, OutputRows rows, MetricContext context)
      throws SpecException {
    BatchValues values = LossCatalog.batch(loss, context).function().compute(rows);
    double sum = 0;
    int count = 0;
    for (int i = 0; i < values.values().length; i++) {
      sum += values.valid()[i] ? values.values()[i] : 0;
      count += values.valid()[i] ? 1 : 0;
    }
    return sum / count;
  }

  private static double number(Accumulator state) {
    assertThat(state.result().values()).hasSize(1);
    return state.result().values().get(0).number();
  }

  private static void assertClose(String what, double value, double expected) {
    assertWithMessage(what).that(value).isWithin(Math.abs(expected) * TOLERANCE).of(expected);
  }

  private static MetricContext context(OutputRows rows, String kind) {
    return switch (kind) {
      case "real", "positive", "series" ->
          TestRows.context(rows, LabelEncoding.REAL, ScoreKind.REAL);
      case "signed" -> TestRows.context(rows, LabelEncoding.SIGNED_BINARY, ScoreKind.REAL);
      case "questions" -> TestRows.context(rows, LabelEncoding.MULTI_LABEL, ScoreKind.PROBABILITY);
      case "one_hot" -> TestRows.context(rows, LabelEncoding.ONE_HOT, ScoreKind.PROBABILITY);
      case "one_hot_logits" -> TestRows.context(rows, LabelEncoding.ONE_HOT, ScoreKind.LOGIT);
      case "sparse_logits", "text" -> TestRows.context(rows, LabelEncoding.SPARSE, ScoreKind.LOGIT);
      case "pixels" -> TestRows.context(rows, LabelEncoding.SPARSE, ScoreKind.PROBABILITY);
      case "embeddings" -> TestRows.context(rows, LabelEncoding.SPARSE, ScoreKind.REAL);
      default -> throw new AssertionError("there is no kind " + kind);
    };
  }
}
