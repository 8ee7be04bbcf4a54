package dev.scorekeeper.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Writes arrays as tensors; every shape given has been checked against its array. */
final class TensorWriter {

  private TensorWriter() {}

  static Tensor write(float[] values, long[] shape) {
    ByteBuffer buffer = allocate(values.length, DataType.FLOAT32);
    buffer.asFloatBuffer().put(values);
    return Tensor.ofData(DataType.FLOAT32, shape, wrap(buffer));
  }

  static Tensor write(double[] values, long[] shape) {
    ByteBuffer buffer = allocate(values.length, DataType.FLOAT64);
    buffer.asDoubleBuffer().put(values);
    return Tensor.ofData(DataType.FLOAT64, shape, wrap(buffer));
  }

  static Tensor write(int[] values, long[] shape) {
    ByteBuffer buffer = allocate(values.length, DataType.INT32);
    buffer.asIntBuffer().put(values);
    return Tensor.ofData(DataType.INT32, shape, wrap(buffer));
  }

  static Tensor write(long[] values, long[] shape) {
    ByteBuffer buffer = allocate(values.length, DataType.INT64);
    buffer.asLongBuffer().put(values);
    return Tensor.ofData(DataType.INT64, shape, wrap(buffer));
  }

  static Tensor write(short[] values, long[] shape) {
    ByteBuffer buffer = allocate(values.length, DataType.INT16);
    buffer.asShortBuffer().put(values);
    return Tensor.ofData(DataType.INT16, shape, wrap(buffer));
  }

  static Tensor write(byte[] values, long[] shape) {
    return Tensor.ofData(DataType.INT8, shape, ByteString.copyFrom(values));
  }

  static Tensor write(boolean[] values, long[] shape) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) (values[i] ? 1 : 0);
    }
    return Tensor.ofData(DataType.BOOL, shape, UnsafeByteOperations.unsafeWrap(bytes));
  }

  static Tensor write(String[] values, long[] shape) {
    List<ByteString> strings = new ArrayList<>(values.length);
    for (String value : values) {
      strings.add(ByteString.copyFromUtf8(value));
    }
    return Tensor.ofStringData(shape, strings);
  }

  static Tensor writeStrings(byte[][] values, long[] shape) {
    List<ByteString> strings = new ArrayList<>(values.length);
    for (byte[] value : values) {
      strings.add(ByteString.copyFrom(value));
    }
    return Tensor.ofStringData(shape, strings);
  }

  static Tensor writeFloat16(float[] values, long[] shape) {
    ByteBuffer buffer = allocate(values.length, DataType.FLOAT16);
    for (int i = 0; i < values.length; i++) {
      buffer.putShort(2 * i, HalfFloats.toFloat16(values[i]));
    }
    return Tensor.ofData(DataType.FLOAT16, shape, wrap(buffer));
  }

  static Tensor writeBfloat16(float[] values, long[] shape) {
    ByteBuffer buffer = allocate(values.length, DataType.BFLOAT16);
    for (int i = 0; i < values.length; i++) {
      buffer.putShort(2 * i, HalfFloats.toBfloat16(values[i]));
    }
    return Tensor.ofData(DataType.BFLOAT16, shape, wrap(buffer));
  }

  static Tensor writeComplex64(float[] parts, long[] shape) {
    ByteBuffer buffer = allocate(parts.length / 2, DataType.COMPLEX64);
    buffer.asFloatBuffer().put(parts);
    return Tensor.ofData(DataType.COMPLEX64, shape, wrap(buffer));
  }

  /** The remaining bytes, shared. */
  static ByteString wrap(ByteBuffer buffer) {
    return UnsafeByteOperations.unsafeWrap(buffer);
  }

  private static ByteBuffer allocate(int elements, DataType type) {
    int bytes;
    try {
      bytes = Math.multiplyExact(elements, type.byteSize());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          elements + " elements of " + type.label() + " are more than 2 GiB", e);
    }
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
