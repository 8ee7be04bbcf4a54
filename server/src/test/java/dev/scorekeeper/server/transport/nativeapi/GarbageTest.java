package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.scorekeeper.server.transport.TestServer;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictStreamResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bytes that are no request never hang, and are never the server's fault. */
final class GarbageTest {

  private static final Set<Status.Code> CALLERS_FAULT =
      EnumSet.of(Status.Code.OK, Status.Code.INVALID_ARGUMENT);

  private static final MethodDescriptor.Marshaller<byte[]> RAW =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static byte[] predict(byte[] request) {
    return ClientCalls.blockingUnaryCall(
        server.channel,
        ScoringServiceGrpc.getPredictMethod().toBuilder(RAW, RAW).build(),
        CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
        request);
  }

  private static StatusRuntimeException failure(byte[] request) {
    return assertThrows(StatusRuntimeException.class, () -> predict(request));
  }

  private static byte[] request() {
    return Requests.request(
            Requests.floats("x", 1, 2, 3), Requests.floats("logits", 4, 5, 6, 7, 8, 9))
        .addOutputs(Requests.output("x"))
        .build()
        .toByteArray();
  }

  @Test
  void predict_noBytes_isMissingModelName() {
    StatusRuntimeException e = failure(new byte[0]);

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(TestServer.reason(e)).isEqualTo("MODEL_NAME_MISSING");
  }

  @Test
  void predict_truncatedAnywhere_isInvalidArgument() {
    byte[] whole = request();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = java.util.Arrays.copyOf(whole, length);
      Status.Code code = Status.Code.OK;
      try {
        predict(part);
      } catch (StatusRuntimeException e) {
        code = e.getStatus().getCode();
      }
      assertWithMessage("cut after %s bytes", length).that(code).isIn(CALLERS_FAULT);
    }
  }

  @Test
  void predict_truncatedInside_isMalformed() {
    StatusRuntimeException e = failure(java.util.Arrays.copyOf(request(), request().length - 3));

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(TestServer.reason(e)).isEqualTo("REQUEST_MALFORMED");
  }

  @Test
  void predict_randomAndFlippedBytes_areTheCallersFault() {
    Random random = new Random(20261123);
    for (int i = 0; i < 1_500; i++) {
      byte[] bytes;
      if (i % 2 == 0) {
        bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
      } else {
        bytes = request();
        for (int flips = random.nextInt(4); flips >= 0; flips--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
      try {
        predict(bytes);
      } catch (StatusRuntimeException e) {
        assertWithMessage("case %s: %s", i, e)
            .that(e.getStatus().getCode())
            .isIn(EnumSet.of(Status.Code.INVALID_ARGUMENT));
        assertWithMessage("case %s: %s", i, e).that(TestServer.reason(e)).isNotEmpty();
      }
    }
  }

  @Test
  void predict_nameThatIsNotText_isNameInvalid() {
    PredictRequest request =
        PredictRequest.newBuilder().setModel(ModelSpec.newBuilder().setName("abc")).build();
    byte[] bytes = request.toByteArray();
    bytes[bytes.length - 1] = (byte) 0xff;

    StatusRuntimeException e = failure(bytes);

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(TestServer.reason(e)).isEqualTo("NAME_INVALID");
  }

  @Test
  void predict_unknownFields_areIgnored() throws Exception {
    byte[] future = {(byte) 0xf8, 0x07, 1, (byte) 0xfa, 0x07, 2, 1, 2};
    byte[] bytes = ByteString.copyFrom(request()).concat(ByteString.copyFrom(future)).toByteArray();

    assertThat(predict(bytes)).isNotEmpty();
  }

  @Test
  void predictStream_randomMessages_endTheStreamOrAreAnswered() throws Exception {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[1 + random.nextInt(60)];
      random.nextBytes(bytes);
      RawStream stream = new RawStream(server);
      stream.send(bytes);
      stream.halfClose();
      Status status = stream.status();
      assertWithMessage("case %s", i).that(status.getCode()).isIn(CALLERS_FAULT);
      for (byte[] answer : stream.answers()) {
        assertThat(PredictStreamResponse.parseFrom(answer).getError().getCode())
            .isEqualTo(Status.Code.INVALID_ARGUMENT.value());
      }
    }
  }

  @Test
  void predictStream_malformedRequest_failsAloneById() throws Exception {
    RawStream stream = new RawStream(server);
    // id 5, and a request of one byte that is no field.
    stream.send(new byte[] {8, 5, 18, 1, (byte) 0xff});
    stream.send(envelope(6, request()));
    stream.halfClose();

    assertThat(stream.status().getCode()).isEqualTo(Status.Code.OK);
    List<byte[]> answers = stream.answers();
    PredictStreamResponse first = PredictStreamResponse.parseFrom(answers.get(0));
    PredictStreamResponse second = PredictStreamResponse.parseFrom(answers.get(1));
    assertThat(first.getId()).isEqualTo(5);
    assertThat(TestServer.reason(first.getError())).isEqualTo("REQUEST_MALFORMED");
    assertThat(second.getId()).isEqualTo(6);
    assertThat(second.hasResponse()).isTrue();
  }

  @Test
  void predictStream_requestInTwoParts_isMerged() throws Exception {
    ByteString whole = ByteString.copyFrom(request());
    RawStream stream = new RawStream(server);
    ByteString model =
        PredictRequest.parseFrom(whole).toBuilder().clearInputs().build().toByteString();
    ByteString inputs =
        PredictRequest.newBuilder()
            .addAllInputs(PredictRequest.parseFrom(whole).getInputsList())
            .build()
            .toByteString();
    stream.send(
        ByteString.copyFrom(envelope(1, model.toByteArray()))
            .concat(ByteString.copyFrom(envelope(9, inputs.toByteArray())))
            .toByteArray());
    stream.halfClose();

    assertThat(stream.status().getCode()).isEqualTo(Status.Code.OK);
    PredictStreamResponse answer = PredictStreamResponse.parseFrom(stream.answers().get(0));
    assertThat(answer.getId()).isEqualTo(9);
    assertThat(Requests.floats(answer.getResponse().getOutputs(0).getTensor()))
        .isEqualTo(new float[] {1, 2, 3});
  }

  private static byte[] envelope(long id, byte[] request) throws Exception {
    return dev.scorekeeper.v1.PredictStreamRequest.newBuilder()
        .setId(id)
        .setRequest(PredictRequest.parseFrom(request))
        .build()
        .toByteArray();
  }
}
