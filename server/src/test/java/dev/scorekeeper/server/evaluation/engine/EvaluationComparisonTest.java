package dev.scorekeeper.server.evaluation.engine;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.evaluation.engine.ComparisonRules.FieldDifference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class EvaluationComparisonTest {

  private static final Map<String, String> FIELDS =
      Map.of(
          "dataset.digest", "aa",
          "spec.mode", "DATASET",
          "spec.outputs[y].label_encoding", "REAL",
          "environment.processor", "x");

  @Test
  void of_equalFields_givesDifferencesWithTheirDirection() throws EvaluationException {
    EvaluationComparison comparison =
        EvaluationComparison.of(record(FIELDS, 1, "mae"), record(FIELDS, 0.5f, "mae"));

    ValueComparison value = comparison.values().get(0);
    assertThat(comparison.comparable()).isTrue();
    assertThat(comparison.notComparable()).isEmpty();
    assertThat(value.baseline()).isEqualTo(OptionalDouble.of(1));
    assertThat(value.candidate()).isEqualTo(OptionalDouble.of(0.5));
    assertThat(value.difference()).isEqualTo(OptionalDouble.of(-0.5));
    assertThat(value.better()).hasValue(true);
    assertThat(value.interval()).isEmpty();
  }

  @Test
  void of_equalValues_areNeitherBetterNorWorse() throws EvaluationException {
    ValueComparison value =
        EvaluationComparison.of(record(FIELDS, 1, "mae"), record(FIELDS, 1, "mae")).values().get(0);

    assertThat(value.better()).isEmpty();
    assertThat(value.difference()).isEqualTo(OptionalDouble.of(0));
  }

  @Test
  void of_otherData_comparesNothingAndSaysWhy() throws EvaluationException {
    EvaluationComparison comparison =
        EvaluationComparison.of(
            record(FIELDS, 1, "mae"), record(with("dataset.digest", "bb"), 1, "mae"));

    assertThat(comparison.obstacles())
        .containsExactly(new FieldDifference("dataset.digest", "aa", "bb"));
    assertThat(comparison.notComparable())
        .isEqualTo(
            "not comparable: dataset.digest is bb, in the baseline aa; to compare all the same, ask"
                + " despite dataset.digest");
    assertThat(comparison.values().get(0).difference()).isEqualTo(OptionalDouble.empty());
    assertThat(comparison.values().get(0).notComparable()).contains("dataset.digest");
  }

  @Test
  void of_otherDataDespiteIt_comparesAndTellsIt() throws EvaluationException {
    EvaluationComparison comparison =
        EvaluationComparison.of(
            record(FIELDS, 1, "mae"),
            record(with("dataset.digest", "bb"), 0.5f, "mae"),
            Set.of("dataset.digest", "spec.mode"));

    assertThat(comparison.comparable()).isTrue();
    assertThat(comparison.notComparable()).isEmpty();
    assertThat(comparison.overridden())
        .containsExactly(new FieldDifference("dataset.digest", "aa", "bb"));
    assertThat(comparison.warnings()).isEmpty();
    assertThat(comparison.values().get(0).notComparable()).isEmpty();
    assertThat(comparison.values().get(0).difference()).isEqualTo(OptionalDouble.of(-0.5));
  }

  @Test
  void of_twoDifferencesDespiteOne_comparesNothing() throws EvaluationException {
    Map<String, String> other = with("dataset.digest", "bb");
    other.put("spec.mode", "KERAS");

    EvaluationComparison comparison =
        EvaluationComparison.of(
            record(FIELDS, 1, "mae"), record(other, 1, "mae"), Set.of("dataset.digest"));

    assertThat(comparison.comparable()).isFalse();
    assertThat(comparison.obstacles())
        .containsExactly(new FieldDifference("spec.mode", "DATASET", "KERAS"));
    assertThat(comparison.notComparable()).endsWith("ask despite spec.mode");
    assertThat(comparison.values().get(0).difference()).isEqualTo(OptionalDouble.empty());
  }

  @Test
  void of_fieldThatCannotBeOverridden_hasNoEffect() throws EvaluationException {
    EvaluationComparison comparison =
        EvaluationComparison.of(
            record(FIELDS, 1, "mae"),
            record(with("something.new", "1"), 1, "mae"),
            Set.of("something.new"));

    assertThat(comparison.comparable()).isFalse();
    assertThat(comparison.overridden()).isEmpty();
  }

  @Test
  void of_otherProcessor_warnsAndCompares() throws EvaluationException {
    EvaluationComparison comparison =
        EvaluationComparison.of(
            record(FIELDS, 1, "mae"), record(with("environment.processor", "z"), 1, "mae"));

    assertThat(comparison.comparable()).isTrue();
    assertThat(comparison.warnings())
        .containsExactly(new FieldDifference("environment.processor", "x", "z"));
    assertThat(comparison.values().get(0).notComparable()).isEmpty();
  }

  @Test
  void of_outputReadInAnotherWay_comparesNoValueOfIt() throws EvaluationException {
    EvaluationComparison comparison =
        EvaluationComparison.of(
            record(FIELDS, 1, "mae"),
            record(with("spec.outputs[y].label_encoding", "SPARSE"), 1, "mae"));
    EvaluationComparison other =
        EvaluationComparison.of(
            record(FIELDS, 1, "mae"),
            record(with("counts.outputs[z].counted_rows", "1"), 1, "mae"));

    assertThat(comparison.comparable()).isTrue();
    assertThat(comparison.values().get(0).notComparable()).contains("label_encoding");
    assertThat(other.values().get(0).notComparable()).isEmpty();
  }

  @Test
  void of_outputReadInAnotherWayDespiteIt_comparesItsValues() throws EvaluationException {
    String field = "spec.outputs[y].label_encoding";
    EvaluationComparison comparison =
        EvaluationComparison.of(
            record(FIELDS, 1, "mae"), record(with(field, "SPARSE"), 1, "mae"), Set.of(field));
    EvaluationComparison closed =
        EvaluationComparison.of(
            record(FIELDS, 1, "mae"),
            record(with(field, "SPARSE"), 1, "mae"),
            Set.of("spec.outputs[z].label_encoding"));

    assertThat(comparison.overridden())
        .containsExactly(new FieldDifference(field, "REAL", "SPARSE"));
    assertThat(comparison.values().get(0).notComparable()).isEmpty();
    assertThat(comparison.values().get(0).difference()).isEqualTo(OptionalDouble.of(0));
    assertThat(closed.overridden()).isEmpty();
    assertThat(closed.values().get(0).notComparable()).endsWith("ask despite " + field);
  }

  @Test
  void of_metricsThatDifferDespiteAllFields_areStillOthers() throws EvaluationException {
    List<ValueComparison> values =
        EvaluationComparison.of(
                record(FIELDS, 1, "Huber(delta=2, name='h')"),
                record(FIELDS, 1, "Huber(delta=3, name='h')"),
                Set.copyOf(ComparisonRules.overridable()))
            .values();

    assertThat(values.get(0).notComparable()).contains("another metric");
    assertThat(values.get(0).difference()).isEqualTo(OptionalDouble.empty());
  }

  @Test
  void of_metricsThatDiffer_namesBothCanonicalForms() throws EvaluationException {
    List<ValueComparison> values =
        EvaluationComparison.of(
                record(FIELDS, 1, "Huber(delta=2, name='h')"),
                record(FIELDS, 1, "Huber(delta=3, name='h')"))
            .values();

    assertThat(values).hasSize(2);
    assertThat(values.get(0).notComparable()).contains("delta=3.0");
    assertThat(values.get(0).notComparable()).contains("delta=2.0");
    assertThat(values.get(1).notComparable()).isEqualTo("the candidate has no such value");
    assertThat(values.get(1).candidate()).isEqualTo(OptionalDouble.empty());
  }

  private static Map<String, String> with(String field, String value) {
    Map<String, String> fields = new HashMap<>(FIELDS);
    fields.put(field, value);
    return fields;
  }

  private static ComparedRecord record(Map<String, String> fields, float prediction, String metric)
      throws EvaluationException {
    EvaluationRun run =
        Asking.start(EvaluationQuestion.of(Asking.output("y", "", metric)), Asking.real("y"));
    run.add(Asking.chunk(Asking.doubles(0), prediction));
    return ComparedRecord.of(fields, run.figures());
  }
}
