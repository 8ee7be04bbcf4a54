package dev.scorekeeper.server.evaluation.exact;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The exact sum of any doubles and products of doubles: the same for every order and every way of
 * splitting and merging, and rounded once, to nearest, ties to even, by {@link #value}.
 *
 * <p>Empty: 0. Signed zeros add nothing, so that a sum of negative zeros is 0. A NaN, or infinities
 * of both signs, make the sum NaN; infinities of one sign make it that infinity; whether such came
 * is part of the state, and the finite part is kept beside it. The sum itself cannot overflow: a
 * value beyond the range of doubles becomes infinite when it is read, not before.
 *
 * <p>Not thread-safe. Adding allocates nothing, but for a few limbs when a magnitude comes that was
 * not there before.
 *
 * <p>After Radford M. Neal, Fast Exact Summation Using Small and Large Superaccumulators, 2015
 * (arXiv:1505.05571), with a window of limbs that grows in place of all 67.
 */
public final class ExactSum {

  /*
   * Limbs. The sum is Σ limbs[k] · 2^(32 (base + k) - 1074). A double is its 53 bits, signed,
   * shifted into two neighbouring limbs: 32 bits to the lower, up to 52 to the upper. A limb has 64
   * bits, so 2^11 doubles fit before carries must be passed on. After that every limb but the
   * highest is in [0, 2^32), and the highest, which holds the sign, in [-2^32, 2^32).
   */

  private static final int LIMB_BITS = 32;
  private static final long LIMB_MASK = 0xffff_ffffL;
  private static final long FRACTION_MASK = (1L << 52) - 1;
  private static final int EXPONENT_MASK = 0x7ff;

  /** Additions between two carries: each adds less than 2^52 to a limb. */
  private static final int ADDITIONS = 2046;

  /** Signed limbs of so many bits may be added to a limb whole. */
  private static final int WHOLE_BITS = 40;

  /** Below this a product's low part may not be a double. */
  private static final double SMALL_PRODUCT = 0x1p-900;

  /** Lowest and highest limb that a sum can have, the highest with room for 2^63 additions. */
  private static final int LOWEST = -40;

  private static final int HIGHEST = 140;

  private static final long[] NONE = {};

  private static final int NAN = 1;
  private static final int POSITIVE_INFINITY = 2;
  private static final int NEGATIVE_INFINITY = 4;
  private static final int NEGATIVE = 8;

  private long[] limbs = NONE;
  private int base;
  private int budget = ADDITIONS;
  private int special;

  /** Adds {@code x}. */
  public void add(double x) {
    long bits = Double.doubleToRawLongBits(x);
    int exponent = (int) (bits >>> 52) & EXPONENT_MASK;
    long magnitude = bits & FRACTION_MASK;
    if (exponent == 0) {
      if (magnitude == 0) {
        return;
      }
      exponent = 1;
    } else if (exponent == EXPONENT_MASK) {
      addSpecial(x);
      return;
    } else {
      magnitude |= FRACTION_MASK + 1;
    }
    long sign = bits >> 63;
    long signed = (magnitude ^ sign) - sign;
    int position = exponent - 1;
    int k = (position >> 5) - base;
    if (k < 0 || k >= limbs.length - 1) {
      k = reach(position >> 5);
    }
    int shift = position & (LIMB_BITS - 1);
    limbs[k] += (signed << shift) & LIMB_MASK;
    limbs[k + 1] += signed >> (LIMB_BITS - shift);
    if (--budget == 0) {
      carry();
    }
  }

  /** Adds {@code x} so many times, {@code >= 0}. */
  public void add(double x, long times) {
    if (times == 1) {
      add(x);
    } else if (times < 0) {
      throw new IllegalArgumentException("times is " + times);
    } else if (times == 0 || x == 0) {
      return;
    } else if (!Double.isFinite(x)) {
      addSpecial(x);
    } else {
      addTimes(Magnitude.mantissa(x), times, Magnitude.position(x), x < 0);
    }
  }

  /** Adds {@code a * b}, without rounding the product. */
  public void addProduct(double a, double b) {
    double product = a * b;
    double size = Math.abs(product);
    if (size >= SMALL_PRODUCT && size <= Double.MAX_VALUE) {
      add(product);
      add(Math.fma(a, b, -product));
    } else {
      addRareProduct(a, b, 1);
    }
  }

  /** Adds {@code a * b} so many times, {@code >= 0}. */
  public void addProduct(double a, double b, long times) {
    if (times == 1) {
      addProduct(a, b);
      return;
    }
    double product = a * b;
    double size = Math.abs(product);
    if (times < 0) {
      throw new IllegalArgumentException("times is " + times);
    } else if (size >= SMALL_PRODUCT && size <= Double.MAX_VALUE) {
      add(product, times);
      add(Math.fma(a, b, -product), times);
    } else if (times > 0) {
      addRareProduct(a, b, times);
    }
  }

  /** Adds another sum, which keeps its value. */
  public void merge(ExactSum other) {
    special |= other.special;
    long[] theirs = other.limbs;
    int count = theirs.length;
    for (int i = 0; i < count; i++) {
      long limb = theirs[i];
      if (limb >> WHOLE_BITS == limb >> (Long.SIZE - 1)) {
        addLimb(other.base + i, limb);
      } else {
        addLimb(other.base + i, limb & LIMB_MASK);
        addLimb(other.base + i + 1, limb >> LIMB_BITS);
      }
    }
    if (--budget == 0) {
      carry();
    }
  }

  /** Forgets everything that was added. */
  public void reset() {
    Arrays.fill(limbs, 0);
    budget = ADDITIONS;
    special = 0;
  }

  /** Whether the sum is exactly zero. */
  public boolean isZero() {
    return special == 0 && signum() == 0;
  }

  /** Whether neither NaN nor an infinity was added. */
  public boolean isFinite() {
    return special == 0;
  }

  /** The sum, rounded once to the nearest double. */
  public double value() {
    if (special != 0) {
      return switch (special) {
        case POSITIVE_INFINITY -> Double.POSITIVE_INFINITY;
        case NEGATIVE_INFINITY -> Double.NEGATIVE_INFINITY;
        default -> Double.NaN;
      };
    }
    int signum = signum();
    return signum == 0 ? 0 : signum * Magnitude.round(base, magnitude(signum < 0));
  }

  /**
   * The sum without rounding.
   *
   * @throws ArithmeticException when it is NaN or infinite
   */
  public BigDecimal exact() {
    if (special != 0) {
      throw new ArithmeticException("the sum is " + value());
    }
    int signum = signum();
    return signum == 0 ? BigDecimal.ZERO : Magnitude.exact(base, magnitude(signum < 0), signum);
  }

  /** Writes the sum; equal sums give equal bytes. */
  public void write(DataOutput out) throws IOException {
    int signum = signum();
    long[] magnitude = magnitude(signum < 0);
    int first = 0;
    while (first < magnitude.length && magnitude[first] == 0) {
      first++;
    }
    int end = magnitude.length;
    while (end > first && magnitude[end - 1] == 0) {
      end--;
    }
    out.writeByte(special | (signum < 0 ? NEGATIVE : 0));
    out.writeByte(end - first);
    if (first == end) {
      return;
    }
    out.writeByte(base + first - LOWEST);
    for (int k = first; k < end; k++) {
      out.writeInt((int) magnitude[k]);
    }
  }

  /**
   * Replaces the sum by one that was written.
   *
   * @throws IOException also when the bytes are no sum
   */
  public void read(DataInput in) throws IOException {
    int flags = in.readUnsignedByte();
    int count = in.readUnsignedByte();
    int from = count == 0 ? 0 : in.readUnsignedByte() + LOWEST;
    if (flags >= 2 * NEGATIVE
        || from + count > HIGHEST
        || (count == 0 && (flags & NEGATIVE) != 0)) {
      throw new IOException("not a sum");
    }
    long[] read = count == 0 ? NONE : new long[count + 2];
    for (int k = 0; k < count; k++) {
      read[k] = in.readInt() & LIMB_MASK;
    }
    if (count > 0 && (read[0] == 0 || read[count - 1] == 0)) {
      throw new IOException("not a sum in its shortest form");
    }
    if ((flags & NEGATIVE) != 0) {
      for (int k = 0; k < count; k++) {
        read[k] = -read[k];
      }
    }
    limbs = read;
    base = from;
    special = flags & ~NEGATIVE;
    budget = ADDITIONS;
    carry();
  }

  @Override
  public String toString() {
    return Double.toString(value());
  }

  private void addSpecial(double x) {
    if (Double.isNaN(x)) {
      special |= NAN;
    } else {
      special |= x > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
    }
  }

  /** A product that is zero, not finite, or whose low part may not be a double. */
  private void addRareProduct(double a, double b, long times) {
    if (!Double.isFinite(a) || !Double.isFinite(b)) {
      addSpecial(a * b);
    } else if (a != 0 && b != 0) {
      int position = Magnitude.position(a) + Magnitude.position(b) - 1074;
      BigInteger amount =
          BigInteger.valueOf(Magnitude.mantissa(a))
              .multiply(BigInteger.valueOf(Magnitude.mantissa(b)))
              .multiply(BigInteger.valueOf(times))
              .shiftLeft(position & (LIMB_BITS - 1));
      boolean negative = (a < 0) != (b < 0);
      for (int k = position >> 5; amount.signum() != 0; k++) {
        long limb = amount.longValue() & LIMB_MASK;
        addLimb(k, negative ? -limb : limb);
        amount = amount.shiftRight(LIMB_BITS);
      }
      if (--budget == 0) {
        carry();
      }
    }
  }

  /** Adds {@code ±x * times * 2^(position - 1074)}, where x and times are not negative. */
  private void addTimes(long x, long times, int position, boolean negative) {
    long high = Math.multiplyHigh(x, times);
    long low = x * times;
    int k = position >> 5;
    int shift = position & (LIMB_BITS - 1);
    int rest = LIMB_BITS - shift;
    long sign = negative ? -1 : 1;
    // Less than 2^116, shifted: five limbs.
    addLimb(k, sign * ((low << shift) & LIMB_MASK));
    addLimb(k + 1, sign * ((low >>> rest) & LIMB_MASK));
    long upper = shift == 0 ? 0 : low >>> (LIMB_BITS + rest);
    addLimb(k + 2, sign * (((high << shift) & LIMB_MASK) | upper));
    addLimb(k + 3, sign * ((high >>> rest) & LIMB_MASK));
    addLimb(k + 4, shift == 0 ? 0 : sign * (high >>> (LIMB_BITS + rest)));
    if (--budget == 0) {
      carry();
    }
  }

  private void addLimb(int limb, long amount) {
    if (amount != 0) {
      int k = limb - base;
      if (k < 0 || k >= limbs.length) {
        k = reach(limb);
      }
      limbs[k] += amount;
    }
  }

  /** Index of a limb, with room for the one above it. */
  private int reach(int limb) {
    int k = limb - base;
    if (k < 0 || k >= limbs.length - 1) {
      grow(limb);
      k = limb - base;
    }
    return k;
  }

  private void grow(int limb) {
    if (limbs.length == 0) {
      base = limb - 1;
      limbs = new long[4];
      return;
    }
    int newBase = Math.min(base, limb - 1);
    int newEnd = Math.max(base + limbs.length, limb + 3);
    long[] wider = new long[newEnd - newBase];
    System.arraycopy(limbs, 0, wider, base - newBase, limbs.length);
    limbs = wider;
    base = newBase;
  }

  /** Passes on what is above 32 bits of each limb. */
  private void carry() {
    budget = ADDITIONS;
    if (limbs.length == 0) {
      return;
    }
    long carry = 0;
    int last = limbs.length - 1;
    for (int k = 0; k < last; k++) {
      long limb = limbs[k] + carry;
      limbs[k] = limb & LIMB_MASK;
      carry = limb >> LIMB_BITS;
    }
    limbs[last] += carry;
    long beyond = limbs[last] >> LIMB_BITS;
    if (beyond != 0 && beyond != -1) {
      limbs = Arrays.copyOf(limbs, limbs.length + 1);
      limbs[last] &= LIMB_MASK;
      limbs[last + 1] = beyond;
    }
  }

  /** Sign of the finite part. */
  private int signum() {
    carry();
    for (int k = limbs.length - 1; k >= 0; k--) {
      if (limbs[k] != 0) {
        return limbs[k] < 0 ? -1 : 1;
      }
    }
    return 0;
  }

  /** Limbs of the absolute value of the finite part, each in [0, 2^32); carries were passed on. */
  private long[] magnitude(boolean negative) {
    long[] magnitude = Arrays.copyOf(limbs, limbs.length + 1);
    long carry = 0;
    for (int k = 0; k < magnitude.length; k++) {
      long limb = (negative ? -magnitude[k] : magnitude[k]) + carry;
      magnitude[k] = limb & LIMB_MASK;
      carry = limb >> LIMB_BITS;
    }
    return magnitude;
  }
}
