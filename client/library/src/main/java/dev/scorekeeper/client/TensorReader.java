package dev.scorekeeper.client;

import java.nio.ByteBuffer;
import java.util.List;

/** Reads tensors as arrays; refuses what would change a value. */
final class TensorReader {

  private TensorReader() {}

  static float[] floats(Tensor tensor) {
    ByteBuffer data = tensor.buffer();
    float[] values;
    switch (tensor.type()) {
      case FLOAT32:
      case COMPLEX64:
        values = new float[data.remaining() / Float.BYTES];
        data.asFloatBuffer().get(values);
        return values;
      case FLOAT16:
        values = new float[tensor.elementCount()];
        for (int i = 0; i < values.length; i++) {
          values[i] = HalfFloats.fromFloat16(data.getShort(2 * i));
        }
        return values;
      case BFLOAT16:
        values = new float[tensor.elementCount()];
        for (int i = 0; i < values.length; i++) {
          values[i] = HalfFloats.fromBfloat16(data.getShort(2 * i));
        }
        return values;
      default:
        throw refusal(tensor, "floats");
    }
  }

  static double[] doubles(Tensor tensor) {
    switch (tensor.type()) {
      case FLOAT64:
        double[] values = new double[tensor.elementCount()];
        tensor.buffer().asDoubleBuffer().get(values);
        return values;
      case FLOAT32:
      case FLOAT16:
      case BFLOAT16:
        return widen(floats(tensor));
      case INT8:
      case INT16:
      case INT32:
      case UINT8:
      case UINT16:
      case UINT32:
        return widen(longs(tensor));
      default:
        throw refusal(tensor, "doubles");
    }
  }

  static int[] ints(Tensor tensor) {
    int[] values = new int[tensor.elementCount()];
    ByteBuffer data = integers(tensor, "ints");
    switch (tensor.type()) {
      case INT32:
      case UINT32:
        data.asIntBuffer().get(values);
        return values;
      case INT64:
      case UINT64:
        throw refusal(tensor, "ints");
      default:
        for (int i = 0; i < values.length; i++) {
          values[i] = (int) integer(tensor.type(), data, i);
        }
        return values;
    }
  }

  static long[] longs(Tensor tensor) {
    long[] values = new long[tensor.elementCount()];
    ByteBuffer data = integers(tensor, "longs");
    if (tensor.type().byteSize() == Long.BYTES) {
      data.asLongBuffer().get(values);
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = integer(tensor.type(), data, i);
    }
    return values;
  }

  static short[] shorts(Tensor tensor) {
    if (tensor.type().byteSize() != Short.BYTES) {
      throw refusal(tensor, "shorts");
    }
    short[] values = new short[tensor.elementCount()];
    tensor.buffer().asShortBuffer().get(values);
    return values;
  }

  static byte[] bytes(Tensor tensor) {
    if (tensor.type().byteSize() != Byte.BYTES) {
      throw refusal(tensor, "bytes");
    }
    return tensor.data().toByteArray();
  }

  static boolean[] booleans(Tensor tensor) {
    if (tensor.type() != DataType.BOOL) {
      throw refusal(tensor, "booleans");
    }
    ByteBuffer data = tensor.buffer();
    boolean[] values = new boolean[tensor.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.get(i) != 0;
    }
    return values;
  }

  static String[] strings(Tensor tensor) {
    List<com.google.protobuf.ByteString> strings = tensor.stringData();
    String[] values = new String[strings.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = strings.get(i).toStringUtf8();
    }
    return values;
  }

  static byte[][] stringBytes(Tensor tensor) {
    List<com.google.protobuf.ByteString> strings = tensor.stringData();
    byte[][] values = new byte[strings.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = strings.get(i).toByteArray();
    }
    return values;
  }

  private static ByteBuffer integers(Tensor tensor, String wanted) {
    switch (tensor.type()) {
      case INT8:
      case INT16:
      case INT32:
      case INT64:
      case UINT8:
      case UINT16:
      case UINT32:
      case UINT64:
        return tensor.buffer();
      default:
        throw refusal(tensor, wanted);
    }
  }

  private static long integer(DataType type, ByteBuffer data, int index) {
    switch (type) {
      case INT8:
        return data.get(index);
      case UINT8:
        return Byte.toUnsignedLong(data.get(index));
      case INT16:
        return data.getShort(2 * index);
      case UINT16:
        return Short.toUnsignedLong(data.getShort(2 * index));
      case INT32:
        return data.getInt(4 * index);
      case UINT32:
        return Integer.toUnsignedLong(data.getInt(4 * index));
      default:
        throw new AssertionError(type);
    }
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static double[] widen(long[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static IllegalStateException refusal(Tensor tensor, String wanted) {
    return new IllegalStateException(tensor + " cannot be read as " + wanted);
  }
}
