package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.OutputKind;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.RequestedOutput;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import dev.scorekeeper.v1.Tensor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Input that cannot be scored, against real models: refused with the right reason, while a good
 * request that follows is answered as ever.
 */
final class BadInputEndToEndTest {

  @TempDir static Path folder;

  private static @Nullable TestServer started;

  @BeforeAll
  static void start() throws Exception {
    Path models = folder.resolve("models");
    ModelFolders.copy(
        models, "half_plus_two", "wine", "digits", "picky", "reviews", "unsafe_read_file");
    ModelFolders.copyVersion(models, "truncated", 1, "truncated", 1);
    started =
        TestServer.start(
            models,
            folder.resolve("state"),
            "grpc.max_message_size=1MiB",
            "models.half_plus_two.labels={stable: 1}",
            "models.picky.batching={max_wait: 20ms, lane: worker}");
  }

  @AfterAll
  static void stop() {
    server().close();
  }

  private static TestServer server() {
    return requireNonNull(started);
  }

  @AfterEach
  void goodRequests_afterIt_answeredAsEver() {
    PredictResponse response =
        server().predict(Requests.of("half_plus_two", Requests.column("x", 1, 2, 3)).build());
    assertThat(Requests.floats(response, "y"))
        .usingExactEquality()
        .containsExactly(2.5f, 3.0f, 3.5f)
        .inOrder();
  }

  private static StatusRuntimeException refusal(PredictRequest.Builder request) {
    return assertThrows(StatusRuntimeException.class, () -> server().predict(request.build()));
  }

  private static void assertRefused(
      PredictRequest.Builder request, Status.Code code, String reason, String field) {
    StatusRuntimeException e = refusal(request);
    assertWithMessage(String.valueOf(e.getMessage())).that(e.getStatus().getCode()).isEqualTo(code);
    assertThat(Requests.reason(e)).isEqualTo(reason);
    assertThat(Requests.field(e)).isEqualTo(field);
  }

  private static void assertInvalid(PredictRequest.Builder request, String reason, String field) {
    assertRefused(request, Status.Code.INVALID_ARGUMENT, reason, field);
  }

  private static PredictRequest.Builder halfPlusTwo() {
    return Requests.of("half_plus_two", Requests.column("x", 1));
  }

  @Test
  void predict_noModelName_invalid() {
    assertInvalid(Requests.of("", Requests.column("x", 1)), "MODEL_NAME_MISSING", "model.name");
  }

  @Test
  void predict_unknownModelVersionLabelSignature_notFound() {
    StatusRuntimeException model = refusal(Requests.of("half_plus_too", Requests.column("x", 1)));
    assertThat(model.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(Requests.reason(model)).isEqualTo("MODEL_NOT_FOUND");

    PredictRequest.Builder version = halfPlusTwo();
    version.getModelBuilder().setVersion(9);
    assertThat(Requests.reason(refusal(version))).isEqualTo("VERSION_NOT_FOUND");

    PredictRequest.Builder label = halfPlusTwo();
    label.getModelBuilder().setLabel("canary");
    assertThat(Requests.reason(refusal(label))).isEqualTo("LABEL_NOT_FOUND");

    StatusRuntimeException signature = refusal(halfPlusTwo().setSignature("regress"));
    assertThat(Requests.reason(signature)).isEqualTo("SIGNATURE_NOT_FOUND");
    assertThat(signature.getMessage()).contains("classify_x_to_y");
  }

  @Test
  void predict_knownLabel_answered() {
    PredictRequest.Builder label = halfPlusTwo();
    label.getModelBuilder().setLabel("stable");
    assertThat(server().predict(label.build()).getModel().getVersion()).isEqualTo(1);
  }

  @Test
  void predict_unknownOutput_invalid() {
    assertInvalid(
        halfPlusTwo().addOutputs(RequestedOutput.newBuilder().setName("z")),
        "OUTPUT_UNKNOWN",
        "outputs[0].name");
  }

  @Test
  void predict_probabilitiesOfAValue_saysWhatToDo() {
    StatusRuntimeException e =
        refusal(
            halfPlusTwo()
                .addOutputs(
                    RequestedOutput.newBuilder()
                        .setName("y")
                        .setExpectedKind(OutputKind.OUTPUT_KIND_PROBABILITY)));
    assertThat(Requests.reason(e)).isEqualTo("OUTPUT_KIND_MISMATCH");
    assertThat(e.getMessage()).contains("sigmoid");
  }

  @Test
  void predict_missingExtraMisnamedInput_invalid() {
    assertInvalid(
        Requests.of("wine", Requests.floats("colour", List.of(1L, 5L), new float[5])),
        "INPUT_MISSING",
        "inputs");
    assertInvalid(
        halfPlusTwo().addInputs(Requests.column("x2", 1)), "INPUT_UNKNOWN", "inputs[1].name");
    assertInvalid(
        Requests.of("half_plus_two", Requests.column("X", 1)), "INPUT_UNKNOWN", "inputs[0].name");
    assertInvalid(
        halfPlusTwo().addInputs(Requests.column("x", 1)), "INPUT_REPEATED", "inputs[1].name");
  }

  @Test
  void predict_wrongTypeRankDimensionRows_invalid() {
    assertInvalid(
        Requests.of("half_plus_two", Requests.ints("x", List.of(1L, 1L), 1)),
        "INPUT_TYPE_MISMATCH",
        "inputs[0].dtype");
    assertInvalid(
        Requests.of("half_plus_two", Requests.floats("x", List.of(1L, 1L, 1L), 1)),
        "INPUT_RANK_MISMATCH",
        "inputs[0].shape");
    assertInvalid(
        Requests.of("half_plus_two", Requests.floats("x", List.of(1L, 2L), 1, 2)),
        "INPUT_SHAPE_MISMATCH",
        "inputs[0].shape[1]");
    assertInvalid(
        Requests.of(
            "wine",
            Requests.floats("chemistry", List.of(2L, 7L), new float[14]),
            Requests.floats("colour", List.of(1L, 5L), new float[5])),
        "INPUT_ROWS_DISAGREE",
        "inputs[1].shape[0]");
  }

  @Test
  void predict_sampleWithoutBatchDimension_refusedUnlessSaidSo() {
    PredictRequest.Builder request =
        Requests.of("half_plus_two", Requests.floats("x", List.of(1L), 4));
    assertInvalid(request, "BATCH_DIMENSION_MISSING", "inputs[0].shape");

    PredictResponse response = server().predict(request.setSingleExample(true).build());

    assertThat(response.getOutputs(0).getTensor().getShapeList()).containsExactly(1L);
    assertThat(Requests.floats(response, "y")).usingExactEquality().containsExactly(4.0f);
  }

  @Test
  void predict_contentThatDoesNotFitTheShape_invalid() {
    Tensor.Builder data =
        Tensor.newBuilder()
            .setName("x")
            .setDtype(DataType.DATA_TYPE_FLOAT32)
            .addShape(2)
            .addShape(1);
    assertInvalid(
        Requests.of("half_plus_two", data.clone().setData(ByteString.copyFrom(new byte[7]))),
        "CONTENT_SIZE_MISMATCH",
        "inputs[0].data");
    assertInvalid(
        Requests.of(
            "half_plus_two",
            data.clone().setData(ByteString.copyFrom(new byte[8])).addFloatValues(1)),
        "CONTENT_AMBIGUOUS",
        "inputs[0]");
    assertInvalid(Requests.of("half_plus_two", data), "CONTENT_MISSING", "inputs[0]");
  }

  @Test
  void predict_negativeOrOverflowingDimensions_invalid() {
    for (List<Long> shape :
        List.of(
            List.of(-1L, 1L),
            List.of(1L << 40, 1L << 40),
            List.of(0L, 1L << 62),
            List.of(1L << 31, 1L << 31, 1L << 31))) {
      StatusRuntimeException e = refusal(Requests.of("half_plus_two", Requests.floats("x", shape)));
      assertWithMessage("%s: %s", shape, e.getMessage())
          .that(e.getStatus().getCode())
          .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
  }

  @Test
  void predict_zeroRows_zeroRows() {
    for (String model : List.of("half_plus_two", "picky")) {
      PredictResponse response =
          server().predict(Requests.of(model, Requests.floats("x", List.of(0L, 1L))).build());
      assertThat(response.getOutputs(0).getTensor().getShapeList())
          .containsExactly(0L, 1L)
          .inOrder();
    }
  }

  @Test
  void predict_nanAndInfinities_passThrough() {
    PredictResponse response =
        server()
            .predict(
                Requests.of(
                        "half_plus_two",
                        Requests.column(
                            "x", Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 2))
                    .build());
    assertThat(Requests.floats(response, "y"))
        .usingExactEquality()
        .containsExactly(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 3.0f)
        .inOrder();
  }

  @Test
  void predict_anyBytesInStrings_answered() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    PredictResponse response =
        server()
            .predict(
                Requests.of(
                        "reviews",
                        Requests.strings(
                            inputName("reviews"),
                            List.of(2L, 1L),
                            List.of(ByteString.copyFrom(all), ByteString.EMPTY)))
                    .build());
    assertThat(Requests.floats(response.getOutputs(0).getTensor())).hasLength(2);
  }

  private static String inputName(String model) {
    return server()
        .models()
        .getModel(dev.scorekeeper.v1.GetModelRequest.newBuilder().setName(model).build())
        .getModel()
        .getVersions(0)
        .getSignaturesList()
        .stream()
        .filter(signature -> signature.getName().equals("serving_default"))
        .findFirst()
        .orElseThrow()
        .getInputs(0)
        .getName();
  }

  @Test
  void predict_messageOverTheLimit_resourceExhausted() {
    StatusRuntimeException e =
        refusal(Requests.of("half_plus_two", Requests.column("x", new float[300_000])));
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(Requests.reason(e)).isEqualTo("REQUEST_TOO_LARGE");
    assertThat(e).hasMessageThat().contains("may have 1048576 bytes (grpc.max_message_size)");
  }

  @Test
  void predict_messageFarOverTheLimit_resourceExhausted() {
    StatusRuntimeException e =
        refusal(Requests.of("half_plus_two", Requests.column("x", new float[3_000_000])));
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void predict_rowThatTheModelRejects_onlyItsRequestFails() throws Exception {
    ScoringServiceGrpc.ScoringServiceFutureStub stub =
        ScoringServiceGrpc.newFutureStub(server().channel).withDeadlineAfter(30, TimeUnit.SECONDS);
    List<Future<PredictResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      float value = i == 13 ? -1 : i;
      answers.add(stub.predict(Requests.of("picky", Requests.column("x", value)).build()));
    }
    for (int i = 0; i < answers.size(); i++) {
      if (i == 13) {
        Future<PredictResponse> bad = answers.get(i);
        Exception e = assertThrows(java.util.concurrent.ExecutionException.class, bad::get);
        StatusRuntimeException cause = (StatusRuntimeException) requireNonNull(e.getCause());
        assertThat(Requests.reason(cause)).isEqualTo("MODEL_REJECTED_INPUT");
        assertThat(cause.getMessage()).contains("negative row");
      } else {
        assertThat(Requests.floats(answers.get(i).get(), "y"))
            .usingTolerance(1e-6)
            .containsExactly((float) Math.sqrt(i));
      }
    }
  }

  @Test
  void predict_modelThatDoesNotLoad_saysWhy() {
    StatusRuntimeException truncated = refusal(Requests.of("truncated", Requests.column("x", 1)));
    StatusRuntimeException unsafe =
        refusal(
            Requests.of(
                "unsafe_read_file",
                Requests.strings("path", List.of(1L), List.of(ByteString.EMPTY))));
    assertThat(truncated.getStatus().getCode()).isNotEqualTo(Status.Code.OK);
    assertThat(unsafe.getStatus().getCode()).isNotEqualTo(Status.Code.OK);
    assertThat(problemOf("truncated")).isEqualTo("MODEL_UNREADABLE");
    assertThat(problemOf("unsafe_read_file")).isEqualTo("MODEL_UNSAFE");
  }

  private static String problemOf(String model) {
    com.google.rpc.Status error =
        server()
            .models()
            .getModel(dev.scorekeeper.v1.GetModelRequest.newBuilder().setName(model).build())
            .getModel()
            .getVersions(0)
            .getError();
    return error.getDetailsList().stream()
        .filter(any -> any.is(com.google.rpc.ErrorInfo.class))
        .map(
            any -> {
              try {
                return any.unpack(com.google.rpc.ErrorInfo.class).getReason();
              } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                throw new AssertionError(e);
              }
            })
        .findFirst()
        .orElse("");
  }

  @Test
  void predict_randomBytes_neverInternal() {
    Random random = new Random(7);
    byte[] good = halfPlusTwo().build().toByteArray();
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      assertNotInternal(bytes);
      assertNotInternal(java.util.Arrays.copyOf(good, random.nextInt(good.length)));
    }
    assertNotInternal(new byte[0]);
  }

  private static void assertNotInternal(byte[] message) {
    try {
      byte[] unused =
          io.grpc.stub.ClientCalls.blockingUnaryCall(
              server().channel,
              RawMethod.PREDICT,
              io.grpc.CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS),
              message);
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode())
          .isAnyOf(Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND);
    }
  }
}
