package dev.scorekeeper.server.evaluation.keras;

import static com.google.common.truth.Truth.assertThat;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.engine.EvaluationChunk;
import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.LossSource;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.KerasOptions;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.MetricQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationReason;
import dev.scorekeeper.server.evaluation.engine.EvaluationRun;
import dev.scorekeeper.server.evaluation.engine.EvaluationSetup;
import dev.scorekeeper.server.evaluation.engine.FigureValue;
import dev.scorekeeper.server.evaluation.engine.Policies;
import dev.scorekeeper.server.evaluation.keras.KerasEvaluation.Output;
import dev.scorekeeper.server.evaluation.testing.TestRows;
import dev.scorekeeper.server.evaluation.testing.TestTensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What KERAS mode says beside its numbers, and what it refuses. */
final class KerasNumbersTest {

  private static OutputRows rows(List<Double> predictions, List<Double> labels) {
    return TestRows.of(
        TestTensor.of(labels.stream().map(List::of).toList()),
        TestTensor.of(predictions.stream().map(List::of).toList()));
  }

  private static OutputRows plain() {
    return rows(List.of(1.0, 2.0, 3.0, 4.0, 5.0), List.of(0.0, 0.0, 0.0, 1.0, 9.0));
  }

  private static KerasEvaluation asking(String loss, String... metrics) {
    MetricQuestion[] questions = new MetricQuestion[metrics.length];
    for (int i = 0; i < metrics.length; i++) {
      questions[i] = MetricQuestion.of(metrics[i]);
    }
    return new KerasEvaluation().with(Output.of("a", loss, questions), plain());
  }

  private static FigureValue value(EvaluationFigures figures, String name) {
    return figures.values().stream()
        .filter(value -> value.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void figures_everyValue_saysWhetherItDependsOnBatches() throws Exception {
    EvaluationFigures figures =
        asking("mse", "mae", "losses.MeanSquaredError(name='batches')").figures(2);

    assertThat(value(figures, "loss").batchDependent()).isFalse();
    assertThat(value(figures, "mae").batchDependent()).isFalse();
    assertThat(value(figures, "batches").batchDependent()).isTrue();
    assertThat(value(figures, "batches").key().aggregation()).isEqualTo("mean_of_batches");
    assertThat(dependent("MeanSquaredError(reduction='sum')")).isTrue();
    assertThat(dependent("MeanSquaredError(reduction='mean_with_sample_weight')")).isFalse();
    assertThat(dependent("Dice()")).isTrue();
    assertThat(dependent("Dice(axis=1)")).isFalse();
  }

  private static boolean dependent(String loss) throws EvaluationException {
    return value(asking(loss).figures(2), "loss").batchDependent();
  }

  @Test
  void figures_maskedOrWeighted_lossDependsOnBatches() throws Exception {
    OutputRows masked = plain();
    masked.maskWidth = 1;
    masked.mask = new boolean[] {true, true, false, true, true};
    OutputRows weighted = plain();
    weighted.weightWidth = 1;
    weighted.weights = new double[] {1, 2, 3, 4, 5};

    assertThat(lossOf("mse", masked).batchDependent()).isTrue();
    assertThat(lossOf("mse", weighted).batchDependent()).isFalse();
    assertThat(
            lossOf("MeanSquaredError(reduction='mean_with_sample_weight')", weighted)
                .batchDependent())
        .isTrue();
  }

  private static FigureValue lossOf(String loss, OutputRows rows) throws EvaluationException {
    return value(new KerasEvaluation().with(Output.of("a", loss), rows).figures(2), "loss");
  }

  @Test
  void figures_severalOutputs_sortedWithLossesOfTheirOwn() throws Exception {
    EvaluationFigures figures =
        new KerasEvaluation()
            .with(Output.of("b", "mse", MetricQuestion.of("mae")), plain())
            .with(Output.of("a", "mae").weighing(0.5), plain())
            .figures(2);

    assertThat(figures.values().stream().map(FigureValue::name))
        .containsExactly("a_loss", "b_loss", "b_mae", "loss")
        .inOrder();
    assertThat(value(figures, "b_loss").number()).isWithin(1e-12).of((2.5 + 9 + 16) / 3);
    assertThat(value(figures, "b_loss").key().aggregation()).isEqualTo("mean_of_batches");
    assertThat(value(figures, "loss").canonical())
        .isEqualTo(
            "1.0 * b:mean_squared_error(reduction='sum_over_batch_size') + 0.5 *"
                + " a:mean_absolute_error(reduction='sum_over_batch_size')");
  }

  @Test
  void figures_probabilitiesClipped_areCountedAndWarned() throws Exception {
    EvaluationFigures figures =
        new KerasEvaluation()
            .with(
                Output.of("a", "binary_crossentropy"),
                rows(List.of(0.0, 1.0, 0.5), List.of(1.0, 1.0, 0.0)))
            .figures(2);

    assertThat(figures.outputs().get(0).clippedRows()).isEqualTo(2);
    assertThat(figures.outputs().get(0).lossSource()).isEqualTo(LossSource.PROBABILITIES_CLIPPED);
    assertThat(figures.outputs().get(0).countedRows()).isEqualTo(3);
    assertThat(String.join(" ", figures.warnings())).contains("of 2 rows of a were clipped");
  }

  @Test
  void plan_resolvedQuestion_isPlannedToAnEqualOne() throws Exception {
    KerasEvaluation evaluation =
        asking("MeanSquaredError(reduction='sum')", "losses.Huber(delta=2)", "mean(y) - mean(p)");
    EvaluationSetup setup = evaluation.plan(3);

    EvaluationSetup again = KerasEvaluation.PLANNER.plan(setup.question(), setup.facts());

    assertThat(again.question()).isEqualTo(setup.question());
    assertThat(setup.mergeable()).isFalse();
  }

  @Test
  void run_mergedOrMoved_isRefused() throws Exception {
    EvaluationSetup setup = asking("mse").plan(3);
    EvaluationRun run = setup.start();

    IllegalArgumentException merge =
        assertThrows(IllegalArgumentException.class, () -> run.merge(setup.start()));
    assertThat(merge).hasMessageThat().contains("KERAS mode do not merge");
    assertThrows(
        UnsupportedOperationException.class,
        () -> run.write(new DataOutputStream(new ByteArrayOutputStream())));
    assertThrows(
        UnsupportedOperationException.class,
        () -> run.read(new DataInputStream(new ByteArrayInputStream(new byte[8]))));
  }

  @Test
  void values_whileRowsCome_areThoseOfWholeBatches() throws Exception {
    EvaluationRun run = asking("mse", "mae").plan(3).start();
    EvaluationChunk chunk = new EvaluationChunk(1, 0);
    chunk.count = 2;
    chunk.outputs[0] = rows(List.of(1.0, 2.0), List.of(0.0, 0.0));

    run.add(chunk);
    assertThat(run.values()).isEmpty();
    run.add(chunk);
    assertThat(run.values().get(0).number()).isWithin(1e-12).of((1 + 4 + 1) / 3.0);

    assertThat(value(run.figures(), "loss").number()).isWithin(1e-12).of(10 / 4.0);
    assertThat(run.figures().values()).isEqualTo(run.values());
    assertThrows(IllegalStateException.class, () -> run.add(chunk));
  }

  @Test
  void run_noRows_hasNoFigures() throws Exception {
    EvaluationRun run = asking("mse").plan(3).start();

    EvaluationException failure = assertThrows(EvaluationException.class, run::figures);

    assertThat(failure.reason()).isEqualTo(EvaluationReason.EMPTY_DATA_SET);
  }

  @Test
  void plan_whatKerasHasNot_isRefused() {
    assertThat(failure(asking("mse", "ce"))).contains("Keras 3 has no metric ce");
    assertThat(failure(weighted("losses.MeanSquaredError()")))
        .contains("Keras cannot weigh losses.MeanSquaredError as a metric");
    assertThat(failure(weighted("PearsonCorrelation(axis=0)"))).contains("Keras cannot weigh");
    assertThat(failure(asking("MeanSquaredError(reduction='none')"))).contains("reduction must be");
    assertThat(failure(asking("mse", "mea"))).contains("mae");
  }

  private static KerasEvaluation weighted(String metric) {
    return new KerasEvaluation()
        .with(Output.of("a", "mse", new MetricQuestion(metric, "", true)), plain());
  }

  private static String failure(KerasEvaluation evaluation) {
    EvaluationException failure = assertThrows(EvaluationException.class, () -> evaluation.plan(2));
    return requireNonNull(failure.getMessage());
  }

  @Test
  void add_maskForAMetricOfBatches_isRefused() {
    OutputRows masked = plain();
    masked.maskWidth = 1;
    masked.mask = new boolean[] {true, true, false, true, true};
    KerasEvaluation evaluation =
        new KerasEvaluation()
            .with(Output.of("a", "mse", MetricQuestion.of("losses.MeanAbsoluteError()")), masked);

    EvaluationException failure =
        assertThrows(EvaluationException.class, () -> evaluation.figures(2));

    assertThat(failure.reason()).isEqualTo(EvaluationReason.BAD_MASK);
  }

  @Test
  void check_questionThatKerasCouldNotAnswer_namesTheField() {
    EvaluationQuestion good = asking("mse").question(2);

    assertThat(field(with(good, Optional.empty(), good.policies(), List.of())))
        .isEqualTo("spec.keras");
    assertThat(field(with(good, keras("keras-2/jax", 2), good.policies(), List.of())))
        .isEqualTo("spec.keras.profile");
    assertThat(field(with(good, keras(KerasNumbers.PROFILE, 0), good.policies(), List.of())))
        .isEqualTo("spec.keras.batch_size");
    assertThat(field(with(good, good.keras(), good.policies(), List.of(List.of("country")))))
        .isEqualTo("spec.slices");
    Policies skip =
        new Policies(
            Policies.DEFAULT.lossNormalizer(),
            Policies.MissingLabels.SKIP,
            Policies.NonFinite.FAIL,
            Policies.UndefinedValues.NAN);
    assertThat(field(with(good, good.keras(), skip, List.of())))
        .isEqualTo("spec.policies.missing_labels");
  }

  private static Optional<KerasOptions> keras(String profile, int batchSize) {
    return Optional.of(new KerasOptions(profile, batchSize));
  }

  private static EvaluationQuestion with(
      EvaluationQuestion question,
      Optional<KerasOptions> keras,
      Policies policies,
      List<List<String>> slices) {
    return new EvaluationQuestion(
        question.mode(),
        keras,
        question.outputs(),
        policies,
        slices,
        question.sliceLimits(),
        question.intervals(),
        question.gates(),
        question.firstRelease(),
        question.extraLoss());
  }

  private static String field(EvaluationQuestion question) {
    return assertThrows(EvaluationException.class, () -> KerasEvaluation.PLANNER.check(question))
        .field();
  }

  @Test
  void plan_metricOverQueries_isRefused() {
    EvaluationException e =
        assertThrows(EvaluationException.class, () -> asking("mse", "ndcg(k=5)").figures(2));

    assertThat(e.reason()).isEqualTo(EvaluationReason.NOT_SUITABLE);
    assertThat(e).hasMessageThat().contains("Keras knows no queries; ask for ndcg in mode DATASET");
  }
}
