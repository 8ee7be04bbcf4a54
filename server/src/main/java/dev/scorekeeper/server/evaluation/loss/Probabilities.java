package dev.scorekeeper.server.evaluation.loss;

/** Clipping, logits, softmax: what the crossentropies share. */
final class Probabilities {

  /** The bounds that Keras clips to, in float32: the upper is 0.99999988. */
  static final float LEAST = 1e-7f;

  static final float MOST = 1 - LEAST;

  /** Up to this four terms of a series are enough. */
  private static final double SMALL = 1e-3;

  private Probabilities() {}

  static float clip(float p) {
    return Math.min(Math.max(p, LEAST), MOST);
  }

  static boolean clips(float p) {
    return p < LEAST || p > MOST;
  }

  /** {@code max(z, 0) - z y + ln(1 + e^-|z|)}. */
  static double crossentropyOfLogit(double y, double z) {
    return Math.max(z, 0) - z * y + logOnePlus(Math.exp(-Math.abs(z)));
  }

  /** {@code -y ln p - (1 - y) ln(1 - p)}, clipped. */
  static double crossentropy(double y, float probability) {
    double p = clip(probability);
    if (y == 1) {
      return -Math.log(p);
    }
    // Exact: a float of at least 1e-7 and 1 have no more than 48 bits between them.
    double no = -Math.log(1 - p);
    return y == 0 ? no : -y * Math.log(p) + (1 - y) * no;
  }

  /**
   * {@code ln(1 + x)} for x in [0, 1], to 13 digits; {@link Math#log1p} is several times slower.
   * The series is Mercator's.
   */
  static double logOnePlus(double x) {
    return x > SMALL ? Math.log(1 + x) : x * (1 - x * (1 / 2.0 - x * (1 / 3.0 - x / 4)));
  }

  static double sigmoid(double z) {
    if (z >= 0) {
      return 1 / (1 + Math.exp(-z));
    }
    double e = Math.exp(z);
    return e / (1 + e);
  }

  /** {@code ln Σ e^z} over some elements. */
  static double logSumExp(float[] z, int from, int count) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      greatest = Math.max(greatest, z[from + i]);
    }
    if (Float.isInfinite(greatest)) {
      return greatest;
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.exp((double) z[from + i] - greatest);
    }
    return greatest + Math.log(sum);
  }

  static double sum(float[] p, int from, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += p[from + i];
    }
    return sum;
  }
}
