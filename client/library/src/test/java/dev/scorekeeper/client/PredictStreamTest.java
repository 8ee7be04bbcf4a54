package dev.scorekeeper.client;

import static com.google.common.truth.Truth.assertThat;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.rpc.Code;
import dev.scorekeeper.v1.PredictStreamRequest;
import dev.scorekeeper.v1.PredictStreamResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PredictStreamTest {

  private final FakeScoringService service = new FakeScoringService(false);
  private final FakeTimer timer = new FakeTimer();
  private final InProcess servers = new InProcess();
  private final ScorekeeperClient client = InProcess.client(timer, servers.start(service)).build();

  @AfterEach
  void stop() {
    client.close();
    servers.close();
  }

  private static Prediction row(float value) {
    return Prediction.of("m").input("x", new float[] {value}, 1, 1);
  }

  private FakeScoringService.Stream nextStream() {
    return requireNonNull(service.streams.poll(), "no stream was opened");
  }

  private static List<PredictStreamRequest> drain(FakeScoringService.Stream stream) {
    List<PredictStreamRequest> requests = new ArrayList<>();
    stream.received.drainTo(requests);
    return requests;
  }

  private static ScorekeeperException failureOf(CompletableFuture<?> future) {
    assertThat(future.isDone()).isTrue();
    Throwable cause = assertThrows(ExecutionException.class, future::get).getCause();
    return (ScorekeeperException) requireNonNull(cause);
  }

  @Test
  void submit_answersInAnyOrder_reachTheirRequests() {
    try (PredictStream stream = client.openStream()) {
      List<CompletableFuture<Result>> answers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        answers.add(stream.submit(row(i)));
      }
      FakeScoringService.Stream server = nextStream();
      List<PredictStreamRequest> requests = drain(server);

      for (int i = 4; i >= 0; i--) {
        assertThat(answers.get(i).isDone()).isFalse();
        server.answer(requests.get(i));
        assertThat(answers.get(i).join().output().floats()).isEqualTo(new float[] {i});
      }
      assertThat(stream.awaitAnswers(Duration.ZERO)).isTrue();
      assertThat(service.streams).isEmpty();
    }
  }

  @Test
  void submit_oneFails_theOthersDoNot() {
    try (PredictStream stream = client.openStream()) {
      CompletableFuture<Result> bad = stream.submit(row(1));
      CompletableFuture<Result> good = stream.submit(row(2));
      FakeScoringService.Stream server = nextStream();
      List<PredictStreamRequest> requests = drain(server);

      server.fail(requests.get(0), FakeScoringService.badInput("INPUT_UNKNOWN", "inputs[0]"));
      server.answer(requests.get(1));

      assertThat(failureOf(bad).reason()).isEqualTo("INPUT_UNKNOWN");
      assertThat(good.join().version()).isEqualTo(7);
    }
  }

  @Test
  void submit_busy_isSentAgainOnTheSameStream() {
    try (PredictStream stream = client.openStream()) {
      CompletableFuture<Result> answer = stream.submit(row(1));
      FakeScoringService.Stream server = nextStream();
      server.fail(
          drain(server).get(0),
          FakeScoringService.retryAfter(Code.RESOURCE_EXHAUSTED, Duration.ofMillis(300)));

      timer.advance(Duration.ofMillis(324));
      assertThat(drain(server)).isEmpty();
      timer.advance(Duration.ofMillis(1));

      server.answer(drain(server).get(0));
      assertThat(answer.join().version()).isEqualTo(7);
      assertThat(service.streams).isEmpty();
    }
  }

  @Test
  void submit_streamBreaks_unansweredAreSentAgainOnANewOne() {
    try (PredictStream stream = client.openStream()) {
      List<CompletableFuture<Result>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        answers.add(stream.submit(row(i)));
      }
      FakeScoringService.Stream first = nextStream();
      first.answer(drain(first).get(0));
      first.breakOff(Status.Code.UNAVAILABLE);

      timer.advance(Duration.ofMillis(50));
      FakeScoringService.Stream second = nextStream();
      List<PredictStreamRequest> again = drain(second);
      assertThat(again).hasSize(199);
      again.forEach(second::answer);
      for (int i = 0; i < 200; i++) {
        assertThat(answers.get(i).join().output().floats()).isEqualTo(new float[] {i});
      }
    }
  }

  @Test
  void submit_serverEndsTheStreamEarly_unansweredAreSentAgain() {
    try (PredictStream stream = client.openStream()) {
      CompletableFuture<Result> answer = stream.submit(row(1));
      nextStream().complete();
      timer.advance(Duration.ofMillis(50));

      FakeScoringService.Stream second = nextStream();
      second.answer(drain(second).get(0));

      assertThat(answer.join().version()).isEqualTo(7);
    }
  }

  @Test
  void submit_streamBreaksForGood_failsWithItsCode() {
    try (PredictStream stream = client.openStream()) {
      CompletableFuture<Result> answer = stream.submit(row(1));
      nextStream().breakOff(Status.Code.PERMISSION_DENIED);

      assertThat(failureOf(answer).code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }
  }

  @Test
  void submit_windowFull_waitsUntilAnAnswerMakesRoom() throws Exception {
    StreamOptions two = StreamOptions.standard().withMaxInFlight(2);
    try (PredictStream stream = client.openStream(two)) {
      var first = stream.submit(row(1));
      var second = stream.submit(row(2));
      Prediction urgent = row(3).deadline(Duration.ofMillis(1));
      ScorekeeperException full =
          assertThrows(ScorekeeperException.class, () -> stream.submit(urgent));
      assertThat(full.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);

      BlockingQueue<CompletableFuture<Result>> submitted = new LinkedBlockingQueue<>();
      Thread waiting = new Thread(() -> submitted.add(stream.submit(row(4))));
      waiting.start();
      FakeScoringService.Stream server = nextStream();
      List<PredictStreamRequest> requests = drain(server);
      server.answer(requests.get(1));
      assertThat(second.isDone()).isTrue();
      CompletableFuture<Result> third = submitted.take();
      waiting.join();
      assertThat(stream.inFlight()).isEqualTo(2);

      server.answer(requests.get(0));
      server.answer(server.received.take());
      assertThat(first.isDone()).isTrue();
      assertThat(third.join().output().floats()).isEqualTo(new float[] {4});
    }
  }

  @Test
  void submit_largerThanTheByteWindow_goesAlone() {
    StreamOptions tiny = StreamOptions.standard().withMaxInFlightBytes(10);
    try (PredictStream stream = client.openStream(tiny)) {
      var large = stream.submit(row(1));
      Prediction urgent = row(2).deadline(Duration.ofMillis(1));

      assertThrows(ScorekeeperException.class, () -> stream.submit(urgent));
      large.cancel(true);
      assertThat(stream.inFlight()).isEqualTo(0);
    }
  }

  @Test
  void submit_noAnswerBeforeTheDeadline_failsAndFreesItsPlace() {
    try (PredictStream stream = client.openStream()) {
      CompletableFuture<Result> answer = stream.submit(row(1).deadline(Duration.ofSeconds(1)));
      timer.advance(Duration.ofSeconds(1));

      assertThat(failureOf(answer).code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(stream.inFlight()).isEqualTo(0);
      FakeScoringService.Stream server = nextStream();
      server.answer(drain(server).get(0));
    }
  }

  @Test
  void submit_cancelled_freesItsPlaceAndIgnoresTheAnswer() {
    try (PredictStream stream = client.openStream()) {
      CompletableFuture<Result> cancelled = stream.submit(row(1));
      CompletableFuture<Result> other = stream.submit(row(2));
      cancelled.cancel(true);
      FakeScoringService.Stream server = nextStream();
      drain(server).forEach(server::answer);

      assertThat(cancelled.isCancelled()).isTrue();
      assertThat(other.join().version()).isEqualTo(7);
      assertThat(timer.scheduledCount()).isEqualTo(0);
    }
  }

  @Test
  void submit_emptyAnswer_failsThatRequest() {
    try (PredictStream stream = client.openStream()) {
      CompletableFuture<Result> answer = stream.submit(row(1));
      FakeScoringService.Stream server = nextStream();
      server.send(PredictStreamResponse.newBuilder().setId(drain(server).get(0).getId()));

      assertThat(failureOf(answer).code()).isEqualTo(Status.Code.INTERNAL);
    }
  }

  @Test
  void submit_largerThanAMessage_failsAlone() {
    try (ScorekeeperClient small =
            InProcess.client(timer, servers.start(service)).maxMessageBytes(60).build();
        PredictStream stream = small.openStream()) {
      CompletableFuture<Result> fits = stream.submit(row(1));
      CompletableFuture<Result> large =
          stream.submit(Prediction.of("m").input("x", new float[100]));

      assertThat(failureOf(large).code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(fits.isDone()).isFalse();
    }
  }

  @Test
  void close_unanswered_failAsCancelled() {
    PredictStream stream = client.openStream();
    CompletableFuture<Result> answer = stream.submit(row(1));
    FakeScoringService.Stream server = nextStream();

    stream.close();

    assertThat(failureOf(answer).code()).isEqualTo(Status.Code.CANCELLED);
    assertThat(server.error).isNotNull();
    assertThrows(IllegalStateException.class, () -> stream.submit(row(2)));
  }

  @Test
  void close_nothingUnanswered_endsCleanly() {
    PredictStream stream = client.openStream();
    CompletableFuture<Result> answer = stream.submit(row(1));
    FakeScoringService.Stream server = nextStream();
    server.answer(drain(server).get(0));

    stream.close();

    assertThat(answer.isDone()).isTrue();
    assertThat(server.completed).isTrue();
  }

  @Test
  void clientClose_openStream_closesIt() {
    PredictStream stream = client.openStream();
    CompletableFuture<Result> answer = stream.submit(row(1));

    client.close();

    assertThat(failureOf(answer).code()).isEqualTo(Status.Code.CANCELLED);
  }
}
