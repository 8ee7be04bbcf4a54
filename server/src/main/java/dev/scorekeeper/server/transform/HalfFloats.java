package dev.scorekeeper.server.transform;

/** Reads and makes the 16-bit floating-point numbers, which Java 17 has no types for. */
public final class HalfFloats {

  private static final int FLOAT_EXPONENT_BIAS = 127;
  private static final int HALF_EXPONENT_BIAS = 15;
  private static final int EXPONENT_DIFFERENCE = FLOAT_EXPONENT_BIAS - HALF_EXPONENT_BIAS;

  private HalfFloats() {}

  /** The float with the value of these bits of an IEEE 754 binary16; exact. */
  public static float float16(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | (fraction << 13));
    }
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    return Float.intBitsToFloat(sign | ((exponent + EXPONENT_DIFFERENCE) << 23) | (fraction << 13));
  }

  /**
   * Bits of the binary16 nearest to a float, ties to even; infinity beyond its range, NaN for NaN.
   */
  public static short toFloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 65520f) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x1p-14f) {
      // Subnormal: units of 2^-24; the product is exact, rint rounds ties to even.
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
    }
    // A carry out of the fraction moves on to the exponent, as it should.
    int rebased = (bits & 0x7fffffff) - (EXPONENT_DIFFERENCE << 23);
    return (short) (sign | roundShift(rebased, 13));
  }

  /** The float with the value of these bits of a bfloat16; exact. */
  public static float bfloat16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /**
   * Bits of the bfloat16 nearest to a float, ties to even; infinity beyond its range, NaN for NaN.
   */
  public static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x0040);
    }
    return (short) (((bits >>> 31) << 15) | roundShift(bits & 0x7fffffff, 16));
  }

  private static int roundShift(int magnitude, int shift) {
    int odd = (magnitude >>> shift) & 1;
    return (magnitude + (1 << (shift - 1)) - 1 + odd) >>> shift;
  }
}
