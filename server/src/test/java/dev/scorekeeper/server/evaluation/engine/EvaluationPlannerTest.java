package dev.scorekeeper.server.evaluation.engine;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.IntervalMethod;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.KerasOptions;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.MetricQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.Mode;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.OutputQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.SliceLimits;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class EvaluationPlannerTest {

  @Test
  void plan_binaryOutput_resolvesAllThatWasLeftOpen() throws EvaluationException {
    EvaluationSetup setup =
        plan(EvaluationQuestion.of(Asking.output("", "bce", "accuracy")), Asking.binary("y"));

    OutputQuestion output = setup.question().outputs().get(0);
    assertThat(output.output()).isEqualTo("y");
    assertThat(output.displayName()).isEqualTo("y");
    assertThat(output.labelEncoding()).hasValue(LabelEncoding.SPARSE);
    assertThat(output.scoreKind()).hasValue(ScoreKind.PROBABILITY);
    assertThat(output.decisionThreshold()).isEqualTo(OptionalDouble.of(0.5));
    assertThat(output.loss()).startsWith("binary_crossentropy(");
    assertThat(output.loss()).contains("from_logits=False");
    assertThat(output.metrics().get(0).metric()).isEqualTo("binary_accuracy(threshold=0.5)");
    assertThat(output.metrics().get(0).name()).isEqualTo("accuracy");
  }

  @Test
  void plan_resolvedQuestionAgain_givesAnEqualSetup() throws EvaluationException {
    EvaluationQuestion question =
        Asking.with(
            Asking.sliced(
                EvaluationQuestion.of(
                    Asking.output("a", "huber", "mae", "w:mae"),
                    Asking.output("b", "sparse_categorical_crossentropy", "accuracy", "acc")),
                SliceLimits.DEFAULT,
                List.of(List.of("y", "x"))),
            Asking.intervals(IntervalMethod.JACKKNIFE, 10));
    OutputFacts[] facts = {Asking.real("a"), Asking.classes("b", 3)};
    EvaluationSetup setup = plan(question, facts);

    EvaluationSetup again = plan(setup.question(), facts);

    assertThat(again.question()).isEqualTo(setup.question());
    assertThat(again.equalTo(setup)).isTrue();
    assertThat(setup.question().slices()).containsExactly(List.of("x", "y"));
    assertThat(setup.outputs().get(0).metrics().get(1).name()).isEqualTo("a_weighted_mae");
  }

  @Test
  void plan_encodings_areFoundByKindLossAndShape() throws EvaluationException {
    assertThat(encoding("", Asking.real("y"))).isEqualTo(LabelEncoding.REAL);
    assertThat(encoding("", Asking.classes("y", 3))).isEqualTo(LabelEncoding.SPARSE);
    assertThat(encoding("", sameShape(3, true))).isEqualTo(LabelEncoding.ONE_HOT);
    assertThat(encoding("", sameShape(3, false))).isEqualTo(LabelEncoding.MULTI_LABEL);
    assertThat(encoding("binary_crossentropy", sameShape(3, true)))
        .isEqualTo(LabelEncoding.MULTI_LABEL);
  }

  @Test
  void plan_lossFromLogits_makesKindLogitAndThresholdZero() throws EvaluationException {
    OutputQuestion output =
        plan(
                EvaluationQuestion.of(
                    Asking.output("y", "BinaryCrossentropy(from_logits=True)", "accuracy")),
                Asking.real("y"))
            .question()
            .outputs()
            .get(0);

    assertThat(output.scoreKind()).hasValue(ScoreKind.LOGIT);
    assertThat(output.decisionThreshold()).isEqualTo(OptionalDouble.of(0));
  }

  @Test
  void plan_unknownMetric_namesFieldAndNearest() {
    EvaluationException e =
        refused(
            EvaluationQuestion.of(Asking.output("y", "mse", "mae", "mean_absolute_eror")),
            Asking.real("y"));

    assertThat(e.reason()).isEqualTo(EvaluationReason.UNKNOWN_METRIC);
    assertThat(e.field()).isEqualTo("spec.outputs[0].metrics[1].metric");
    assertThat(e).hasMessageThat().contains("mean_absolute_error");
  }

  @Test
  void plan_unknownParameter_isRefused() {
    EvaluationException e =
        refused(EvaluationQuestion.of(Asking.output("y", "Huber(detla=2)")), Asking.real("y"));

    assertThat(e.reason()).isEqualTo(EvaluationReason.UNKNOWN_PARAMETER);
    assertThat(e.field()).isEqualTo("spec.outputs[0].loss");
    assertThat(e).hasMessageThat().contains("delta");
  }

  @Test
  void check_unreadableMetric_namesThePosition() {
    EvaluationException e =
        assertThrows(
            EvaluationException.class,
            () ->
                Asking.PLANNER.check(
                    EvaluationQuestion.of(Asking.output("y", "", "Huber(delta="))));

    assertThat(e.reason()).isEqualTo(EvaluationReason.BAD_TEXT);
    assertThat(e).hasMessageThat().contains("13");
  }

  @Test
  void plan_unknownOutput_namesThoseThereAre() {
    EvaluationException e =
        refused(
            EvaluationQuestion.of(Asking.output("z", "mse")), Asking.real("a"), Asking.real("b"));

    assertThat(e.reason()).isEqualTo(EvaluationReason.UNKNOWN_OUTPUT);
    assertThat(e.field()).isEqualTo("spec.outputs[0].output");
    assertThat(e).hasMessageThat().contains("a, b");
  }

  @Test
  void plan_kindAgainstTheGraph_isRefused() {
    EvaluationException e =
        refused(
            EvaluationQuestion.of(
                Asking.declared(Asking.output("y", "", "accuracy"), null, ScoreKind.LOGIT)),
            Asking.binary("y"));

    assertThat(e.reason()).isEqualTo(EvaluationReason.BAD_QUESTION);
    assertThat(e.field()).isEqualTo("spec.outputs[0].score_kind");
  }

  @Test
  void plan_labelsOfWrongShape_areRefused() {
    OutputFacts facts =
        new OutputFacts(
            "y", List.of(3), Optional.of(ScoreKind.PROBABILITY), true, false, List.of(4), false);

    EvaluationException e =
        refused(EvaluationQuestion.of(Asking.output("y", "", "accuracy")), facts);

    assertThat(e.reason()).isEqualTo(EvaluationReason.BAD_LABEL_SHAPE);
    assertThat(e).hasMessageThat().contains("[rows, 3]");
    assertThat(e).hasMessageThat().contains("[rows, 4]");
  }

  @Test
  void plan_twoValuesOfOneName_isRefusedNotCounted() {
    EvaluationException e =
        refused(EvaluationQuestion.of(Asking.output("y", "mse", "mae", "mae")), Asking.real("y"));

    assertThat(e.reason()).isEqualTo(EvaluationReason.NAME_REPEATED);
    assertThat(e.field()).isEqualTo("spec.outputs[0].metrics[1].name");
  }

  @Test
  void plan_nameGiven_isTaken() throws EvaluationException {
    EvaluationSetup setup =
        plan(
            EvaluationQuestion.of(
                OutputQuestion.of(
                    "y",
                    "",
                    List.of(MetricQuestion.of("mae"), new MetricQuestion("mae", "second", false)))),
            Asking.real("y"));

    assertThat(setup.outputs().get(0).metrics().get(1).name()).isEqualTo("second");
  }

  @Test
  void plan_classWeightsOfWrongNumber_areRefused() {
    EvaluationException e =
        refused(
            EvaluationQuestion.of(
                Asking.classWeights(Asking.output("y", "", "accuracy"), 1.0, 2.0, 3.0)),
            Asking.binary("y"));

    assertThat(e.field()).isEqualTo("spec.outputs[0].class_weights");
    assertThat(e.details()).containsExactly("expected", "2", "got", "3");
  }

  @Test
  void check_kerasModeWithoutKeras_isRefused() {
    EvaluationQuestion asked = EvaluationQuestion.of(Asking.output("y", "mse"));
    EvaluationQuestion keras =
        new EvaluationQuestion(
            Mode.KERAS,
            Optional.of(new KerasOptions("keras-3.15/tensorflow", 32)),
            asked.outputs(),
            asked.policies(),
            asked.slices(),
            asked.sliceLimits(),
            asked.intervals(),
            asked.gates(),
            asked.firstRelease(),
            asked.extraLoss());

    EvaluationException e =
        assertThrows(EvaluationException.class, () -> Asking.PLANNER.check(keras));

    assertThat(e.field()).isEqualTo("spec.mode");
  }

  @Test
  void check_questionsThatContradictThemselves_areRefused() {
    EvaluationQuestion good = EvaluationQuestion.of(Asking.output("y", "mse"));

    assertThat(checked(EvaluationQuestion.of()).field()).isEqualTo("spec.outputs");
    assertThat(checked(EvaluationQuestion.of(Asking.output("y", ""))).field())
        .isEqualTo("spec.outputs[0]");
    assertThat(
            checked(EvaluationQuestion.of(Asking.output("y", "mse"), Asking.output("y", "mse")))
                .field())
        .isEqualTo("spec.outputs[1].output");
    assertThat(checked(Asking.extraLoss(good, Double.NaN)).field()).isEqualTo("spec.extra_loss");
    assertThat(checked(Asking.with(good, Asking.intervals(IntervalMethod.JACKKNIFE, 1))).field())
        .isEqualTo("spec.intervals.replicates");
    assertThat(
            checked(Asking.sliced(good, SliceLimits.DEFAULT, List.of(List.of("a", "a")))).field())
        .isEqualTo("spec.slices[0].columns");
    assertThat(
            checked(
                    Asking.sliced(
                        good, SliceLimits.DEFAULT, List.of(List.of("a", "b"), List.of("b", "a"))))
                .field())
        .isEqualTo("spec.slices[1].columns");
  }

  private static LabelEncoding encoding(String loss, OutputFacts facts) throws EvaluationException {
    String metric = loss.isEmpty() ? "mse" : "";
    OutputQuestion output =
        metric.isEmpty()
            ? Asking.output("y", loss)
            : Asking.output("y", "", facts.labelShape().isEmpty() ? "accuracy" : metric);
    return plan(EvaluationQuestion.of(output), facts).outputs().get(0).context().encoding();
  }

  private static OutputFacts sameShape(int classes, boolean softmax) {
    return new OutputFacts(
        "y",
        List.of(classes),
        Optional.of(ScoreKind.PROBABILITY),
        softmax,
        false,
        List.of(classes),
        false);
  }

  private static EvaluationException checked(EvaluationQuestion question) {
    return assertThrows(EvaluationException.class, () -> Asking.PLANNER.check(question));
  }

  private static EvaluationSetup plan(EvaluationQuestion question, OutputFacts... facts)
      throws EvaluationException {
    return Asking.PLANNER.plan(question, List.of(facts));
  }

  private static EvaluationException refused(EvaluationQuestion question, OutputFacts... facts) {
    return assertThrows(EvaluationException.class, () -> plan(question, facts));
  }
}
