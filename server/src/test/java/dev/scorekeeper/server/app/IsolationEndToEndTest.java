package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.v1.GetModelRequest;
import dev.scorekeeper.v1.ModelStatistics;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import dev.scorekeeper.v1.SignatureInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
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
    ModelFolders.copy(
        models, "slow", "counter", "row_coupled", "scalar_output", "tokens", "half_plus_two");
    started =
        TestServer.start(
            models,
            folder.resolve("state"),
            "worker_threads=1",
            "admission.max_queue_delay=300ms",
            "admission.max_rows_in_flight=2000",
            "models.slow.batching.max_rows=1");
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

  private static PredictRequest slow(float millis) {
    return Requests.of("slow", Requests.column("x", millis)).build();
  }

  private static SignatureInfo signature(String model) {
    return server()
        .models()
        .getModel(GetModelRequest.newBuilder().setName(model).build())
        .getModel()
        .getVersions(0)
        .getSignatures(0);
  }

  private static ModelStatistics statistics(String model) {
    return server()
        .models()
        .getStatistics(dev.scorekeeper.v1.GetStatisticsRequest.getDefaultInstance())
        .getModelsList()
        .stream()
        .filter(counts -> counts.getName().equals(model))
        .findFirst()
        .orElseThrow();
  }

  private static StatusRuntimeException cause(Future<PredictResponse> answer) {
    ExecutionException e = assertThrows(ExecutionException.class, answer::get);
    return (StatusRuntimeException) requireNonNull(e.getCause());
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

  @Test
  void queueTooLong_refusedWithAdviceWhenToRetry() throws Exception {
    server().predict(slow(50));
    List<Future<PredictResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      answers.add(async().predict(slow(100)));
    }
    int refused = 0;
    for (Future<PredictResponse> answer : answers) {
      try {
        answer.get();
      } catch (ExecutionException e) {
        StatusRuntimeException refusal = (StatusRuntimeException) requireNonNull(e.getCause());
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(Requests.reason(refusal)).isEqualTo("QUEUE_DELAY_TOO_LONG");
        assertThat(Requests.hasRetryInfo(refusal)).isTrue();
        Metadata trailers = requireNonNull(refusal.getTrailers());
        Metadata.Key<String> pushback =
            Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);
        assertThat(Long.parseLong(requireNonNull(trailers.get(pushback)))).isAtLeast(1);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(0);
    assertThat(refused).isLessThan(40);
  }

  @Test
  void tooManyRows_refusedWhileOthersAreInFlight() throws Exception {
    Future<PredictResponse> busy = async().predict(slow(200));
    awaitInFlight();
    StatusRuntimeException e =
        assertThrows(
            StatusRuntimeException.class,
            () ->
                server()
                    .predict(
                        Requests.of("half_plus_two", Requests.column("x", new float[2000]))
                            .build()));
    assertThat(Requests.reason(e)).isEqualTo("TOO_MANY_ROWS");
    assertThat(Requests.hasRetryInfo(e)).isTrue();
    busy.get();
  }

  private static void awaitInFlight() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (server()
            .models()
            .getStatistics(dev.scorekeeper.v1.GetStatisticsRequest.getDefaultInstance())
            .getInFlightRequestCount()
        == 0) {
      assertThat(System.nanoTime()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  @Test
  void expiredAndCancelledRequests_neverReachTheModel() throws Exception {
    Future<PredictResponse> busy = async().predict(slow(250));
    awaitInFlight();
    long runsBefore = statistics("slow").getRunCount();
    ScoringServiceGrpc.ScoringServiceFutureStub stub =
        ScoringServiceGrpc.newFutureStub(server().channel);
    Future<PredictResponse> expired =
        stub.withDeadlineAfter(40, TimeUnit.MILLISECONDS).predict(slow(1));
    Future<PredictResponse> cancelled = stub.predict(slow(1));
    assertThat(cancelled.cancel(true)).isTrue();

    assertThat(cause(expired).getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    busy.get();
    server().predict(slow(1));

    // The one that was busy, and the one after: nothing of the two in between.
    assertThat(statistics("slow").getRunCount() - runsBefore).isAtMost(2);
  }
}
