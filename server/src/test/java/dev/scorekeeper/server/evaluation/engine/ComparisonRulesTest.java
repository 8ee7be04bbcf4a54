package dev.scorekeeper.server.evaluation.engine;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ComparisonRulesTest {

  @Test
  void isOverridable_everyFieldOfTheList_is() {
    assertThat(ComparisonRules.overridable()).isInOrder();
    assertThat(ComparisonRules.overridable()).containsNoDuplicates();
    for (String field : ComparisonRules.overridable()) {
      assertWithMessage(field).that(ComparisonRules.isOverridable(field)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spec.outputs[y].score_kind",
        "spec.outputs[a].b[c].decision_threshold",
        "counts.outputs[].].counted_rows"
      })
  void isOverridable_fieldOfAnOutputWhateverItsName_is(String field) {
    assertThat(ComparisonRules.isOverridable(field)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "dataset",
        "dataset.",
        "dataset.name",
        "Dataset.digest",
        "dataset.digest ",
        "spec.policies",
        "spec.intervals.seed",
        "spec.outputs[y]",
        "spec.outputs[y].",
        "spec.outputs[].score_kind",
        "spec.outputs[y].counted_rows",
        "spec.outputs.y.score_kind",
        "counts.outputs[y].score_kind",
        "environment.processor",
        "key",
        "key.digest"
      })
  void isOverridable_anythingElse_isNot(String field) {
    assertThat(ComparisonRules.isOverridable(field)).isFalse();
  }
}
