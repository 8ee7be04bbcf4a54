package dev.scorekeeper.server.transform;

import dev.scorekeeper.server.scoring.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads elements of any numeric type. Not thread-safe. */
final class Elements {

  private final DataType type;
  private final ByteBuffer data;

  Elements(DataType type, ByteBuffer data) {
    this.type = type;
    this.data = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  static boolean isFloating(DataType type) {
    return switch (type) {
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> true;
      default -> false;
    };
  }

  static boolean isInteger(DataType type) {
    return switch (type) {
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> true;
      default -> false;
    };
  }

  /** Number of elements. */
  int count() {
    return data.limit() / type.byteSize();
  }

  /** Element of a floating-point type, exact. */
  double floating(int index) {
    return switch (type) {
      case FLOAT16 -> HalfFloats.float16(data.getShort(2 * index));
      case BFLOAT16 -> HalfFloats.bfloat16(data.getShort(2 * index));
      case FLOAT32 -> data.getFloat(4 * index);
      case FLOAT64 -> data.getDouble(8 * index);
      default -> throw new IllegalStateException("not a floating-point type: " + type.label());
    };
  }

  /** Number that orders elements of this type: equal for equal elements, the greatest for NaN. */
  long orderKey(int index) {
    return switch (type) {
      case INT8 -> data.get(index);
      case INT16 -> data.getShort(2 * index);
      case INT32 -> data.getInt(4 * index);
      case INT64 -> data.getLong(8 * index);
      case UINT8 -> Byte.toUnsignedInt(data.get(index));
      case UINT16 -> Short.toUnsignedInt(data.getShort(2 * index));
      case UINT32 -> Integer.toUnsignedLong(data.getInt(4 * index));
      case UINT64 -> data.getLong(8 * index) ^ Long.MIN_VALUE;
      default -> orderKey(floating(index));
    };
  }

  private static long orderKey(double value) {
    if (Double.isNaN(value)) {
      return Long.MAX_VALUE;
    }
    // Adding zero makes -0.0 equal to 0.0; the bits of negative numbers fall where the numbers
    // rise.
    long bits = Double.doubleToRawLongBits(value + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  /** Copies the bytes of an element to the position of {@code target}. */
  void copy(int index, ByteBuffer target) {
    int size = type.byteSize();
    target.put(target.position(), data, index * size, size);
    target.position(target.position() + size);
  }
}
