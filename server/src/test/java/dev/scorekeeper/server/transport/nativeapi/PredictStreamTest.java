package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.primitives.Longs;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.transport.FakeScorer;
import dev.scorekeeper.server.transport.TestServer;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.PredictStreamRequest;
import dev.scorekeeper.v1.PredictStreamResponse;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams over a real connection. */
final class PredictStreamTest {

  private static final int FIRST_WINDOW = 16;
  private static final int WINDOW = 24;

  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            c ->
                new dev.scorekeeper.server.transport.TransportConfig(
                    c.address(),
                    c.port(),
                    c.maxMessageSize(),
                    c.maxConcurrentCallsPerConnection(),
                    WINDOW,
                    c.permitKeepAliveTime(),
                    c.maxConnectionAge(),
                    c.eventLoopThreads(),
                    c.overloadRest(),
                    c.certificateFile(),
                    c.privateKeyFile()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void echo() {
    server.scorer.behave(FakeScorer.Call::echo);
  }

  private static byte[] request(long id, float... values) {
    return PredictStreamRequest.newBuilder()
        .setId(id)
        .setRequest(Requests.request(Requests.floats("x", values)))
        .build()
        .toByteArray();
  }

  private static PredictStreamResponse parse(byte[] answer) throws Exception {
    return PredictStreamResponse.parseFrom(answer);
  }

  private static List<Long> ids(RawStream stream) throws Exception {
    List<Long> ids = new ArrayList<>();
    for (byte[] answer : stream.answers()) {
      ids.add(parse(answer).getId());
    }
    return ids;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain");
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  @Test
  void stream_manyRequests_eachGetsItsOwnAnswer() throws Exception {
    RawStream stream = new RawStream(server);
    for (int i = 0; i < 500; i++) {
      stream.send(request(i - 250, i, i + 1));
    }
    stream.halfClose();

    assertThat(stream.status().getCode()).isEqualTo(Status.Code.OK);
    assertThat(stream.answers()).hasSize(500);
    for (byte[] answer : stream.answers()) {
      PredictStreamResponse response = parse(answer);
      float number = response.getId() + 250;
      assertThat(Requests.floats(response.getResponse().getOutputs(0).getTensor()))
          .isEqualTo(new float[] {number, number + 1});
    }
  }

  @Test
  void stream_answersInAnotherOrder_areSentAsTheyAreReady() throws Exception {
    BlockingQueue<FakeScorer.Call> calls = new LinkedBlockingQueue<>();
    server.scorer.behave(calls::add);
    RawStream stream = new RawStream(server);
    for (int i = 0; i < 4; i++) {
      stream.send(request(i, i));
    }
    stream.halfClose();
    List<FakeScorer.Call> taken = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      taken.add(calls.take());
    }
    for (int i : List.of(2, 0, 3, 1)) {
      taken.get(i).echoFromElsewhere();
    }

    assertThat(stream.status().getCode()).isEqualTo(Status.Code.OK);
    assertThat(ids(stream)).containsExactly(2L, 0L, 3L, 1L).inOrder();
  }

  @Test
  void stream_oneFails_othersAreAnswered() throws Exception {
    AtomicInteger count = new AtomicInteger();
    server.scorer.behave(
        call -> {
          if (count.getAndIncrement() == 1) {
            call.refuse(
                Problem.of(Reason.TOO_MANY_BYTES, "full")
                    .retryAfter(java.time.Duration.ofSeconds(1)));
          } else {
            call.echo();
          }
        });
    RawStream stream = new RawStream(server);
    for (int i = 1; i <= 3; i++) {
      stream.send(request(i, i));
    }
    stream.halfClose();

    assertThat(stream.status().getCode()).isEqualTo(Status.Code.OK);
    PredictStreamResponse failed = parse(stream.answers().get(1));
    assertThat(ids(stream)).containsExactly(1L, 2L, 3L).inOrder();
    assertThat(failed.getError().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED.value());
    assertThat(TestServer.reason(failed.getError())).isEqualTo("TOO_MANY_BYTES");
    assertThat(failed.getError().getDetailsCount()).isEqualTo(2);
  }

  @Test
  void stream_requestMissing_failsAlone() throws Exception {
    RawStream stream = new RawStream(server);
    stream.send(PredictStreamRequest.newBuilder().setId(3).build().toByteArray());
    stream.halfClose();

    assertThat(stream.status().getCode()).isEqualTo(Status.Code.OK);
    PredictStreamResponse answer = parse(stream.answers().get(0));
    assertThat(answer.getId()).isEqualTo(3);
    assertThat(TestServer.reason(answer.getError())).isEqualTo("REQUEST_MALFORMED");
  }

  @Test
  void stream_unanswered_takesAtMostTheWindow() throws Exception {
    BlockingQueue<FakeScorer.Call> calls = new LinkedBlockingQueue<>();
    RawStream stream = new RawStream(server);
    for (int i = 0; i < 2 * WINDOW; i++) {
      stream.send(request(i, i));
    }
    await(() -> stream.answers().size() == 2 * WINDOW);
    server.scorer.behave(calls::add);
    for (int i = 0; i < 5 * WINDOW; i++) {
      stream.send(request(i, i));
    }
    stream.halfClose();
    await(() -> calls.size() == WINDOW);
    passThrough(calls);
    assertThat(calls).hasSize(WINDOW);

    for (int i = 0; i < 5 * WINDOW; i++) {
      calls.take().echoFromElsewhere();
    }

    assertThat(stream.status().getCode()).isEqualTo(Status.Code.OK);
    assertThat(stream.answers()).hasSize(7 * WINDOW);
  }

  /** A unary call on the same connection and loop, after all that a stream might have brought. */
  private static void passThrough(BlockingQueue<FakeScorer.Call> others) {
    server.scorer.behave(
        call -> {
          if (call.request().model().equals("other")) {
            call.echo();
          } else {
            others.add(call);
          }
        });
    PredictResponse response =
        server
            .scoring()
            .predict(
                Requests.request(Requests.floats("x", 1))
                    .setModel(ModelSpec.newBuilder().setName("other"))
                    .build());
    assertThat(response.getOutputsCount()).isEqualTo(1);
  }

  @Test
  void stream_unansweredFromTheStart_takesFewRequests() throws Exception {
    BlockingQueue<FakeScorer.Call> calls = new LinkedBlockingQueue<>();
    server.scorer.behave(calls::add);
    RawStream stream = new RawStream(server);
    for (int i = 0; i < WINDOW; i++) {
      stream.send(request(i, i));
    }
    await(() -> calls.size() == FIRST_WINDOW);
    passThrough(calls);

    assertThat(calls).hasSize(FIRST_WINDOW);
    stream.cancel();
  }

  @Test
  void stream_slowReader_isNotReadFrom() throws Exception {
    AtomicInteger scored = new AtomicInteger();
    server.scorer.behave(
        call -> {
          scored.incrementAndGet();
          call.echo();
        });
    float[] large = new float[250_000];
    RawStream stream = new RawStream(server, 0);
    int total = 4 * WINDOW;
    for (int i = 0; i < total; i++) {
      stream.send(request(i, large));
    }
    stream.halfClose();
    // What flow control lets pass (1 MiB at first, up to 8) is answered; then a window more.
    await(() -> scored.get() >= FIRST_WINDOW);
    server.scoring().predict(Requests.request(Requests.floats("x", 1)).build());
    assertThat(scored.get()).isLessThan(total);

    stream.read(total);

    assertThat(stream.status().getCode()).isEqualTo(Status.Code.OK);
    assertThat(Longs.toArray(ids(stream)).length).isEqualTo(total);
  }

  @Test
  void stream_cancelled_isSeenByEveryRequest() throws Exception {
    BlockingQueue<FakeScorer.Call> calls = new LinkedBlockingQueue<>();
    server.scorer.behave(calls::add);
    RawStream stream = new RawStream(server);
    stream.send(request(1, 1));
    stream.send(request(2, 2));
    FakeScorer.Call first = calls.take();
    FakeScorer.Call second = calls.take();

    stream.cancel();

    await(() -> first.caller().isCancelled() && second.caller().isCancelled());
    first.echoFromElsewhere();
    second.echoFromElsewhere();
    echo();
    assertThat(server.scoring().predict(Requests.request(Requests.floats("x", 1)).build()))
        .isNotNull();
  }

  @Test
  void stream_randomOrderAndThreads_loseNothing() throws Exception {
    BlockingQueue<FakeScorer.Call> calls = new LinkedBlockingQueue<>();
    server.scorer.behave(calls::add);
    RawStream stream = new RawStream(server);
    int total = 2_000;
    Thread answering =
        new Thread(
            () -> {
              Random random = new Random(1);
              List<FakeScorer.Call> held = new ArrayList<>();
              int answered = 0;
              try {
                while (answered < total) {
                  held.add(calls.take());
                  calls.drainTo(held);
                  Collections.shuffle(held, random);
                  for (FakeScorer.Call call : held) {
                    call.echoFromElsewhere();
                  }
                  answered += held.size();
                  held.clear();
                }
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    answering.start();
    for (int i = 0; i < total; i++) {
      stream.send(request(i, i));
    }
    stream.halfClose();

    assertThat(stream.status().getCode()).isEqualTo(Status.Code.OK);
    answering.join();
    List<Long> ids = ids(stream);
    Collections.sort(ids);
    for (int i = 0; i < total; i++) {
      assertThat(ids.get(i)).isEqualTo(i);
    }
  }
}
