package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static dev.scorekeeper.server.app.EvaluationClient.header;
import static dev.scorekeeper.server.app.EvaluationClient.output;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.EvaluationMode;
import dev.scorekeeper.v1.EvaluationServiceGrpc;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.KerasProfile;
import dev.scorekeeper.v1.ListEvaluationsRequest;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a question is said at its header, before any row. */
final class EvaluateQuestionEndToEndTest {

  @TempDir static Path folder;

  private static TestServer server;
  private static EvaluationClient client;

  @BeforeAll
  static void start() throws Exception {
    Path models = ModelFolders.copy(folder.resolve("models"), "breast_cancer");
    server = TestServer.start(models, folder.resolve("state"), "evaluation.low_priority=false");
    client = new EvaluationClient(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static EvaluationHeader asking(Consumer<EvaluationSpec.Builder> change) {
    EvaluationHeader.Builder header =
        header("breast_cancer", output("output_0", "BinaryCrossentropy()", "accuracy", "AUC()"));
    change.accept(header.getSpecBuilder());
    return header.build();
  }

  private static EvaluationHeader gated(String gate) {
    return asking(spec -> spec.addGates("loss <= 1").addGates(gate));
  }

  @Test
  void check_goodQuestion_isAnsweredAndLeavesNoRecord() {
    client.check(gated("accuracy >= 0.9"));
    client.check(gated("binary_accuracy >= 0.9"));
    client.check(
        asking(
            spec ->
                spec.setMode(EvaluationMode.EVALUATION_MODE_KERAS)
                    .setKeras(KerasProfile.newBuilder().setProfile("keras-3.15/tensorflow"))
                    .addGates("auc >= 0.9")));

    assertThat(
            EvaluationServiceGrpc.newBlockingStub(server.channel)
                .listEvaluations(ListEvaluationsRequest.getDefaultInstance())
                .getEvaluationsList())
        .isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> mistake_isToldByCheckAndAtTheHeader() {
    return Stream.of(
            new Mistake(
                gated("acuracy >= 0.9"),
                "METRIC_UNKNOWN",
                "header.spec.gates[1]",
                "no value acuracy is asked for; near it is accuracy"),
            new Mistake(
                gated("accuracy => 0.9"),
                "GATE_SYNTAX",
                "header.spec.gates[1]",
                "character 10: expected"),
            new Mistake(
                gated("slice(country=JP).accuracy >= 0.9"),
                "EVALUATION_SPEC_INVALID",
                "header.spec.gates[1]",
                "no slices by country"),
            new Mistake(
                asking(
                    spec ->
                        spec.setMode(EvaluationMode.EVALUATION_MODE_KERAS)
                            .setKeras(KerasProfile.newBuilder().setProfile("keras-3.15/tensorflow"))
                            .addGates("auk >= 0.9")),
                "METRIC_UNKNOWN",
                "header.spec.gates[0]",
                "near it is auc"),
            new Mistake(
                asking(spec -> spec.getOutputsBuilder(0).getMetricsBuilder(1).setMetric("AUK()")),
                "METRIC_UNKNOWN",
                "header.spec.outputs[0].metrics[1].metric",
                "there is no metric AUK; near it"),
            new Mistake(
                asking(spec -> spec.setBaseline("ev-none")),
                "EVALUATION_NOT_FOUND",
                "header.spec.baseline",
                "ev-none"),
            new Mistake(
                asking(spec -> spec.addDespite("dataset.digest")),
                "DESPITE_INVALID",
                "header.spec.despite",
                "no baseline is named"),
            new Mistake(
                asking(
                    spec ->
                        spec.setBaseline("best")
                            .addDespite("dataset.digest")
                            .addDespite("spec.preprocesing_hash")),
                "DESPITE_INVALID",
                "header.spec.despite[1]",
                "near it is spec.preprocessing_hash"),
            new Mistake(
                asking(spec -> spec.setBaseline("best").addDespite("environment.processor")),
                "DESPITE_INVALID",
                "header.spec.despite[0]",
                "no field that keeps records from being compared"),
            new Mistake(
                asking(
                    spec ->
                        spec.setBaseline("best")
                            .addDespite("dataset.digest")
                            .addDespite("dataset.digest")),
                "DESPITE_INVALID",
                "header.spec.despite[1]",
                "'dataset.digest' twice"))
        .map(mistake -> DynamicTest.dynamicTest(mistake.words, mistake::check));
  }

  private record Mistake(EvaluationHeader header, String reason, String field, String words) {
    void check() {
      isTold(assertThrows(StatusRuntimeException.class, () -> client.check(header)));
      isTold(assertThrows(StatusRuntimeException.class, () -> client.begin(header)));
    }

    private void isTold(StatusRuntimeException e) {
      assertThat(Requests.reason(e)).isEqualTo(reason);
      assertThat(Requests.field(e)).isEqualTo(field);
      assertThat(e.getStatus().getDescription()).contains(words);
      assertThat(Requests.metadata(e)).isNotEmpty();
    }
  }
}
