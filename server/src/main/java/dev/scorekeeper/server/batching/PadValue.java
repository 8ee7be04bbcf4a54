package dev.scorekeeper.server.batching;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scorekeeper.server.scoring.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of one element, written from its text in the settings. */
final class PadValue {

  private PadValue() {}

  /**
   * Bytes of an element, little-endian; of a string its UTF-8.
   *
   * @throws IllegalArgumentException when the text is no value of the type
   */
  static byte[] parse(DataType type, String text) {
    try {
      return type == DataType.STRING ? text.getBytes(UTF_8) : numeric(type, text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a value of type " + type.label(), e);
    }
  }

  private static byte[] numeric(DataType type, String text) {
    ByteBuffer bytes = ByteBuffer.allocate(type.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    switch (type) {
      case BOOL -> bytes.put(bool(text));
      case INT8 -> bytes.put(Byte.parseByte(text));
      case INT16 -> bytes.putShort(Short.parseShort(text));
      case INT32 -> bytes.putInt(Integer.parseInt(text));
      case INT64 -> bytes.putLong(Long.parseLong(text));
      case UINT8 -> bytes.put((byte) unsigned(text, 0xFF));
      case UINT16 -> bytes.putShort((short) unsigned(text, 0xFFFF));
      case UINT32 -> bytes.putInt(Integer.parseUnsignedInt(text));
      case UINT64 -> bytes.putLong(Long.parseUnsignedLong(text));
      case FLOAT16 -> bytes.putShort(half(Float.parseFloat(text)));
      case BFLOAT16 -> bytes.putShort(brain(Float.parseFloat(text)));
      case FLOAT32, COMPLEX64 -> bytes.putFloat(Float.parseFloat(text));
      case FLOAT64 -> bytes.putDouble(Double.parseDouble(text));
      case STRING -> throw new IllegalArgumentException("not numeric");
    }
    return bytes.array();
  }

  private static byte bool(String text) {
    return switch (text) {
      case "0", "false" -> 0;
      case "1", "true" -> 1;
      default -> throw new NumberFormatException(text);
    };
  }

  private static int unsigned(String text, int most) {
    int value = Integer.parseInt(text);
    if (value < 0 || value > most) {
      throw new NumberFormatException(text);
    }
    return value;
  }

  /** Bits of the nearest bfloat16, ties to even. */
  static short brain(float value) {
    int bits = Float.floatToIntBits(value);
    if (Float.isNaN(value)) {
      return (short) 0x7FC0;
    }
    return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }

  /** Bits of the nearest float16, ties to even; beyond its range infinity. */
  static short half(float value) {
    int sign = (Float.floatToIntBits(value) >>> 16) & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) 0x7E00;
    }
    if (magnitude >= 65520f) {
      return (short) (sign | 0x7C00);
    }
    if (magnitude < 0x1p-14f) {
      // Subnormal: a multiple of 2^-24, which may round up to the least normal number.
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
    }
    int exponent = Math.getExponent(magnitude);
    int rounded = (int) Math.rint(magnitude * Math.pow(2, 10 - exponent));
    return (short) (sign | (((exponent + 15) << 10) + (rounded - 1024)));
  }
}
