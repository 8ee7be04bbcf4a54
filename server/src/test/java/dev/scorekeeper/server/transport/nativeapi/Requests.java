package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.ByteString;
import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.RequestedOutput;
import dev.scorekeeper.v1.Tensor;
import dev.scorekeeper.v1.Transform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Requests for tests. */
final class Requests {

  private Requests() {}

  static PredictRequest.Builder request(Tensor... inputs) {
    return PredictRequest.newBuilder()
        .setModel(ModelSpec.newBuilder().setName("echo"))
        .addAllInputs(java.util.List.of(inputs));
  }

  /** A tensor of one row of these numbers. */
  static Tensor floats(String name, float... values) {
    return Tensor.newBuilder()
        .setName(name)
        .setDtype(DataType.DATA_TYPE_FLOAT32)
        .addShape(1)
        .addShape(values.length)
        .setData(bytes(values))
        .build();
  }

  static ByteString bytes(float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      buffer.putFloat(value);
    }
    return ByteString.copyFrom(buffer.flip());
  }

  static float[] floats(Tensor tensor) {
    ByteBuffer buffer = tensor.getData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[buffer.remaining() / 4];
    buffer.asFloatBuffer().get(values);
    return values;
  }

  static RequestedOutput.Builder output(String name, Transform... transforms) {
    return RequestedOutput.newBuilder()
        .setName(name)
        .addAllTransforms(java.util.List.of(transforms));
  }
}
