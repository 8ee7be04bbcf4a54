package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.transform.HalfFloats;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads elements of tensors of any numeric type. Not thread-safe; allocates only to grow. */
final class NumberReader {

  /** Integers beyond it are not all doubles. */
  private static final long LARGEST_EXACT = 1L << 53;

  private ByteBuffer scratch = ByteBuffer.allocate(8 * 1024).order(ByteOrder.LITTLE_ENDIAN);

  /** Whether elements of this type are numbers that {@link #doubles} reads. */
  static boolean isNumber(DataType type) {
    return type != DataType.STRING && type != DataType.COMPLEX64;
  }

  static boolean isInteger(DataType type) {
    return switch (type) {
      case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> true;
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64, COMPLEX64, STRING -> false;
    };
  }

  private ByteBuffer load(InputTensor tensor, long from, int count) {
    int size = tensor.type().byteSize();
    int bytes = Math.multiplyExact(count, size);
    if (scratch.capacity() < bytes) {
      scratch =
          ByteBuffer.allocate(Math.max(bytes, 2 * scratch.capacity()))
              .order(ByteOrder.LITTLE_ENDIAN);
    }
    scratch.clear().limit(bytes);
    tensor.read(from * size, scratch);
    return scratch;
  }

  /**
   * Reads elements {@code from .. from + count} into {@code target} from {@code at} on.
   *
   * @return index of the first integer that a double cannot hold exactly; -1 when there is none
   */
  int doubles(InputTensor tensor, long from, int count, double[] target, int at) {
    ByteBuffer source = load(tensor, from, count);
    return doubles(tensor.type(), source, count, target, at);
  }

  private static int doubles(DataType type, ByteBuffer source, int count, double[] target, int at) {
    switch (type) {
      case BOOL, UINT8 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = source.get(i) & 0xff;
        }
      }
      case INT8 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = source.get(i);
        }
      }
      case INT16 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = source.getShort(2 * i);
        }
      }
      case UINT16 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = source.getShort(2 * i) & 0xffff;
        }
      }
      case INT32 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = source.getInt(4 * i);
        }
      }
      case UINT32 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = source.getInt(4 * i) & 0xffffffffL;
        }
      }
      case FLOAT16 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = HalfFloats.float16(source.getShort(2 * i));
        }
      }
      case BFLOAT16 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = HalfFloats.bfloat16(source.getShort(2 * i));
        }
      }
      case FLOAT32 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = source.getFloat(4 * i);
        }
      }
      case FLOAT64 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = source.getDouble(8 * i);
        }
      }
      case INT64, UINT64 -> {
        return longs(source, count, target, at, type == DataType.UINT64);
      }
      case COMPLEX64, STRING -> throw new IllegalArgumentException("no number: " + type);
    }
    return -1;
  }

  private static int longs(
      ByteBuffer source, int count, double[] target, int at, boolean unsigned) {
    for (int i = 0; i < count; i++) {
      long value = source.getLong(8 * i);
      if (value > LARGEST_EXACT || value < (unsigned ? 0 : -LARGEST_EXACT)) {
        return i;
      }
      target[at + i] = value;
    }
    return -1;
  }

  /** Reads elements of a tensor of booleans. */
  void booleans(InputTensor tensor, long from, int count, boolean[] target, int at) {
    ByteBuffer source = load(tensor, from, count);
    for (int i = 0; i < count; i++) {
      target[at + i] = source.get(i) != 0;
    }
  }

  /** One element of a tensor of integers, as text. */
  String integer(InputTensor tensor, long index) {
    ByteBuffer source = load(tensor, index, 1);
    return switch (tensor.type()) {
      case BOOL -> source.get(0) == 0 ? "false" : "true";
      case INT8 -> Byte.toString(source.get(0));
      case UINT8 -> Integer.toString(source.get(0) & 0xff);
      case INT16 -> Short.toString(source.getShort(0));
      case UINT16 -> Integer.toString(source.getShort(0) & 0xffff);
      case INT32 -> Integer.toString(source.getInt(0));
      case UINT32 -> Integer.toUnsignedString(source.getInt(0));
      case INT64 -> Long.toString(source.getLong(0));
      case UINT64 -> Long.toUnsignedString(source.getLong(0));
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64, COMPLEX64, STRING ->
          throw new IllegalArgumentException("no integer: " + tensor.type());
    };
  }
}
