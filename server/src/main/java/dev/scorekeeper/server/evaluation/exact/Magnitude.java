package dev.scorekeeper.server.evaluation.exact;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Reading of limbs that hold {@code Σ limbs[k] · 2^(32 (base + k) - 1074)}, each in [0, 2^32). */
final class Magnitude {

  private static final int LIMB_BITS = 32;
  private static final long FRACTION_MASK = (1L << 52) - 1;

  private Magnitude() {}

  /** The bits of a finite double before its exponent, without its sign. */
  static long mantissa(double x) {
    long bits = Double.doubleToRawLongBits(x);
    long fraction = bits & FRACTION_MASK;
    return exponent(x) == 0 ? fraction : fraction | (FRACTION_MASK + 1);
  }

  /** Exponent of the lowest bit of {@link #mantissa}, above -1074. */
  static int position(double x) {
    return Math.max(exponent(x), 1) - 1;
  }

  private static int exponent(double x) {
    return (int) (Double.doubleToRawLongBits(x) >>> 52) & 0x7ff;
  }

  /** The nearest double, ties to even; not all limbs are zero. */
  static double round(int base, long[] limbs) {
    int top = limbs.length - 1;
    while (limbs[top] == 0) {
      top--;
    }
    int highest = LIMB_BITS * (base + top) + 63 - Long.numberOfLeadingZeros(limbs[top]);
    // Lowest bit that is kept: 53 bits, but none below 2^-1074.
    int cut = Math.max(highest - 52, 0);
    if (cut > 2045) {
      return Double.POSITIVE_INFINITY;
    }
    long kept = bits(base, limbs, cut);
    if (bit(base, limbs, cut - 1) && ((kept & 1) != 0 || anyBelow(base, limbs, cut - 1))) {
      kept++;
    }
    // The leading bit of a normal number adds one to the exponent's field; so does a carry.
    return Double.longBitsToDouble(((long) cut << 52) + kept);
  }

  static BigDecimal exact(int base, long[] limbs, int signum) {
    BigInteger sum = BigInteger.ZERO;
    for (int k = limbs.length - 1; k >= 0; k--) {
      sum = sum.shiftLeft(LIMB_BITS).add(BigInteger.valueOf(limbs[k]));
    }
    BigInteger signed = signum < 0 ? sum.negate() : sum;
    int exponent = LIMB_BITS * base - 1074;
    return exponent >= 0
        ? new BigDecimal(signed.shiftLeft(exponent))
        : new BigDecimal(signed).divide(new BigDecimal(BigInteger.ONE.shiftLeft(-exponent)));
  }

  /** The bits from {@code from} up; there are at most 53. */
  private static long bits(int base, long[] limbs, int from) {
    long bits = 0;
    for (int k = limbs.length - 1; k >= 0; k--) {
      int low = LIMB_BITS * (base + k) - from;
      if (low >= 64) {
        continue;
      }
      if (low <= -LIMB_BITS) {
        break;
      }
      bits |= low >= 0 ? limbs[k] << low : limbs[k] >>> -low;
    }
    return bits;
  }

  private static boolean bit(int base, long[] limbs, int at) {
    int k = Math.floorDiv(at, LIMB_BITS) - base;
    return k >= 0 && k < limbs.length && (limbs[k] >>> Math.floorMod(at, LIMB_BITS) & 1) != 0;
  }

  private static boolean anyBelow(int base, long[] limbs, int at) {
    for (int k = 0; k < limbs.length; k++) {
      int low = LIMB_BITS * (base + k);
      if (low >= at) {
        return false;
      }
      long below = low + LIMB_BITS <= at ? limbs[k] : limbs[k] & ((1L << (at - low)) - 1);
      if (below != 0) {
        return true;
      }
    }
    return false;
  }
}
