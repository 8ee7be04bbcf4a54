package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.v1.ModelStatistics;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More requests than can be served in time: refused early, never lost, never run in vain. */
final class OverloadEndToEndTest {

  private static final Duration MOST_DELAY = Duration.ofMillis(300);

  @TempDir static Path folder;

  private static @Nullable TestServer started;

  @BeforeAll
  static void start() throws Exception {
    Path models = folder.resolve("models");
    ModelFolders.copy(models, "slow", "half_plus_two");
    started =
        TestServer.start(
            models,
            folder.resolve("state"),
            "worker_threads=1",
            "admission.max_queue_delay=%dms".formatted(MOST_DELAY.toMillis()),
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
  void queueTooLong_refusedWithAdviceWhenToRetry() throws Exception {
    // The server learns what a run costs: far more than its first look, at zeros, let it expect.
    long nanos = Long.MAX_VALUE;
    for (int i = 0; i < 48; i++) {
      long start = System.nanoTime();
      server().predict(slow(20));
      nanos = Math.min(nanos, System.nanoTime() - start);
    }
    // What the model calls a millisecond takes a fast machine a fraction of one.
    int count = 3 * (int) (1 + MOST_DELAY.toNanos() / nanos);
    List<Future<PredictResponse>> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
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
    assertThat(refused).isLessThan(count);
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
