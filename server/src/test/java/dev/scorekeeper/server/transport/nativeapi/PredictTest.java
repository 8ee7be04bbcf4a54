package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.transport.FakeScorer;
import dev.scorekeeper.server.transport.StatusMapper;
import dev.scorekeeper.server.transport.TestServer;
import dev.scorekeeper.server.transport.TransportConfig;
import dev.scorekeeper.v1.AnsweringModel;
import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.OutputKind;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.PredictedOutput;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import dev.scorekeeper.v1.Sigmoid;
import dev.scorekeeper.v1.Tensor;
import dev.scorekeeper.v1.TopK;
import dev.scorekeeper.v1.Transform;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Unary calls over a real connection. */
final class PredictTest {

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void echo() {
    server.scorer.behave(FakeScorer.Call::echo);
  }

  private static StatusRuntimeException failure(PredictRequest request) {
    return assertThrows(StatusRuntimeException.class, () -> server.scoring().predict(request));
  }

  @Test
  void predict_floats_answersWithModelAndKind() {
    Tensor input = Requests.floats("x", 1, 2, Float.NaN, Float.NEGATIVE_INFINITY);

    PredictResponse response = server.scoring().predict(Requests.request(input).build());

    assertThat(response)
        .isEqualTo(
            PredictResponse.newBuilder()
                .setModel(
                    AnsweringModel.newBuilder()
                        .setName("echo")
                        .setVersion(7)
                        .setSignature("serving_default"))
                .addOutputs(
                    PredictedOutput.newBuilder()
                        .setTensor(input)
                        .setKind(OutputKind.OUTPUT_KIND_VALUE))
                .build());
  }

  @Test
  void predict_answeredFromAnotherThread_arrives() {
    server.scorer.behave(call -> new Thread(call::echoFromElsewhere).start());

    PredictResponse response =
        server.scoring().predict(Requests.request(Requests.floats("x", 5)).build());

    assertThat(Requests.floats(response.getOutputs(0).getTensor())).isEqualTo(new float[] {5});
  }

  @Test
  void predict_largeMessages_comeBackWhole() {
    byte[] data = new byte[5_000_000];
    new Random(1).nextBytes(data);
    Tensor input =
        Tensor.newBuilder()
            .setName("x")
            .setDtype(DataType.DATA_TYPE_UINT8)
            .addShape(5)
            .addShape(1_000_000)
            .setData(ByteString.copyFrom(data))
            .build();

    PredictResponse response = server.scoring().predict(Requests.request(input).build());

    assertThat(response.getOutputs(0).getTensor()).isEqualTo(input);
  }

  @Test
  void predict_compressedMessage_isUnpacked() {
    Tensor input = Requests.floats("x", new float[10_000]);

    PredictResponse response =
        server.scoring().withCompression("gzip").predict(Requests.request(input).build());

    assertThat(response.getOutputs(0).getTensor()).isEqualTo(input);
  }

  @Test
  void predict_topKAfterSigmoid_hasProbabilitiesAndIndices() {
    PredictRequest request =
        Requests.request(Requests.floats("logits", 0, 100, -100))
            .addOutputs(
                Requests.output(
                        "logits",
                        Transform.newBuilder().setSigmoid(Sigmoid.getDefaultInstance()).build(),
                        Transform.newBuilder().setTopK(TopK.newBuilder().setK(2)).build())
                    .setExpectedKind(OutputKind.OUTPUT_KIND_PROBABILITY))
            .build();

    PredictedOutput output = server.scoring().predict(request).getOutputs(0);

    assertThat(output.getKind()).isEqualTo(OutputKind.OUTPUT_KIND_PROBABILITY);
    assertThat(Requests.floats(output.getTensor())).isEqualTo(new float[] {1, 0.5f});
    assertThat(output.getTensor().getShapeList()).containsExactly(1L, 2L).inOrder();
    assertThat(output.getIndices().getShapeList()).containsExactly(1L, 2L).inOrder();
    assertThat(output.getIndices().getDtype()).isEqualTo(DataType.DATA_TYPE_INT64);
    assertThat(output.getIndices().getData().byteAt(0)).isEqualTo((byte) 1);
    assertThat(output.getIndices().getData().byteAt(8)).isEqualTo((byte) 0);
  }

  @Test
  void predict_probabilitiesOfLogitsExpected_isRefusedWithAdvice() {
    PredictRequest request =
        Requests.request(Requests.floats("logits", 0))
            .addOutputs(
                Requests.output("logits").setExpectedKind(OutputKind.OUTPUT_KIND_PROBABILITY))
            .build();

    StatusRuntimeException e = failure(request);

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(TestServer.reason(e)).isEqualTo("OUTPUT_KIND_MISMATCH");
    assertThat(TestServer.field(e)).isEqualTo("outputs[0].expected_kind");
    assertThat(e.getStatus().getDescription())
        .isEqualTo(
            "Output 'logits' holds logits (its name), not probabilities: add transform sigmoid or"
                + " softmax, or declare its kind in scorekeeper.yaml.");
  }

  @Test
  void predict_outputAskedTwice_isRefused() {
    PredictRequest request =
        Requests.request(Requests.floats("x", 0))
            .addOutputs(Requests.output("x"))
            .addOutputs(Requests.output("x"))
            .build();

    assertThat(TestServer.reason(failure(request))).isEqualTo("OUTPUT_REPEATED");
  }

  @Test
  void predict_noModelName_isRefused() {
    StatusRuntimeException e = failure(PredictRequest.getDefaultInstance());

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(TestServer.reason(e)).isEqualTo("MODEL_NAME_MISSING");
    assertThat(TestServer.field(e)).isEqualTo("model.name");
  }

  @Test
  void predict_refusedWithRetry_carriesRetryInfoAndPushback() {
    server.scorer.behave(
        call ->
            call.refuse(
                Problem.of(Reason.TOO_MANY_ROWS, "full")
                    .with("limit", 10)
                    .retryAfter(Duration.ofMillis(1_250))));

    StatusRuntimeException e = failure(Requests.request(Requests.floats("x", 0)).build());

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(TestServer.reason(e)).isEqualTo("TOO_MANY_ROWS");
    assertThat(com.google.protobuf.util.Durations.toNanos(TestServer.retry(e).getRetryDelay()))
        .isEqualTo(1_250_000_000L);
    assertThat(requireNonNull(e.getTrailers()).get(StatusMapper.PUSHBACK)).isEqualTo("1250");
  }

  @Test
  void predict_hugeProblemText_stillArrives() {
    server.scorer.behave(
        call ->
            call.refuse(
                Problem.ofField(Reason.INPUT_UNKNOWN, "é".repeat(5_000), "ü".repeat(50_000))
                    .with("known", "漢".repeat(10_000))));

    StatusRuntimeException e = failure(Requests.request(Requests.floats("x", 0)).build());

    assertThat(TestServer.reason(e)).isEqualTo("INPUT_UNKNOWN");
    assertThat(e.getStatus().getDescription()).endsWith("ü...");
  }

  @Test
  void predict_messageOverLimit_isResourceExhausted() {
    try (TestServer small = TestServer.start(config -> withLimit(config, 2_000))) {
      PredictRequest request = Requests.request(Requests.floats("x", new float[1_000])).build();

      StatusRuntimeException e =
          assertThrows(StatusRuntimeException.class, () -> small.scoring().predict(request));

      assertWithMessage("%s", e)
          .that(e.getStatus().getCode())
          .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(small.scoring().predict(Requests.request(Requests.floats("x", 1)).build()))
          .isNotNull();
    }
  }

  @Test
  void predict_compressedMessageOverLimit_isResourceExhausted() {
    try (TestServer small = TestServer.start(config -> withLimit(config, 2_000))) {
      PredictRequest request = Requests.request(Requests.floats("x", new float[100_000])).build();

      StatusRuntimeException e =
          assertThrows(
              StatusRuntimeException.class,
              () -> small.scoring().withCompression("gzip").predict(request));

      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(TestServer.reason(e)).isEqualTo("REQUEST_TOO_LARGE");
    }
  }

  private static TransportConfig withLimit(TransportConfig config, long bytes) {
    return new TransportConfig(
        config.address(),
        config.port(),
        new dev.scorekeeper.server.config.DataSize(bytes),
        config.maxConcurrentCallsPerConnection(),
        config.streamWindow(),
        config.permitKeepAliveTime(),
        config.maxConnectionAge(),
        config.eventLoopThreads(),
        config.overloadRest(),
        config.certificateFile(),
        config.privateKeyFile());
  }

  @Test
  void predict_deadline_reachesTheScorer() throws Exception {
    BlockingQueue<Long> left = new LinkedBlockingQueue<>();
    server.scorer.behave(
        call -> {
          left.add(call.caller().deadlineNanos() - System.nanoTime());
          call.echo();
        });

    server
        .scoring()
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .predict(Requests.request(Requests.floats("x", 0)).build());

    assertThat(left.take())
        .isIn(com.google.common.collect.Range.closed(1_000_000_000L, 20_000_000_000L));
  }

  @Test
  void predict_cancelled_isSeenAndNothingIsWritten() throws Exception {
    BlockingQueue<FakeScorer.Call> calls = new LinkedBlockingQueue<>();
    CountDownLatch done = new CountDownLatch(1);
    server.scorer.behave(calls::add);
    Future<PredictResponse> response =
        ScoringServiceGrpc.newFutureStub(server.channel)
            .predict(Requests.request(Requests.floats("x", 0)).build());
    FakeScorer.Call call = calls.take();
    response.cancel(true);
    while (!call.caller().isCancelled()) {
      Thread.onSpinWait();
    }

    call.caller()
        .executor()
        .execute(
            () -> {
              call.echo();
              done.countDown();
            });

    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void predict_scorerThrows_isInternalError() {
    server.scorer.behave(
        call -> {
          throw new IllegalStateException("a bug");
        });

    StatusRuntimeException e = failure(Requests.request(Requests.floats("x", 0)).build());

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(TestServer.reason(e)).isEqualTo("INTERNAL_ERROR");
    assertThat(e.getStatus().getDescription()).doesNotContain("a bug");
  }
}
