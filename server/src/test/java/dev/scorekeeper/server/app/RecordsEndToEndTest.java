package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static dev.scorekeeper.server.app.EvaluationClient.header;
import static dev.scorekeeper.server.app.EvaluationClient.output;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.app.ScorekeeperServer.StartException;
import dev.scorekeeper.server.records.TestPostgres;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationServiceGrpc;
import dev.scorekeeper.v1.EvaluationServiceGrpc.EvaluationServiceBlockingStub;
import dev.scorekeeper.v1.GetEvaluationRequest;
import dev.scorekeeper.v1.ListEvaluationsRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.VerifyEvaluationsRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server and its database of records. */
final class RecordsEndToEndTest {

  @TempDir private Path folder = Path.of("");

  private Path models = Path.of("");

  @BeforeEach
  void models() throws IOException {
    models = ModelFolders.copy(folder.resolve("models"), "digits");
  }

  private TestServer start(String... settings) throws Exception {
    return TestServer.start(models, folder.resolve("state"), settings);
  }

  private static EvaluationServiceBlockingStub records(TestServer server) {
    return EvaluationServiceGrpc.newBlockingStub(server.channel)
        .withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  private static Evaluation evaluate(TestServer server) throws Exception {
    LabelledData data =
        new LabelledData().input("digits", "image", "image").label("digits", "output_0", "label");
    return new EvaluationClient(server)
        .evaluate(
            data.stream(
                header("digits", output("output_0", "SparseCategoricalCrossentropy()")).build(),
                data.all(),
                100,
                1));
  }

  private static Evaluation find(TestServer server, String id) {
    return records(server)
        .getEvaluation(GetEvaluationRequest.newBuilder().setId(id).build())
        .getEvaluation();
  }

  @Test
  void evaluate_thenRestart_recordIsStillThere() throws Exception {
    Evaluation record;
    try (TestServer server = start()) {
      record = evaluate(server);
    }
    assertThat(Files.exists(folder.resolve("state/records.db"))).isTrue();

    try (TestServer server = start()) {
      assertThat(find(server, record.getId())).isEqualTo(record);
      assertThat(
              records(server)
                  .verifyEvaluations(
                      VerifyEvaluationsRequest.newBuilder().setKnownHead(record.getHash()).build())
                  .getProblemsList())
          .isEmpty();
    }
  }

  @Test
  void evaluate_onPostgres_isRecordedThere() throws Exception {
    List<String> settings = TestPostgres.settings();
    try (TestServer server = start(settings.toArray(String[]::new))) {
      Evaluation record = evaluate(server);

      assertThat(find(server, record.getId())).isEqualTo(record);
      assertThat(
              records(server)
                  .listEvaluations(ListEvaluationsRequest.getDefaultInstance())
                  .getEvaluationsCount())
          .isEqualTo(1);
    }
    assertThat(Files.exists(folder.resolve("state/records.db"))).isFalse();
  }

  /** A file stands where SQLite wants its own. */
  private String brokenDatabase() throws IOException {
    Path file = folder.resolve("broken.db");
    Files.writeString(file, "no database".repeat(1_000));
    return "records.url=jdbc:sqlite:" + file;
  }

  @Test
  void predict_databaseBroken_isServed() throws Exception {
    try (TestServer server = start(brokenDatabase())) {
      PredictResponse response =
          server.predict(
              Requests.of(
                      "digits", Requests.floats("image", List.of(1L, 8L, 8L, 1L), new float[64]))
                  .build());
      StatusRuntimeException e =
          assertThrows(
              StatusRuntimeException.class,
              () -> records(server).listEvaluations(ListEvaluationsRequest.getDefaultInstance()));

      assertThat(response.getOutputsCount()).isEqualTo(1);
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(Requests.reason(e)).isEqualTo("RECORDS_UNAVAILABLE");
      StatusRuntimeException unrecorded =
          assertThrows(StatusRuntimeException.class, () -> evaluate(server));
      assertThat(Requests.reason(unrecorded)).isEqualTo("RECORDS_UNAVAILABLE");
    }
  }

  @Test
  void start_requiredDatabaseBroken_isRefused() throws Exception {
    String url = brokenDatabase();

    StartException e =
        assertThrows(StartException.class, () -> start(url, "records.required=true"));

    assertThat(e).hasMessageThat().contains("records.required");
  }
}
