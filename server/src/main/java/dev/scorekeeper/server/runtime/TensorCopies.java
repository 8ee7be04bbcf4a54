package dev.scorekeeper.server.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_AllocateTensor;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteBuffer;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteTensor;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewBufferFromString;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_TensorData;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_TensorFromProto;

import com.google.protobuf.ByteString;
import dev.scorekeeper.server.scoring.DataType;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Tensors in memory that TensorFlow owns and frees when the last reference is gone.
 *
 * <p>For graphs that keep their inputs, in a variable or a queue: memory of ours would be written
 * to again under them.
 */
final class TensorCopies {

  private TensorCopies() {}

  static TF_Tensor numeric(
      DataType type, InputSlab.Dimensions dimensions, int rows, Pointer data, long byteSize) {
    TF_Tensor tensor =
        TF_AllocateTensor(
            type.tensorFlowNumber(), dimensions.pointer(rows), dimensions.rank(), byteSize);
    if (tensor == null) {
      throw new IllegalStateException("TensorFlow refused a tensor of " + byteSize + " bytes");
    }
    if (byteSize > 0) {
      Pointer.memcpy(TF_TensorData(tensor), data, byteSize);
    }
    return tensor;
  }

  /** By way of a message, the only constructor of the C API whose strings are TensorFlow's own. */
  static TF_Tensor strings(
      StringCells cells, long first, InputSlab.Dimensions dimensions, int rows, long count) {
    dimensions.pointer(rows);
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int i = 0; i < dimensions.rank(); i++) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(dimensions.size(i)));
    }
    TensorProto.Builder message =
        TensorProto.newBuilder()
            .setDtype(org.tensorflow.proto.DataType.DT_STRING)
            .setTensorShape(shape);
    for (long i = 0; i < count; i++) {
      message.addStringVal(ByteString.copyFrom(cells.get(first + i)));
    }
    return fromMessage(message.build());
  }

  private static TF_Tensor fromMessage(TensorProto message) {
    byte[] bytes = message.toByteArray();
    try (BytePointer memory = new BytePointer(bytes);
        Status status = new Status()) {
      TF_Buffer buffer = TF_NewBufferFromString(memory, bytes.length);
      TF_Tensor tensor = TF_AllocateTensor(DataType.FLOAT32.tensorFlowNumber(), new long[0], 0, 4);
      try {
        TF_TensorFromProto(buffer, tensor, status.pointer());
      } finally {
        TF_DeleteBuffer(buffer);
      }
      if (!status.isOk()) {
        TF_DeleteTensor(tensor);
        throw new IllegalStateException("TensorFlow refused strings: " + status.message());
      }
      return tensor;
    }
  }
}
