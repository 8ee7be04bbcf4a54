package dev.scorekeeper.server.evaluation.exact;

import dev.scorekeeper.server.evaluation.CapacityException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Many exact sums of finite doubles, in little memory: what {@link ExactSum} is for one.
 *
 * <p>All sums of a table are integers of equally many 64-bit words, in units of one power of two.
 * Unit and number of words follow from the smallest bit and the largest magnitude ever added to any
 * of them, and from nothing else, so that a table is a function of the multiset of what was added.
 * Counts take one word a sum, usual weights two, the full range of doubles 35.
 *
 * <p>Not thread-safe. Adding allocates nothing, but when a magnitude comes that does not fit.
 */
public final class ExactSums {

  /** Room above the largest magnitude, so that this many additions cannot overflow. */
  private static final int ADDITION_BITS = 40;

  private static final long MOST_ADDITIONS = 1L << ADDITION_BITS;
  private static final int UNIT_STEP = 32;
  private static final int LOWEST_BIT = -1074;
  private static final int HIGHEST_BIT = 1024;
  private static final int READ_AT_ONCE = 1 << 16;

  private int size;
  private long[] words;

  /** Words of a sum, little end first, in two's complement. */
  private int width = 1;

  /** Exponent of the lowest bit of the lowest word; a multiple of {@link #UNIT_STEP}. */
  private int unit;

  /** Exponent of the lowest bit that was ever added, and of the first above all; 0 and 0: none. */
  private int low;

  private int high;
  private long additions;

  /** Creates so many sums of 0. */
  public ExactSums(int size) {
    this.size = size;
    this.words = new long[size];
  }

  public int size() {
    return size;
  }

  /** Words that each sum takes now. */
  public int width() {
    return width;
  }

  /** Has so many sums from now on; new ones are 0. */
  public void resize(int newSize) {
    if (newSize > size) {
      reserve(newSize);
      Arrays.fill(words, size * width, newSize * width, 0);
    }
    size = newSize;
  }

  /** Makes room for so many sums. */
  public void reserve(int capacity) {
    if ((long) capacity * width > words.length) {
      words = Arrays.copyOf(words, Math.multiplyExact(capacity, width));
    }
  }

  /** Adds 1 so many times. */
  public void addOnes(int sum, long times) {
    if (width == 1 && unit == 0 && low == 0 && high > 0 && times < MOST_ADDITIONS - additions) {
      additions += times;
      words[sum] += times;
    } else {
      add(sum, 1, times);
    }
  }

  /**
   * Gets the table ready for so many ones to be added to it by the caller, into the array that it
   * returns: sum i is its element i. Only for tables of ones; valid until the table next changes.
   *
   * @throws IllegalStateException when other numbers than 1 were added
   */
  public long[] countOnes(long ones) {
    include(0, 1);
    if (width != 1 || unit != 0) {
      throw new IllegalStateException("not a table of ones");
    }
    count(ones);
    return words;
  }

  /**
   * Adds {@code x} so many times.
   *
   * @throws IllegalArgumentException when it is not finite
   */
  public void add(int sum, double x, long times) {
    if (x == 0 || times == 0) {
      return;
    }
    int exponent = Math.max(Math.getExponent(x), Double.MIN_EXPONENT) - 52;
    if (exponent > HIGHEST_BIT - 53) {
      throw new IllegalArgumentException(x + " is not finite");
    }
    long bits = Double.doubleToRawLongBits(x);
    long mantissa = bits & ((1L << 52) - 1);
    if ((bits & 0x7ff0_0000_0000_0000L) != 0) {
      mantissa |= 1L << 52;
    }
    int zeros = Long.numberOfTrailingZeros(mantissa);
    mantissa >>= zeros;
    include(exponent + zeros, exponent + zeros + Long.SIZE - Long.numberOfLeadingZeros(mantissa));
    count(times);
    long signed = x < 0 ? -mantissa : mantissa;
    if (times == 1) {
      addAt(sum, exponent + zeros - unit, signed, signed >> 63);
    } else {
      addAt(sum, exponent + zeros - unit, signed * times, Math.multiplyHigh(signed, times));
    }
  }

  /** Adds {@code a * b}, finite, so many times, without rounding where it is above 1e-270. */
  public void addProduct(int sum, double a, double b, long times) {
    double product = a * b;
    add(sum, product, times);
    if (Math.abs(product) > 1e-270) {
      add(sum, Math.fma(a, b, -product), times);
    }
  }

  /**
   * Adds a sum of another table, or of this one. Whoever does so has called {@link #takeWindow},
   * and adds no sum twice.
   */
  public void addSum(int sum, ExactSums other, int otherSum) {
    combine(sum, other, otherSum, 0);
  }

  /** Subtracts a sum, likewise. */
  public void subtractSum(int sum, ExactSums other, int otherSum) {
    combine(sum, other, otherSum, -1);
  }

  /** Adds a sum with its bits inverted, or not, and one more where they are. */
  private void combine(int sum, ExactSums other, int otherSum, long invert) {
    int shift = other.unit - unit;
    long carry = -invert;
    for (int k = 0; k < width; k++) {
      carry = addWord(sum * width + k, other.shifted(otherSum, k, shift) ^ invert, carry);
    }
  }

  /** Adds every sum of another table of the same size to the one at its place. */
  public void merge(ExactSums other) {
    takeWindow(other);
    for (int i = 0; i < size; i++) {
      addSum(i, other, i);
    }
  }

  /** Makes room for sums of another table, and counts its additions. */
  public void takeWindow(ExactSums other) {
    include(other.low, other.high);
    count(other.additions);
  }

  /** Puts one sum in the place of another. */
  public void move(int from, int to) {
    if (width == 1) {
      words[to] = words[from];
    } else {
      System.arraycopy(words, from * width, words, to * width, width);
    }
  }

  /** Sets a sum to 0. */
  public void clear(int sum) {
    Arrays.fill(words, sum * width, (sum + 1) * width, 0);
  }

  /** Whether a sum is exactly 0. */
  public boolean isZero(int sum) {
    for (int k = 0; k < width; k++) {
      if (words[sum * width + k] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether all sums are exactly 0. */
  public boolean isZero() {
    for (int i = 0; i < size; i++) {
      if (!isZero(i)) {
        return false;
      }
    }
    return true;
  }

  /** A sum, rounded once to the nearest double. */
  public double value(int sum) {
    if (width == 1) {
      return Math.scalb((double) words[sum], unit);
    }
    int top = (sum + 1) * width - 1;
    int bottom = sum * width;
    long sign = words[top] >> 63;
    while (top > bottom && words[top] == sign && (words[top - 1] ^ sign) >= 0) {
      top--;
    }
    if (top == bottom) {
      return Math.scalb((double) words[top], unit);
    }
    return Math.scalb(head(top, bottom, sign), unit + UNIT_STEP * 2 * (top - 1 - bottom));
  }

  /** The number of the highest words as a double, in units of the lower one of the top two. */
  private double head(int top, int bottom, long sign) {
    // Two words, of which the upper is no mere sign: shift them so that 63 bits are in use, and
    // let the lowest bit stand for everything below.
    long upper = words[top];
    long lower = words[top - 1];
    int spare = Long.numberOfLeadingZeros(upper ^ sign) - 1;
    long kept = spare == 0 ? upper : (upper << spare) | (lower >>> (64 - spare));
    boolean rest = (lower << spare) != 0;
    for (int k = top - 2; k >= bottom && !rest; k--) {
      rest = words[k] != 0;
    }
    return Math.scalb((double) (rest ? kept | 1 : kept), 64 - spare);
  }

  /** Writes all sums; equal tables give equal bytes. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(size);
    out.writeShort(low);
    out.writeShort(high);
    out.writeLong(additions);
    for (int i = 0; i < size * width; i++) {
      out.writeLong(words[i]);
    }
  }

  /**
   * Reads sums that were written.
   *
   * @param mostSums more are an error
   * @throws IOException also when the bytes are no sums
   */
  public static ExactSums read(DataInput in, int mostSums) throws IOException {
    int size = in.readInt();
    int low = in.readShort();
    int high = in.readShort();
    long additions = in.readLong();
    if (size < 0
        || size > mostSums
        || low < LOWEST_BIT
        || high > HIGHEST_BIT
        || ((low != 0 || high != 0) && low >= high)
        || additions < 0
        || additions > MOST_ADDITIONS) {
      throw new IOException("not a table of sums");
    }
    ExactSums sums = new ExactSums(0);
    sums.include(low, high);
    sums.additions = additions;
    // Not all at once: the bytes may end early.
    while (sums.size < size) {
      int from = sums.size;
      sums.resize(Math.min(size, 2 * from + READ_AT_ONCE));
      for (int i = from * sums.width; i < sums.size * sums.width; i++) {
        sums.words[i] = in.readLong();
      }
    }
    return sums;
  }

  private void count(long times) {
    additions += times;
    if (additions > MOST_ADDITIONS || additions < 0) {
      throw new CapacityException("more than 2^40 weights cannot be added exactly");
    }
  }

  /** Widens the window so that bits from {@code newLow} below {@code newHigh} fit. */
  private void include(int newLow, int newHigh) {
    if ((newLow >= low && newHigh <= high) || newLow == newHigh) {
      return;
    }
    boolean first = low == high;
    low = first ? newLow : Math.min(low, newLow);
    high = first ? newHigh : Math.max(high, newHigh);
    int newUnit = Math.floorDiv(low, UNIT_STEP) * UNIT_STEP;
    int newWidth = (high - newUnit + ADDITION_BITS + 1 + Long.SIZE - 1) / Long.SIZE;
    if (newUnit != unit || newWidth != width) {
      rewindow(newUnit, newWidth);
    }
  }

  private void rewindow(int newUnit, int newWidth) {
    long[] wider = new long[Math.multiplyExact(words.length / width, newWidth)];
    int shift = unit - newUnit;
    if (additions > 0) {
      for (int i = 0; i < size; i++) {
        for (int k = 0; k < newWidth; k++) {
          wider[i * newWidth + k] = shifted(i, k, shift);
        }
      }
    }
    words = wider;
    unit = newUnit;
    width = newWidth;
  }

  /** Word k of a sum times 2^shift; {@code shift} is a multiple of 32, not negative unless 0. */
  private long shifted(int sum, int k, int shift) {
    int at = k - (shift >> 6);
    if ((shift & 63) == 0) {
      return word(sum, at);
    }
    return (word(sum, at) << UNIT_STEP) | (word(sum, at - 1) >>> UNIT_STEP);
  }

  private long word(int sum, int k) {
    if (k < 0) {
      return 0;
    }
    int last = (sum + 1) * width - 1;
    return k < width ? words[sum * width + k] : words[last] >> 63;
  }

  /** Adds the 128-bit number of two words, times 2^position, in units. */
  private void addAt(int sum, int position, long lower, long upper) {
    int bit = position & 63;
    long sign = upper >> 63;
    int k = sum * width + (position >> 6);
    int end = (sum + 1) * width;
    long part = lower << bit;
    long carry = addWord(k, part, 0);
    if (++k < end) {
      carry = addWord(k, bit == 0 ? upper : (upper << bit) | (lower >>> (64 - bit)), carry);
    }
    if (++k < end) {
      carry = addWord(k, bit == 0 ? sign : upper >> (64 - bit), carry);
    }
    while (++k < end) {
      carry = addWord(k, sign, carry);
    }
  }

  private long addWord(int k, long b, long carry) {
    long a = words[k];
    long s = a + b + carry;
    words[k] = s;
    return ((a & b) | ((a | b) & ~s)) >>> 63;
  }
}
