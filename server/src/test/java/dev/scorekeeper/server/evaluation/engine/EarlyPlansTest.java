package dev.scorekeeper.server.evaluation.engine;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.LossNormalizer;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.SliceLimits;
import dev.scorekeeper.server.evaluation.engine.Policies.MissingLabels;
import dev.scorekeeper.server.evaluation.engine.Policies.NonFinite;
import dev.scorekeeper.server.evaluation.engine.Policies.UndefinedValues;
import dev.scorekeeper.server.evaluation.gate.GateCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is known of a question before labels are seen, and gates held against it. */
final class EarlyPlansTest {

  private static final EvaluationQuestion ONE =
      EvaluationQuestion.of(Asking.output("score", "bce", "accuracy", "AUC(name='area')"));

  private static final EvaluationQuestion TWO =
      Asking.sliced(
          Asking.with(
              EvaluationQuestion.of(
                  Asking.output(
                      "click", "bce", "accuracy", "w:accuracy", "true_positives([0.2, 0.7])"),
                  Asking.output("price", "mse", "mae", "error_quantiles")),
              new Policies(
                  LossNormalizer.BY_COUNT,
                  MissingLabels.SKIP,
                  NonFinite.SKIP,
                  UndefinedValues.NAN)),
          SliceLimits.DEFAULT,
          List.of(List.of("sex", "country")));

  @Test
  void planEarly_accuracyOfClasses_hasASetupForEachFormOfLabels() throws Exception {
    List<EvaluationSetup> setups =
        early(
            EvaluationQuestion.of(Asking.output("kind", "", "accuracy")),
            Asking.classes("kind", 3));

    Set<String> ids = new TreeSet<>();
    setups.forEach(setup -> ids.add(setup.outputs().get(0).metrics().get(0).identity().id()));
    assertThat(ids).containsExactly("categorical_accuracy", "sparse_categorical_accuracy");
  }

  @Test
  void planEarly_unknownMetricOfTheSecondOutput_isRefusedThere() {
    EvaluationQuestion question =
        EvaluationQuestion.of(
            Asking.output("click", "bce", "accuracy"), Asking.output("price", "", "mae", "maee"));

    EvaluationException e =
        assertThrows(
            EvaluationException.class,
            () -> early(question, Asking.binary("click"), Asking.real("price")));

    assertThat(e.reason()).isEqualTo(EvaluationReason.UNKNOWN_METRIC);
    assertThat(e.field()).isEqualTo("spec.outputs[1].metrics[1].metric");
    assertThat(e.details()).containsAtLeast("got", "maee", "output", "price");
  }

  @Test
  void planEarly_metricThatSuitsNoLabels_isLeftToTheRows() throws Exception {
    EvaluationQuestion question =
        EvaluationQuestion.of(Asking.output("price", "mse", "top_k_accuracy"));

    assertThat(early(question, Asking.real("price"))).isEmpty();
  }

  @Test
  void gates_aboutEveryValueThatComes_areKnown() throws Exception {
    EvaluationRun run = Asking.start(TWO, Asking.binary("click"), Asking.real("price"));
    int[] order = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    run.add(new RowPool(new Random(3), order.length).chunk(order, 0, order.length));
    List<String> gates =
        new ArrayList<>(List.of("rows >= 1", "click:accuracy >= 0", "price:mae >= 0"));
    for (FigureValue value : run.figures().values()) {
      gates.add("'" + value.name() + "' >= 0");
      gates.add("slice(country=JP, sex=f).'" + value.name() + "'.lower >= 0");
      gates.add("'" + value.key().metric() + "' >= 0");
    }
    assertThat(gates.size()).isAtLeast(30);

    check(gates, early(TWO, Asking.binary("click"), Asking.real("price")));
    check(gates, List.of(run.setup()));
  }

  @Test
  void gates_misspelt_areRefusedWithTheNearestNames() throws Exception {
    assertThat(refused(ONE, "accuracyy >= 0.9"))
        .isEqualTo("accuracyy >= 0.9: no value accuracyy is asked for; near it is accuracy");
    assertThat(refused(ONE, "aera >= 0.9"))
        .isEqualTo("aera >= 0.9: no value aera is asked for; near it is area");
    assertThat(refused(ONE, "recall >= 0.9"))
        .isEqualTo("recall >= 0.9: no value recall is asked for");
    assertThat(refused(ONE, "scores:accuracy >= 0.9"))
        .isEqualTo(
            "scores:accuracy >= 0.9: no value scores:accuracy is asked for; near it is"
                + " score:accuracy");
    assertThat(refused(ONE, "slice(sex=f).area >= 0.9"))
        .isEqualTo("slice(sex=f).area >= 0.9: no slices by sex are asked for");
  }

  @Test
  void gates_aboutRowsOfAnOutput_areKnownWhereThereIsSuchAnOutput() throws Exception {
    check(List.of("score:rows >= 10", "rows >= 10"), early(ONE, Asking.binary("score")));
    assertThat(refused(ONE, "scores:rows >= 10"))
        .isEqualTo("scores:rows >= 10: no value scores:rows is asked for; near it is score:rows");
  }

  @Test
  void gates_aboutRowsOfAnOutputInASlice_areRefused() throws Exception {
    EvaluationException e =
        assertThrows(
            EvaluationException.class,
            () ->
                check(
                    List.of("slice(country=JP, sex=f).click:rows >= 10"),
                    early(TWO, Asking.binary("click"), Asking.real("price"))));
    assertThat(e).hasMessageThat().contains("over all rows, not over slices");
  }

  @Test
  void gates_secondThatCannotBeRead_isRefusedWithItsPosition() {
    EvaluationException e =
        assertThrows(
            EvaluationException.class,
            () -> check(List.of("area >= 0.9", "area => 0.9"), List.of()));

    assertThat(e.reason()).isEqualTo(EvaluationReason.BAD_TEXT);
    assertThat(e.field()).isEqualTo("spec.gates[1]");
    assertThat(e).hasMessageThat().contains("character 6");
  }

  @Test
  void gates_nothingKnown_areNotRefused() throws Exception {
    check(List.of("anything >= 0.9"), List.of());
  }

  private static String refused(EvaluationQuestion question, String gate) throws Exception {
    List<EvaluationSetup> setups = early(question, Asking.binary("score"));
    EvaluationException e =
        assertThrows(EvaluationException.class, () -> check(List.of(gate), setups));
    assertThat(e.field()).isEqualTo("spec.gates[0]");
    return String.valueOf(e.getMessage());
  }

  private static void check(List<String> gates, List<EvaluationSetup> setups)
      throws EvaluationException {
    GateCheck.check(gates, setups, List.of());
  }

  private static List<EvaluationSetup> early(EvaluationQuestion question, OutputFacts... facts)
      throws EvaluationException {
    return Asking.PLANNER.planEarly(question, List.of(facts));
  }
}
