package dev.scorekeeper.client;

/** Conversion between {@code float} and the two 16-bit floating-point types. */
final class HalfFloats {

  private HalfFloats() {}

  /** The nearest bfloat16, ties to even; a NaN stays one. */
  static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  /** The same number as a {@code float}. */
  static float fromBfloat16(short value) {
    return Float.intBitsToFloat(value << 16);
  }

  /** The nearest binary16, ties to even; beyond 65,504 infinity; a NaN stays one. */
  static short toFloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7fff_ffff;
    if (magnitude > 0x7f80_0000) {
      return (short) (sign | 0x7e00 | ((magnitude >>> 13) & 0x3ff));
    }
    if (magnitude >= 0x4780_0000) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude >= 0x3880_0000) {
      // Normal: rebias the exponent by 127 - 15; a carry out of the fraction is right, up to
      // infinity.
      int rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
      return (short) (sign | ((rounded - (112 << 23)) >>> 13));
    }
    // Subnormal: count multiples of 2^-24, which a float holds exactly.
    return (short) (sign | (int) Math.rint(Math.abs(value) * 0x1p24));
  }

  /** The same number as a {@code float}. */
  static float fromFloat16(short value) {
    int exponent = (value >>> 10) & 0x1f;
    int fraction = value & 0x3ff;
    int sign = (value & 0x8000) << 16;
    if (exponent == 0) {
      return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * 0x1p-24f));
    }
    int rebiased = exponent == 0x1f ? 0xff : exponent + 112;
    return Float.intBitsToFloat(sign | (rebiased << 23) | (fraction << 13));
  }
}
