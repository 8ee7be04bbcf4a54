package dev.scorekeeper.server.evaluation.curve;

/**
 * Scores as integers of the same order: float32 bits, those of negative scores inverted. Both zeros
 * are one score. Not for NaN.
 */
final class Scores {

  private static final int HIGHEST = key(Float.POSITIVE_INFINITY);
  private static final int LOWEST = key(Float.NEGATIVE_INFINITY);

  private Scores() {}

  static int key(float score) {
    int bits = Float.floatToRawIntBits(score + 0f);
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }

  /** The score of a key; infinity for what lies beyond. */
  static float score(int key) {
    int inside = Math.min(Math.max(key, LOWEST), HIGHEST);
    return Float.intBitsToFloat(inside ^ ((inside >> 31) & Integer.MAX_VALUE));
  }

  /** The least key that agrees with {@code key} in all but the lowest {@code bits} bits. */
  static int floor(int key, int bits) {
    return bits == Integer.SIZE ? Integer.MIN_VALUE : (key >> bits) << bits;
  }

  /** The greatest key that does. */
  static int ceiling(int key, int bits) {
    return bits == Integer.SIZE ? Integer.MAX_VALUE : key | ((1 << bits) - 1);
  }

  /** Does so to sorted keys; returns how many different ones there are, which come first. */
  static int floor(int[] sorted, int count, int bits) {
    int out = 0;
    for (int i = 0; i < count; i++) {
      int key = floor(sorted[i], bits);
      if (out == 0 || sorted[out - 1] != key) {
        sorted[out++] = key;
      }
    }
    return out;
  }
}
