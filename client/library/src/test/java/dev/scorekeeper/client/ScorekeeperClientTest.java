package dev.scorekeeper.client;

import static com.google.common.truth.Truth.assertThat;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.rpc.Code;
import dev.scorekeeper.v1.PredictRequest;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScorekeeperClientTest {

  private static final Prediction ROW = Prediction.of("m").input("x", new float[] {1, 2}, 1, 2);

  private final FakeScoringService service = new FakeScoringService();
  private final FakeTimer timer = new FakeTimer();
  private final InProcess servers = new InProcess();
  private final String target = servers.start(service);
  private final ScorekeeperClient client = InProcess.client(timer, target).build();

  @AfterEach
  void stop() {
    client.close();
    servers.close();
  }

  private static ScorekeeperException failureOf(CompletableFuture<?> future) {
    assertThat(future.isDone()).isTrue();
    Throwable cause = assertThrows(ExecutionException.class, future::get).getCause();
    return (ScorekeeperException) requireNonNull(cause);
  }

  @Test
  void predict_everyType_comesBackAsSent() {
    for (DataType type : DataType.values()) {
      Tensor sent =
          type == DataType.STRING
              ? Tensor.ofStrings(new byte[][] {{(byte) 0xff}, {}}, 2, 1)
              : Tensor.ofRaw(
                  type,
                  ByteBuffer.wrap(
                      new byte[] {1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 1, 1},
                      0,
                      2 * type.byteSize()),
                  2,
                  1);

      Result result = client.predict(Prediction.of("identity").input("x", sent));

      assertThat(result.output("x").tensor()).isEqualTo(sent);
    }
  }

  @Test
  void predict_result_tellsWhoAnsweredAndWhatItIs() {
    Result result = client.predict(ROW);

    assertThat(result.model()).isEqualTo("m");
    assertThat(result.version()).isEqualTo(7);
    assertThat(result.signature()).isEqualTo("serving_default");
    assertThat(result.output().kind()).isEqualTo(OutputKind.VALUE);
    assertThat(result.output().indices()).isEqualTo(Optional.empty());
    assertThat(result.output().floats(0)).isEqualTo(new float[] {1, 2});
    assertThrows(IllegalArgumentException.class, () -> result.output("y"));
  }

  @Test
  void predict_allThatCanBeAsked_isOnTheWire() {
    client.predict(
        Prediction.of("m")
            .label("stable")
            .signature("evaluate")
            .singleExample()
            .input("x", new double[] {1})
            .output("a")
            .output(RequestedOutput.of("b").softmax().topK(3).expect(OutputKind.PROBABILITY))
            .output(RequestedOutput.of("c").sigmoid().atLeast(0.5)));

    PredictRequest request = service.requests.get(0);
    assertThat(request.getModel().getLabel()).isEqualTo("stable");
    assertThat(request.getSignature()).isEqualTo("evaluate");
    assertThat(request.getSingleExample()).isTrue();
    assertThat(request.getOutputsCount()).isEqualTo(3);
    assertThat(request.getOutputs(1).getTransforms(0).hasSoftmax()).isTrue();
    assertThat(request.getOutputs(1).getTransforms(1).getTopK().getK()).isEqualTo(3);
    assertThat(request.getOutputs(1).getExpectedKind())
        .isEqualTo(dev.scorekeeper.v1.OutputKind.OUTPUT_KIND_PROBABILITY);
    assertThat(request.getOutputs(2).getTransforms(1).getThreshold().getInclusive()).isTrue();
  }

  @Test
  void predict_badInput_saysWhichFieldAndWhy() {
    service.failNext(
        FakeScoringService.failure(
            FakeScoringService.badInput("INPUT_TYPE_MISMATCH", "inputs[0].dtype")));

    ScorekeeperException e = assertThrows(ScorekeeperException.class, () -> client.predict(ROW));

    assertThat(e.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(e.reason()).isEqualTo("INPUT_TYPE_MISMATCH");
    assertThat(e.field()).isEqualTo("inputs[0].dtype");
    assertThat(e.details()).containsExactly("expected", "float32");
    assertThat(e.retryAfter()).isEqualTo(Optional.empty());
    assertThat(e).hasMessageThat().isEqualTo("bad inputs[0].dtype");
    assertThat(service.requests).hasSize(1);
  }

  @Test
  void predictAsync_unavailable_isTriedAgainAfterBackoff() {
    service.failNext(FakeScoringService.failure(Status.Code.UNAVAILABLE));
    service.failNext(FakeScoringService.failure(Status.Code.UNAVAILABLE));

    CompletableFuture<Result> answer = client.predictAsync(ROW);

    assertThat(timer.untilNext()).isEqualTo(Optional.of(Duration.ofMillis(50)));
    timer.advance(Duration.ofMillis(50));
    assertThat(timer.untilNext()).isEqualTo(Optional.of(Duration.ofMillis(100)));
    assertThat(answer.isDone()).isFalse();
    timer.advance(Duration.ofMillis(100));
    assertThat(answer.join().version()).isEqualTo(7);
    assertThat(service.requests).hasSize(3);
  }

  @Test
  void predictAsync_unavailableForGood_failsAfterTheLastAttempt() {
    for (int i = 0; i < 9; i++) {
      service.failNext(FakeScoringService.failure(Status.Code.UNAVAILABLE));
    }

    CompletableFuture<Result> answer = client.predictAsync(ROW);
    timer.advance(Duration.ofSeconds(30));

    assertThat(failureOf(answer).code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(service.requests).hasSize(4);
  }

  @Test
  void predictAsync_exhaustedWithPushback_waitsAsToldAndTriesAgain() {
    service.failNext(FakeScoringService.pushback(Status.Code.RESOURCE_EXHAUSTED, "700"));

    CompletableFuture<Result> answer = client.predictAsync(ROW);

    assertThat(timer.untilNext()).isEqualTo(Optional.of(Duration.ofMillis(725)));
    timer.advance(Duration.ofMillis(725));
    assertThat(answer.isDone()).isTrue();
  }

  @Test
  void predictAsync_exhaustedWithRetryInfo_tellsItWhenItGivesUp() {
    service.failNext(
        FakeScoringService.failure(
            FakeScoringService.retryAfter(Code.RESOURCE_EXHAUSTED, Duration.ofMillis(700))));

    CompletableFuture<Result> answer = client.predictAsync(ROW.deadline(Duration.ofMillis(500)));

    assertThat(failureOf(answer).retryAfter()).isEqualTo(Optional.of(Duration.ofMillis(700)));
    assertThat(service.requests).hasSize(1);
  }

  @Test
  void predictAsync_exhaustedWithoutAdvice_isNotTriedAgain() {
    service.failNext(FakeScoringService.failure(Status.Code.RESOURCE_EXHAUSTED));

    assertThat(failureOf(client.predictAsync(ROW)).code())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(service.requests).hasSize(1);
  }

  @Test
  void predictAsync_cancelledByTheServer_countsAsUnavailable() {
    service.failNext(FakeScoringService.failure(Status.Code.CANCELLED));

    CompletableFuture<Result> answer = client.predictAsync(ROW);
    timer.advance(Duration.ofMillis(50));

    assertThat(answer.join().version()).isEqualTo(7);
  }

  @Test
  void predictAsync_cancelledWhileWaiting_makesNoMoreAttempts() {
    service.failNext(FakeScoringService.failure(Status.Code.UNAVAILABLE));

    CompletableFuture<Result> answer = client.predictAsync(ROW);
    answer.cancel(true);

    assertThat(timer.scheduledCount()).isEqualTo(0);
    assertThat(service.requests).hasSize(1);
  }

  @Test
  void predictAsync_atTheLimit_failsWhenNoPlaceGetsFreeInTime() {
    service.hold();
    try (ScorekeeperClient narrow = InProcess.client(timer, target).maxInFlight(1).build()) {
      CompletableFuture<Result> first = narrow.predictAsync(ROW);
      Prediction urgent = ROW.deadline(Duration.ofMillis(1));

      assertThat(failureOf(narrow.predictAsync(urgent)).code())
          .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(service.requests).hasSize(1);
      first.cancel(true);
      var second = narrow.predictAsync(ROW);
      assertThat(service.requests).hasSize(2);
      second.cancel(true);
    }
  }

  @Test
  void predictAsync_noAnswerBeforeTheDeadline_fails() {
    service.hold();

    ScorekeeperException e =
        assertThrows(
            ScorekeeperException.class, () -> client.predict(ROW.deadline(Duration.ofMillis(20))));

    assertThat(e.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
  }

  @Test
  void predictAsync_largerThanTheLimit_isNotSent() {
    try (ScorekeeperClient small = InProcess.client(timer, target).maxMessageBytes(100).build()) {
      Prediction large = Prediction.of("m").input("x", new float[30]);

      assertThat(failureOf(small.predictAsync(large)).code())
          .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(service.requests).isEmpty();
    }
  }

  @Test
  void predict_interrupted_cancelsAndKeepsTheInterrupt() {
    service.hold();
    Thread.currentThread().interrupt();

    ScorekeeperException e = assertThrows(ScorekeeperException.class, () -> client.predict(ROW));

    assertThat(e.code()).isEqualTo(Status.Code.CANCELLED);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void predict_severalTargets_areUsedInTurn() {
    FakeScoringService other = new FakeScoringService();
    try (ScorekeeperClient both =
        InProcess.client(timer, target, servers.start(other)).connections(2).build()) {
      for (int i = 0; i < 8; i++) {
        both.predict(ROW);
      }
    }

    assertThat(service.requests).hasSize(4);
    assertThat(other.requests).hasSize(4);
  }

  @Test
  void predict_oneTargetDown_isAnsweredByTheOther() {
    try (ScorekeeperClient both = InProcess.client(timer, "nowhere", target).build()) {
      for (int i = 0; i < 8; i++) {
        CompletableFuture<Result> answer = both.predictAsync(ROW);
        timer.advance(Duration.ofSeconds(1));
        assertThat(answer.join().version()).isEqualTo(7);
      }
    }
  }

  @Test
  void close_requestWaitingForItsNextAttempt_failsIt() {
    service.failNext(FakeScoringService.failure(Status.Code.UNAVAILABLE));
    CompletableFuture<Result> answer = client.predictAsync(ROW);

    client.close();

    assertThat(failureOf(answer).code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThrows(IllegalStateException.class, () -> client.predictAsync(ROW));
  }
}
