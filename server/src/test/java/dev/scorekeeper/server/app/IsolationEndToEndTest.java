package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static java.util.Objects.requireNonNull;

import dev.scorekeeper.v1.GetModelRequest;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import dev.scorekeeper.v1.SignatureInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that share a server, and models that do not share runs. */
final class IsolationEndToEndTest {

  @TempDir static Path folder;

  private static @Nullable TestServer started;

  @BeforeAll
  static void start() throws Exception {
    Path models = folder.resolve("models");
    ModelFolders.copy(models, "counter", "row_coupled", "scalar_output", "tokens");
    started = TestServer.start(models, folder.resolve("state"), "admission.max_queue_delay=60s");
  }

  @AfterAll
  static void stop() {
    server().close();
  }

  private static TestServer server() {
    return requireNonNull(started);
  }

  private static ScoringServiceGrpc.ScoringServiceFutureStub async() {
    return ScoringServiceGrpc.newFutureStub(server().channel)
        .withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  private static SignatureInfo signature(String model) {
    return server()
        .models()
        .getModel(GetModelRequest.newBuilder().setName(model).build())
        .getModel()
        .getVersions(0)
        .getSignatures(0);
  }

  @Test
  void rowCoupledModel_neverShared_eachRequestAlone() throws Exception {
    assertThat(signature("row_coupled").getBatching().getBatched()).isFalse();
    assertThat(signature("row_coupled").getBatching().getReason()).isNotEmpty();
    List<Future<PredictResponse>> answers = new ArrayList<>();
    for (int i = 1; i <= 64; i++) {
      answers.add(
          async().predict(Requests.of("row_coupled", Requests.column("x", i, 3 * i)).build()));
    }
    for (Future<PredictResponse> answer : answers) {
      assertThat(Requests.floats(answer.get(), "y"))
          .usingTolerance(1e-5)
          .containsExactly(0.25f, 0.75f)
          .inOrder();
    }
  }

  @Test
  void scalarOutputModel_neverShared_meanOfTheRequestsOwnRows() throws Exception {
    assertThat(signature("scalar_output").getBatching().getBatched()).isFalse();
    PredictResponse response =
        server().predict(Requests.of("scalar_output", Requests.column("x", 1, 2, 6)).build());
    assertThat(Requests.floats(response, "mean")).usingTolerance(1e-6).containsExactly(3f);
    assertThat(Requests.output(response, "mean").getTensor().getShapeList()).isEmpty();
    assertThat(Requests.floats(response, "y"))
        .usingExactEquality()
        .containsExactly(2f, 4f, 12f)
        .inOrder();
  }

  @Test
  void statefulModel_manyCallers_eachRunsOnceAlone() throws Exception {
    float before =
        Requests.floats(
            server().predict(Requests.of("counter", Requests.floats("x", List.of(1L), 0)).build()),
            "n")[0];
    List<Future<PredictResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(
          async().predict(Requests.of("counter", Requests.floats("x", List.of(1L), 0)).build()));
    }
    Set<Float> numbers = new HashSet<>();
    for (Future<PredictResponse> answer : answers) {
      numbers.add(Requests.floats(answer.get(), "n")[0]);
    }
    assertThat(numbers).hasSize(50);
    for (float number : numbers) {
      assertThat(number).isGreaterThan(before);
      assertThat(number).isAtMost(before + 50);
    }
  }

  @Test
  void sequencesOfManyLengths_padded_sameAsAlone() throws Exception {
    List<PredictRequest> requests = new ArrayList<>();
    List<Float> alone = new ArrayList<>();
    for (int length = 1; length <= 24; length++) {
      int[] tokens = new int[length];
      for (int i = 0; i < length; i++) {
        tokens[i] = 1 + (7 * i + length) % 29;
      }
      PredictRequest request =
          Requests.of("tokens", Requests.ints("tokens", List.of(1L, (long) length), tokens))
              .build();
      requests.add(request);
      alone.add(Requests.floats(server().predict(request).getOutputs(0).getTensor())[0]);
    }
    List<Future<PredictResponse>> together = new ArrayList<>();
    for (PredictRequest request : requests) {
      together.add(async().predict(request));
    }
    for (int i = 0; i < together.size(); i++) {
      float answer = Requests.floats(together.get(i).get().getOutputs(0).getTensor())[0];
      assertThat(answer).isWithin(5e-6f).of(alone.get(i));
    }
  }
}
