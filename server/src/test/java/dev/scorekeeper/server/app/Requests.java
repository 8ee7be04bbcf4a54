package dev.scorekeeper.server.app;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.scorekeeper.server.testing.Npy;
import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.PredictedOutput;
import dev.scorekeeper.v1.Tensor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests made and answers read with few words. */
final class Requests {

  private Requests() {}

  static PredictRequest.Builder of(String model, Tensor.Builder... inputs) {
    PredictRequest.Builder request =
        PredictRequest.newBuilder().setModel(ModelSpec.newBuilder().setName(model));
    for (Tensor.Builder input : inputs) {
      request.addInputs(input);
    }
    return request;
  }

  static Tensor.Builder floats(String name, List<Long> shape, float... values) {
    Tensor.Builder tensor =
        Tensor.newBuilder().setName(name).setDtype(DataType.DATA_TYPE_FLOAT32).addAllShape(shape);
    for (float value : values) {
      tensor.addFloatValues(value);
    }
    return tensor;
  }

  /** A column of float32. */
  static Tensor.Builder column(String name, float... values) {
    return floats(name, List.of((long) values.length, 1L), values);
  }

  static Tensor.Builder ints(String name, List<Long> shape, int... values) {
    Tensor.Builder tensor =
        Tensor.newBuilder().setName(name).setDtype(DataType.DATA_TYPE_INT32).addAllShape(shape);
    for (int value : values) {
      tensor.addIntValues(value);
    }
    return tensor;
  }

  static Tensor.Builder strings(String name, List<Long> shape, List<ByteString> values) {
    return Tensor.newBuilder()
        .setName(name)
        .setDtype(DataType.DATA_TYPE_STRING)
        .addAllShape(shape)
        .addAllStringValues(values);
  }

  /** Rows of an array. */
  static Tensor.Builder rows(String name, Npy array, int from, int count) {
    Tensor.Builder tensor =
        Tensor.newBuilder()
            .setName(name)
            .setDtype(DataType.valueOf("DATA_TYPE_" + array.type().name()))
            .addShape(count);
    for (int i = 1; i < array.shape().rank(); i++) {
      tensor.addShape(array.shape().dim(i));
    }
    return tensor.setData(ByteString.copyFrom(array.rows(from, count)));
  }

  static PredictedOutput output(PredictResponse response, String name) {
    return response.getOutputsList().stream()
        .filter(output -> output.getTensor().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static float[] floats(PredictResponse response, String output) {
    return floats(output(response, output).getTensor());
  }

  static float[] floats(Tensor tensor) {
    ByteBuffer data = tensor.getData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[data.remaining() / Float.BYTES];
    data.asFloatBuffer().get(values);
    return values;
  }

  /** The stable reason of a failure. */
  static String reason(StatusRuntimeException e) {
    return detail(status(e), ErrorInfo.class).map(ErrorInfo::getReason).orElse("");
  }

  /** The variable words of a failure's message. */
  static Map<String, String> metadata(StatusRuntimeException e) {
    return detail(status(e), ErrorInfo.class).map(ErrorInfo::getMetadataMap).orElse(Map.of());
  }

  static String field(StatusRuntimeException e) {
    return detail(status(e), BadRequest.class)
        .map(bad -> bad.getFieldViolations(0).getField())
        .orElse("");
  }

  static boolean hasRetryInfo(StatusRuntimeException e) {
    return detail(status(e), RetryInfo.class).isPresent();
  }

  private static Status status(StatusRuntimeException e) {
    Status status = StatusProto.fromThrowable(e);
    if (status == null) {
      throw new AssertionError("no status details", e);
    }
    return status;
  }

  private static <T extends com.google.protobuf.Message> Optional<T> detail(
      Status status, Class<T> type) {
    for (Any any : status.getDetailsList()) {
      if (any.is(type)) {
        try {
          return Optional.of(any.unpack(type));
        } catch (InvalidProtocolBufferException e) {
          throw new AssertionError(e);
        }
      }
    }
    return Optional.empty();
  }
}
