package dev.scorekeeper.server.evaluating;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.catalog.BuiltInMetrics;
import dev.scorekeeper.server.evaluation.engine.EvaluationPlanner;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.KerasOptions;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.MetricQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.Mode;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.OutputQuestion;
import dev.scorekeeper.server.evaluation.engine.OutputFacts;
import dev.scorekeeper.server.evaluation.keras.KerasNumbers;
import dev.scorekeeper.server.evaluation.spec.MetricCatalog;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logits are fetched of the outputs whose losses and metrics compute from them, of no others. */
final class LogitsPlanTest {

  private static final MetricCatalog METRICS = BuiltInMetrics.catalog(List.of());
  private static final EvaluationPlanner PLANNER =
      EvaluationPlanner.of(METRICS, new KerasNumbers(METRICS));

  private static final String YES = "yes";
  private static final String KIND = "kind";

  /** A sigmoid, and a softmax over three classes. */
  private static List<OutputFacts> facts(Set<String> logits) {
    return List.of(
        new OutputFacts(
            YES,
            List.of(1),
            Optional.of(ScoreKind.PROBABILITY),
            false,
            logits.contains(YES),
            List.of(1),
            false),
        new OutputFacts(
            KIND,
            List.of(3),
            Optional.of(ScoreKind.PROBABILITY),
            true,
            logits.contains(KIND),
            List.of(1),
            true));
  }

  private static OutputQuestion output(String name, String loss, String metrics) {
    return OutputQuestion.of(
        name,
        loss,
        Arrays.stream(metrics.split(";"))
            .filter(m -> !m.isEmpty())
            .map(MetricQuestion::of)
            .toList());
  }

  private static EvaluationQuestion inMode(Mode mode, EvaluationQuestion question) {
    return new EvaluationQuestion(
        mode,
        mode == Mode.KERAS
            ? Optional.of(new KerasOptions(KerasNumbers.PROFILE, 32))
            : Optional.empty(),
        question.outputs(),
        question.policies(),
        question.slices(),
        question.sliceLimits(),
        question.intervals(),
        question.gates(),
        question.firstRelease(),
        question.extraLoss());
  }

  private static LogitsPlan plan(EvaluationQuestion question, Set<String> offered)
      throws Exception {
    return LogitsPlan.of(PLANNER, question, LogitsPlanTest::facts, offered);
  }

  @ParameterizedTest
  @CsvSource({
    "yes, BinaryCrossentropy(), '', true",
    "yes, binary_crossentropy, accuracy, true",
    "yes, bce(), '', true",
    "yes, '', crossentropy, true",
    "yes, mse, BinaryCrossentropy(label_smoothing=0.1), true",
    "yes, '', 'AUC();binary_crossentropy', true",
    "yes, BinaryFocalCrossentropy(), '', true",
    "kind, SparseCategoricalCrossentropy(), '', true",
    "kind, crossentropy, accuracy, true",
    // Their names sound like it, or they take logarithms, but of probabilities.
    "yes, mse, log_loss, false",
    "yes, mse, 'auc;brier_score', false",
    "kind, '', log_loss, false",
    "kind, '', accuracy, false"
  })
  void of_anyQuestion_takesLogitsWhereTheyAreUsed(
      String output, String loss, String metrics, boolean taken) throws Exception {
    EvaluationQuestion question = EvaluationQuestion.of(output(output, loss, metrics));

    LogitsPlan plan = plan(question, Set.of(YES, KIND));

    assertThat(plan.outputs()).isEqualTo(taken ? Set.of(output) : Set.of());
    assertThat(plan.setup().facts().get(0).logitsAvailable()).isEqualTo(taken);
  }

  @Test
  void of_oneOutputOfTwoTakesThem_isThatOneAlone() throws Exception {
    EvaluationQuestion question =
        EvaluationQuestion.of(
            output(KIND, "", "accuracy"), output(YES, "BinaryCrossentropy()", "accuracy"));

    assertThat(plan(question, Set.of(YES, KIND)).outputs()).containsExactly(YES);
  }

  @Test
  void of_graphOffersNone_takesNone() throws Exception {
    EvaluationQuestion question = EvaluationQuestion.of(output(YES, "BinaryCrossentropy()", ""));

    LogitsPlan plan = plan(question, Set.of());

    assertThat(plan.outputs()).isEmpty();
    assertThat(plan.setup().facts().get(0).logitsAvailable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "yes, BinaryCrossentropy(), '', true",
    "yes, crossentropy, '', true",
    "yes, mse, binary_crossentropy, true",
    "yes, mse, losses.BinaryCrossentropy(), true",
    "kind, sparse_categorical_crossentropy, accuracy, true",
    "yes, mse, 'AUC();accuracy', false",
    "kind, '', accuracy, false"
  })
  void of_kerasMode_takesLogitsWhereTheyAreUsed(
      String output, String loss, String metrics, boolean taken) throws Exception {
    EvaluationQuestion question =
        inMode(Mode.KERAS, EvaluationQuestion.of(output(output, loss, metrics)));

    assertThat(plan(question, Set.of(YES, KIND)).outputs())
        .isEqualTo(taken ? Set.of(output) : Set.of());
  }

  @Test
  void plan_takenLogits_areThoseOfThePlannedMetrics() throws Exception {
    EvaluationQuestion question =
        EvaluationQuestion.of(output(YES, "BinaryCrossentropy()", "accuracy;bce"));

    LogitsPlan plan = plan(question, Set.of(YES));

    assertThat(
            plan.setup().outputs().get(0).metrics().stream()
                .filter(metric -> metric.takesLogits())
                .map(metric -> metric.name())
                .collect(Collectors.toList()))
        .containsExactly("bce");
  }
}
