package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.transform.HalfFloats;
import dev.scorekeeper.v1.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Turns typed values of a request into little-endian elements. */
final class TypedValues {

  private final Tensor tensor;
  private final DataType type;
  private final String field;

  TypedValues(Tensor tensor, DataType type, String field) {
    this.tensor = tensor;
    this.type = type;
    this.field = field;
  }

  /**
   * All the values as little-endian elements.
   *
   * @throws ProblemException CONTENT_OUT_OF_RANGE for a value that the type cannot hold
   */
  ByteBuffer encode() throws ProblemException {
    ValueField values = DataTypes.valueField(type);
    int count = values.count(tensor);
    // A complex number is two values of four bytes each.
    int size = type == DataType.COMPLEX64 ? 4 : type.byteSize();
    ByteBuffer target =
        ByteBuffer.allocate(Math.multiplyExact(count, size)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      switch (values) {
        case FLOAT_VALUES -> putFloat(target, tensor.getFloatValues(i));
        case DOUBLE_VALUES -> target.putDouble(tensor.getDoubleValues(i));
        case INT_VALUES -> putSigned(target, i, tensor.getIntValues(i));
        case INT64_VALUES -> target.putLong(tensor.getInt64Values(i));
        case UINT_VALUES -> putUnsigned(target, i, tensor.getUintValues(i));
        case UINT64_VALUES -> target.putLong(tensor.getUint64Values(i));
        case BOOL_VALUES -> target.put((byte) (tensor.getBoolValues(i) ? 1 : 0));
        case STRING_VALUES -> throw new IllegalStateException("strings have no elements of bytes");
      }
    }
    return target.flip();
  }

  private void putFloat(ByteBuffer target, float value) {
    switch (type) {
      case FLOAT16 -> target.putShort(HalfFloats.toFloat16(value));
      case BFLOAT16 -> target.putShort(HalfFloats.toBfloat16(value));
      default -> target.putFloat(value);
    }
  }

  private void putSigned(ByteBuffer target, int index, int value) throws ProblemException {
    switch (type) {
      case INT8 -> {
        checkRange(index, value, Byte.MIN_VALUE, Byte.MAX_VALUE);
        target.put((byte) value);
      }
      case INT16 -> {
        checkRange(index, value, Short.MIN_VALUE, Short.MAX_VALUE);
        target.putShort((short) value);
      }
      default -> target.putInt(value);
    }
  }

  private void putUnsigned(ByteBuffer target, int index, int bits) throws ProblemException {
    long value = Integer.toUnsignedLong(bits);
    switch (type) {
      case UINT8 -> {
        checkRange(index, value, 0, 0xff);
        target.put((byte) bits);
      }
      case UINT16 -> {
        checkRange(index, value, 0, 0xffff);
        target.putShort((short) bits);
      }
      default -> target.putInt(bits);
    }
  }

  private void checkRange(int index, long value, long least, long most) throws ProblemException {
    if (value < least || value > most) {
      String path = field + "." + DataTypes.valueField(type).label() + "[" + index + "]";
      throw new ProblemException(
          Problem.ofField(
                  Reason.CONTENT_OUT_OF_RANGE,
                  path,
                  "%s is %d, but %s holds [%d, %d]."
                      .formatted(path, value, type.label(), least, most))
              .with("value", value));
    }
  }
}
