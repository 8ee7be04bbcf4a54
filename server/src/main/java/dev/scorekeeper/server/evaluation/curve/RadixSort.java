package dev.scorekeeper.server.evaluation.curve;

import java.util.Arrays;

/** Sorts ranges of arrays from the lowest digit of their keys to the highest. Not thread-safe. */
final class RadixSort {

  /** Shorter ranges are sorted by the library. */
  private static final int SHORT = 1024;

  /** Digits of a key, from the lowest: three of eleven bits, of which the last has ten. */
  private static final int DIGITS = 3;

  private static final int DIGIT_BITS = 11;
  private static final int VALUES = 1 << DIGIT_BITS;
  private static final int MASK = VALUES - 1;

  /** Makes the unsigned order of keys that of their signed values. */
  private static final int SIGN = Integer.MIN_VALUE;

  private final int[] counts = new int[DIGITS * VALUES];
  private int[] spareInts = {};
  private long[] spareLongs = {};

  /** Sorts {@code values[from, to)} upwards. */
  @SuppressWarnings("ReferenceEquality") // in which array the last pass left them
  void sort(int[] values, int from, int to) {
    int length = to - from;
    if (length < SHORT) {
      Arrays.sort(values, from, to);
      return;
    }
    if (spareInts.length < length) {
      spareInts = new int[roundUp(length)];
    }
    Arrays.fill(counts, 0);
    for (int i = from; i < to; i++) {
      count(values[i] ^ SIGN);
    }
    int[] source = values;
    int sourceFrom = from;
    int[] target = spareInts;
    int targetFrom = 0;
    for (int digit = 0; digit < DIGITS; digit++) {
      int shift = DIGIT_BITS * digit;
      int base = VALUES * digit;
      if (!startsOf(digit, targetFrom, length)) {
        continue;
      }
      for (int i = sourceFrom; i < sourceFrom + length; i++) {
        int value = source[i];
        target[counts[base + (((value ^ SIGN) >>> shift) & MASK)]++] = value;
      }
      int[] swap = source;
      source = target;
      target = swap;
      int swapFrom = sourceFrom;
      sourceFrom = targetFrom;
      targetFrom = swapFrom;
    }
    if (source != values) {
      System.arraycopy(source, sourceFrom, values, from, length);
    }
  }

  /**
   * Sorts {@code values[0, length)} upwards by their upper 32 bits; equal ones keep their order.
   */
  @SuppressWarnings("ReferenceEquality") // in which array the last pass left them
  void sortByUpper(long[] values, int length) {
    if (spareLongs.length < length) {
      spareLongs = new long[roundUp(length)];
    }
    Arrays.fill(counts, 0);
    for (int i = 0; i < length; i++) {
      count((int) (values[i] >> 32) ^ SIGN);
    }
    long[] source = values;
    long[] target = spareLongs;
    for (int digit = 0; digit < DIGITS; digit++) {
      int shift = DIGIT_BITS * digit;
      int base = VALUES * digit;
      if (!startsOf(digit, 0, length)) {
        continue;
      }
      for (int i = 0; i < length; i++) {
        long value = source[i];
        int key = (int) (value >> 32) ^ SIGN;
        target[counts[base + ((key >>> shift) & MASK)]++] = value;
      }
      long[] swap = source;
      source = target;
      target = swap;
    }
    if (source != values) {
      System.arraycopy(source, 0, values, 0, length);
    }
  }

  /** The next power of two, so that slightly longer ranges need no new array. */
  private static int roundUp(int length) {
    return length <= 1 ? 1 : Integer.highestOneBit(length - 1) << 1;
  }

  private void count(int key) {
    counts[key & MASK]++;
    counts[VALUES + ((key >>> DIGIT_BITS) & MASK)]++;
    counts[2 * VALUES + (key >>> (2 * DIGIT_BITS))]++;
  }

  /** Turns counts of a digit's values into where they start; false when there is only one value. */
  private boolean startsOf(int digit, int from, int length) {
    int next = from;
    for (int v = digit * VALUES; v < (digit + 1) * VALUES; v++) {
      int count = counts[v];
      if (count == length) {
        return false;
      }
      counts[v] = next;
      next += count;
    }
    return true;
  }
}
