package dev.scorekeeper.cli.data;

/**
 * The two 16-bit floating-point formats, to and from float32.
 *
 * <p>Narrowing rounds to nearest, ties to even; too large becomes infinite; NaN stays NaN.
 */
final class SmallFloats {
  private SmallFloats() {}

  /** The float32 with the value of a binary16. Exact. */
  static float fromHalf(short half) {
    int bits = half & 0xffff;
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >>> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | (fraction << 13));
    }
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (fraction << 13));
  }

  /** The binary16 nearest to a float32. */
  static short toHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    float magnitude = Math.abs(value);
    if (magnitude >= 65520f) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x1p-14f) {
      // Subnormal: a multiple of 2^-24; the product is exact and rint breaks ties to even.
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
    }
    int magnitudeBits = bits & 0x7fffffff;
    int rounded = magnitudeBits + 0xfff + ((magnitudeBits >>> 13) & 1);
    return (short) (sign | ((rounded - (112 << 23)) >>> 13));
  }

  /** The float32 whose upper half is a bfloat16. Exact. */
  static float fromBfloat(short value) {
    return Float.intBitsToFloat((value & 0xffff) << 16);
  }

  /** The bfloat16 nearest to a float32. */
  static short toBfloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }
}
