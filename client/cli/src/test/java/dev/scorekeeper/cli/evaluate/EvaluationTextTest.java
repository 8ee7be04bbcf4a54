package dev.scorekeeper.cli.evaluate;

import static com.google.common.truth.Truth.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.scorekeeper.v1.CompareEvaluationsResponse;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationMode;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.FieldDifference;
import dev.scorekeeper.v1.KerasProfile;
import dev.scorekeeper.v1.OverriddenDifference;
import dev.scorekeeper.v1.SliceKey;
import dev.scorekeeper.v1.ValueComparison;
import dev.scorekeeper.v1.Verdict;
import dev.scorekeeper.v1.VerificationProblem;
import dev.scorekeeper.v1.VerifyEvaluationsResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records as people and programs see them. */
final class EvaluationTextTest {
  @Test
  void of_fullRecord_isTablesAndIdentity() {
    assertThat(EvaluationText.of(Records.full()))
        .isEqualTo(
            """
            METRIC                 VALUE   95 % INTERVAL           AGAINST BASELINE
            loss                0.172754  [0.13, 0.2141]  -0.0124 [-0.0201, -0.004]
            accuracy            0.964444  [0.9467, 0.98]                  +0.002222
            auc       – (one class only)

            SLICE              ROWS  loss            accuracy
            country=JP          300  0.15                0.97
            country=<missing>   150   0.2  – (one class only)

            GATE                     RESULT  OBSERVED  BOUND    MARGIN
            accuracy >= 0.95         passed  0.964444   0.95  +0.01444
            auc >= baseline - 0.002  failed         –      –         –
              auc >= baseline - 0.002: auc is not defined: one class only

            Warning: 3 rows were clipped.

            digits version 2 on 450 rows of digits-test@3
            record ev-20260131-5f3a9c0d against ev-20260130-00c0ffee: FAILED, 1 of 2 gates
            """);
  }

  @Test
  void of_comparedDespiteADifference_saysSo() {
    Evaluation record =
        Records.full().toBuilder()
            .addOverridden(OverriddenDifference.newBuilder().setField("dataset.digest"))
            .addOverridden(OverriddenDifference.newBuilder().setField("dataset.version"))
            .addWarnings("Compared with the baseline despite dataset.digest.")
            .build();
    assertThat(EvaluationText.of(record))
        .endsWith(
            """
            Warning: 3 rows were clipped.
            Warning: Compared with the baseline despite dataset.digest.

            digits version 2 on 450 rows of digits-test@3
            record ev-20260131-5f3a9c0d against ev-20260130-00c0ffee despite dataset.digest, dataset.version: FAILED, 1 of 2 gates
            """);
  }

  @Test
  void of_plainRecord_isShort() {
    Evaluation record =
        Evaluation.newBuilder()
            .setId("ev-1")
            .setModel(Records.full().getModel())
            .setDataset(
                Records.full().getDataset().toBuilder().clearName().clearVersion().setRowCount(1))
            .setSpec(
                EvaluationSpec.newBuilder()
                    .setMode(EvaluationMode.EVALUATION_MODE_KERAS)
                    .setKeras(KerasProfile.newBuilder().setBatchSize(32)))
            .addValues(Records.value("loss", 0.5))
            .setVerdict(Verdict.VERDICT_NOT_GATED)
            .setNotComparable("another data set")
            .build();
    assertThat(EvaluationText.of(record))
        .isEqualTo(
            """
            METRIC  VALUE
            loss      0.5

            Warning: Not comparable with the baseline : another data set

            digits version 2 on 1 row, as Keras in batches of 32
            record ev-1: no gates
            """);
  }

  @Test
  void json_valuesThatAreNoNumbers_areNull() {
    JsonObject json = EvaluationJson.of(Records.full(), new JsonPrimitive("the record"));
    assertThat(json.getAsJsonObject("metrics").get("loss").getAsDouble())
        .isEqualTo(0.17275410890579224);
    assertThat(json.getAsJsonObject("metrics").get("auc").isJsonNull()).isTrue();
    assertThat(json.getAsJsonObject("metrics").keySet())
        .containsExactly("loss", "accuracy", "auc")
        .inOrder();
    assertThat(json.get("record").getAsString()).isEqualTo("the record");
  }

  @Test
  void csv_record_hasALineForEachValue() {
    List<String> lines =
        (EvaluationCsv.HEADER + EvaluationCsv.lines(Records.full())).lines().toList();
    assertThat(lines).hasSize(1 + 3 + 4);
    int columns = lines.get(0).split(",", -1).length;
    for (String line : lines) {
      assertThat(line.split(",", -1)).hasLength(columns);
    }
    assertThat(lines.get(1))
        .isEqualTo(
            "ev-20260131-5f3a9c0d,2026-01-31T11:46:40Z,digits,2,digits-test,3,unspecified,failed,,450,loss,output_0,loss,false,,0.17275410890579224,,0.13,0.2141,-0.0124,");
    assertThat(lines.get(3)).contains(",NaN,one_class,");
    assertThat(lines.get(5)).contains(",country=JP,300,accuracy,");
  }

  @Test
  void list_records_isALineForEach() {
    Evaluation keras =
        Records.full().toBuilder()
            .setId("ev-2")
            .setVerdict(Verdict.VERDICT_NOT_GATED)
            .setSpec(EvaluationSpec.newBuilder().setMode(EvaluationMode.EVALUATION_MODE_KERAS))
            .build();
    assertThat(
            RecordsText.list(
                List.of(Records.summary(Records.full()), Records.summary(keras)), true))
        .isEqualTo(
            """
            ID                    TIME (UTC)        MODEL   VER  DATA                   ROWS  VERDICT    VALUES
            ev-20260131-5f3a9c0d  2026-01-31 11:46  digits    2  digits-test@3           450  failed     loss 0.172754  accuracy 0.964444  auc – (one class only)
            ev-2                  2026-01-31 11:46  digits    2  digits-test@3 (keras)   450  not gated  loss 0.172754  accuracy 0.964444  auc – (one class only)
            … more; --limit 0 shows all
            """);
    assertThat(RecordsText.list(List.of(), false)).isEqualTo("No records.\n");
  }

  @Test
  void comparison_records_isATableWithWhatIsBetter() {
    CompareEvaluationsResponse comparison =
        CompareEvaluationsResponse.newBuilder()
            .setComparable(true)
            .addWarnings(
                FieldDifference.newBuilder()
                    .setField("environment.processor")
                    .setBaseline("a")
                    .setCandidate("b"))
            .addValues(
                ValueComparison.newBuilder()
                    .setName("loss")
                    .setBaseline(0.2)
                    .setCandidate(0.15)
                    .setDifference(-0.05)
                    .setBetter(true))
            .addValues(
                ValueComparison.newBuilder()
                    .setName("loss")
                    .setSlice(SliceKey.newBuilder().addColumns("country").addValues("JP"))
                    .setCandidate(0.1)
                    .setNotComparable("the baseline has no such slice"))
            .build();
    assertThat(RecordsText.comparison(comparison))
        .isEqualTo(
            """
            They also differ in what need not change the values:
              FIELD                  BASELINE  CANDIDATE
              environment.processor  a         b

            METRIC  SLICE       BASELINE  CANDIDATE  DIFFERENCE
            loss                     0.2       0.15       -0.05  better
            loss    country=JP         –        0.1           –  the baseline has no such slice
            """);
  }

  @Test
  void comparison_ofDifferentThings_saysWhatDiffers() {
    CompareEvaluationsResponse comparison =
        CompareEvaluationsResponse.newBuilder()
            .addObstacles(
                FieldDifference.newBuilder()
                    .setField("dataset.digest")
                    .setBaseline("0123456789abcdef".repeat(4))
                    .setCandidate("fedcba9876543210".repeat(4)))
            .build();
    assertThat(RecordsText.comparison(comparison))
        .isEqualTo(
            """
            These records cannot be compared:
              FIELD           BASELINE       CANDIDATE
              dataset.digest  0123456789ab…  fedcba987654…
            To compare them all the same: --despite dataset.digest
            """);
  }

  @Test
  void comparison_despiteDifferences_tellsThemFirst() {
    FieldDifference version =
        FieldDifference.newBuilder()
            .setField("dataset.version")
            .setBaseline("1")
            .setCandidate("2")
            .build();
    CompareEvaluationsResponse comparison =
        CompareEvaluationsResponse.newBuilder()
            .setComparable(true)
            .addWarnings(version.toBuilder().setOverridden(true))
            .addWarnings(version.toBuilder().setField("environment.device"))
            .build();
    assertThat(RecordsText.comparison(comparison))
        .isEqualTo(
            """
            Compared despite differences in:
              FIELD            BASELINE  CANDIDATE
              dataset.version  1         2
            They also differ in what need not change the values:
              FIELD               BASELINE  CANDIDATE
              environment.device  1         2
            """);
    CompareEvaluationsResponse closed =
        CompareEvaluationsResponse.newBuilder()
            .addObstacles(version.toBuilder().setField("spec.mode"))
            .addObstacles(version)
            .build();
    assertThat(RecordsText.comparison(closed))
        .endsWith("To compare them all the same: --despite spec.mode --despite dataset.version\n");
  }

  @Test
  void verification_problems_areNamed() {
    VerifyEvaluationsResponse good =
        VerifyEvaluationsResponse.newBuilder()
            .setRecordCount(3)
            .setDeletedCount(1)
            .setHeadHash("ab")
            .build();
    assertThat(RecordsText.verification(good))
        .isEqualTo("3 records, of them 1 deleted: all as they were written\nlast hash ab\n");
    VerifyEvaluationsResponse bad =
        VerifyEvaluationsResponse.newBuilder()
            .setRecordCount(1)
            .addProblems(
                VerificationProblem.newBuilder()
                    .setPosition(1)
                    .setId("ev-1")
                    .setProblem("Its content was changed."))
            .build();
    assertThat(RecordsText.verification(bad))
        .isEqualTo("1 record: 1 problem\n  1  ev-1  Its content was changed.\n");
  }

  @Test
  void progress_values_followTheRows() {
    assertThat(
            EvaluationProgressLine.text(
                50, 0.5, 10, List.of(Records.value("loss", 0.25), Records.value("accuracy", 1))))
        .isEqualTo(
            "━━━━━━━━━━━━┄┄┄┄┄┄┄┄┄┄┄┄  50 %  50 rows  5.00 rows/s  10 s left  loss 0.25  accuracy 1");
  }
}
