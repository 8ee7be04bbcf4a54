package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static dev.scorekeeper.server.app.EvaluationClient.header;
import static dev.scorekeeper.server.app.EvaluationClient.output;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.v1.CompareEvaluationsRequest;
import dev.scorekeeper.v1.CompareEvaluationsResponse;
import dev.scorekeeper.v1.EvaluateRequest;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.EvaluationServiceGrpc;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.GetEvaluationRequest;
import dev.scorekeeper.v1.GetEvaluationResponse;
import dev.scorekeeper.v1.OverriddenDifference;
import dev.scorekeeper.v1.Verdict;
import dev.scorekeeper.v1.VerifyEvaluationsRequest;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gates on a baseline that does not compare stay closed, unless the question opens them. */
final class EvaluateDespiteEndToEndTest {

  private static final String HASH = "spec.preprocessing_hash";
  private static final String GATE = "accuracy >= baseline - 0.001";

  @TempDir static Path folder;

  private static TestServer server;
  private static EvaluationClient client;
  private static LabelledData data;

  @BeforeAll
  static void start() throws Exception {
    Path models = ModelFolders.copy(folder.resolve("models"), "breast_cancer");
    server = TestServer.start(models, folder.resolve("state"), "evaluation.low_priority=false");
    client = new EvaluationClient(server);
    data =
        new LabelledData()
            .input("breast_cancer", "features", "features")
            .label("breast_cancer", "output_0", "label");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<EvaluateRequest> stream(Consumer<EvaluationSpec.Builder> change) {
    EvaluationHeader.Builder header =
        header("breast_cancer", output("output_0", "BinaryCrossentropy()", "accuracy"));
    change.accept(header.getSpecBuilder());
    return data.stream(header.build(), data.all(), 40, 1);
  }

  private static EvaluationServiceGrpc.EvaluationServiceBlockingStub records() {
    return EvaluationServiceGrpc.newBlockingStub(server.channel);
  }

  private static CompareEvaluationsResponse compare(
      Evaluation baseline, Evaluation candidate, String... despite) {
    return records()
        .compareEvaluations(
            CompareEvaluationsRequest.newBuilder()
                .setBaselineId(baseline.getId())
                .setCandidateId(candidate.getId())
                .addAllDespite(List.of(despite))
                .build());
  }

  @Test
  void evaluate_baselineThatDoesNotCompare_failsTheGateAndNamesTheField() throws Exception {
    Evaluation baseline = client.evaluate(stream(spec -> spec.setPreprocessingHash("one")));

    Evaluation record =
        client.evaluate(
            stream(
                spec ->
                    spec.setPreprocessingHash("two").setBaseline(baseline.getId()).addGates(GATE)));

    assertThat(record.getVerdict()).isEqualTo(Verdict.VERDICT_FAILED);
    assertThat(record.getNotComparable()).endsWith("ask despite " + HASH);
    assertThat(record.getGates(0).getExplanation()).isEqualTo(record.getNotComparable());
    assertThat(record.getOverriddenList()).isEmpty();
    assertThat(record.getValues(0).hasBaselineDifference()).isFalse();
    assertThat(compare(baseline, record).getComparable()).isFalse();
    CompareEvaluationsResponse despite = compare(baseline, record, HASH);
    assertThat(despite.getComparable()).isTrue();
    assertThat(despite.getWarnings(0).getField()).isEqualTo(HASH);
  }

  @Test
  void evaluate_despiteTheField_judgesAndRecordsIt() throws Exception {
    Evaluation baseline = client.evaluate(stream(spec -> spec.setPreprocessingHash("one")));

    Evaluation record =
        client.evaluate(
            stream(
                spec ->
                    spec.setBaseline(baseline.getId())
                        .addDespite(HASH)
                        .addDespite("dataset.digest")
                        .addGates(GATE)
                        .addGates("loss.difference > 0")));

    assertThat(record.getVerdict()).isEqualTo(Verdict.VERDICT_FAILED);
    assertThat(record.getGates(0).getVerdict()).isEqualTo(Verdict.VERDICT_PASSED);
    assertThat(record.getGates(1).getExplanation()).isEqualTo("0.0 is not > 0.0");
    assertThat(record.getNotComparable()).isEmpty();
    assertThat(record.getValues(0).hasBaselineDifference()).isTrue();
    assertThat(record.getSpec().getDespiteList()).containsExactly(HASH, "dataset.digest").inOrder();
    assertThat(record.getOverriddenList())
        .containsExactly(
            OverriddenDifference.newBuilder().setField(HASH).setBaseline("one").build());
    assertThat(record.getWarningsList())
        .contains(
            "Compared with the baseline despite spec.preprocessing_hash: it is not set, and was one"
                + " in the baseline.");
  }

  @Test
  void evaluate_despiteTheField_isPartOfTheHash() throws Exception {
    Evaluation baseline = client.evaluate(stream(spec -> spec.setPreprocessingHash("one")));
    Evaluation record =
        client.evaluate(
            stream(
                spec ->
                    spec.setPreprocessingHash("two")
                        .setBaseline(baseline.getId())
                        .addDespite(HASH)));

    GetEvaluationResponse kept =
        records()
            .getEvaluation(
                GetEvaluationRequest.newBuilder()
                    .setId(record.getId())
                    .setIncludeCanonical(true)
                    .build());

    assertThat(kept.getEvaluation()).isEqualTo(record);
    assertThat(kept.getCanonical())
        .contains(
            "\"overridden\":[{\"baseline\":\"one\",\"candidate\":\"two\",\"field\":\""
                + HASH
                + "\"}]");
    assertThat(kept.getCanonical()).contains("\"despite\":[\"" + HASH + "\"]");
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(kept.getCanonical().getBytes(StandardCharsets.UTF_8));
    assertThat(record.getHash()).isEqualTo(HexFormat.of().formatHex(digest));
    assertThat(
            records()
                .verifyEvaluations(VerifyEvaluationsRequest.getDefaultInstance())
                .getProblemsList())
        .isEmpty();
  }

  @Test
  void evaluate_bothDespiteTheSame_compareWithoutIt() throws Exception {
    Evaluation baseline = client.evaluate(stream(spec -> spec.setPreprocessingHash("one")));
    Evaluation plain = client.evaluate(stream(spec -> spec.setPreprocessingHash("two")));
    Evaluation record =
        client.evaluate(
            stream(
                spec ->
                    spec.setPreprocessingHash("two")
                        .setBaseline(baseline.getId())
                        .addDespite(HASH)));

    assertThat(compare(plain, record).getComparable()).isTrue();
    assertThat(compare(plain, record).getWarningsList()).isEmpty();
  }

  @Test
  void evaluate_bestDespiteTheVersion_findsItOnTheOtherVersion() throws Exception {
    Evaluation baseline = client.evaluate(stream(versioned("1")));

    Evaluation alone =
        client.evaluate(stream(versioned("2").andThen(EvaluateDespiteEndToEndTest::askBest)));
    Evaluation record =
        client.evaluate(
            stream(
                versioned("2")
                    .andThen(EvaluateDespiteEndToEndTest::askBest)
                    .andThen(spec -> spec.addDespite("dataset.version"))));

    assertThat(alone.getBaselineId()).isEmpty();
    assertThat(alone.getVerdict()).isEqualTo(Verdict.VERDICT_FAILED);
    assertThat(record.getBaselineId()).isEqualTo(baseline.getId());
    assertThat(record.getVerdict()).isEqualTo(Verdict.VERDICT_PASSED);
    assertThat(record.getOverridden(0).getField()).isEqualTo("dataset.version");
  }

  private static Consumer<EvaluationSpec.Builder> versioned(String version) {
    return spec -> spec.getDatasetBuilder().setName("versions").setVersion(version);
  }

  private static void askBest(EvaluationSpec.Builder spec) {
    spec.setBaseline("best").addGates(GATE);
  }

  @Test
  void evaluateShard_despiteNoSuchField_isRefusedBeforeTheMerge() {
    List<EvaluateRequest> part =
        stream(spec -> spec.setBaseline("best").addDespite("preprocessing_hash"));

    StatusRuntimeException e = assertThrows(StatusRuntimeException.class, () -> client.shard(part));

    assertThat(Requests.reason(e)).isEqualTo("DESPITE_INVALID");
  }

  @Test
  void merge_despiteTheField_recordsItAsEvaluateDoes() throws Exception {
    Evaluation baseline = client.evaluate(stream(spec -> spec.setPreprocessingHash("one")));
    List<EvaluateRequest> whole =
        stream(spec -> spec.setBaseline(baseline.getId()).addDespite(HASH).addGates(GATE));

    Evaluation merged = client.merge(List.of(client.shard(whole)));

    assertThat(EvaluationClient.content(merged))
        .isEqualTo(EvaluationClient.content(client.evaluate(whole)));
    assertThat(merged.getOverriddenCount()).isEqualTo(1);
  }
}
