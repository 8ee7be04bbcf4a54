package dev.scorekeeper.server.evaluation.curve;

import java.util.Arrays;

/**
 * The thresholds of a Keras metric, and how many of them a score exceeds. Immutable, thread-safe.
 *
 * <p>Keras finds the bucket of a score by a product where thresholds are evenly spaced, and by
 * comparing, score &gt; threshold, where they are not; both in float32 ({@code metrics_utils.py},
 * Keras 3.15.1). The two disagree for some scores that are a threshold, so both are kept.
 */
final class ThresholdGrid {

  /** The epsilon of Keras. */
  private static final double EPSILON = 1e-7;

  private static final double RELATIVE_TOLERANCE = 1e-5;

  private final float[] thresholds;

  /** The thresholds upwards. */
  private final float[] sorted;

  private final boolean even;
  private final boolean outside;

  private ThresholdGrid(double[] thresholds, boolean even, boolean outside) {
    this.thresholds = new float[thresholds.length];
    for (int i = 0; i < thresholds.length; i++) {
      this.thresholds[i] = (float) thresholds[i];
    }
    this.even = even;
    this.outside = outside;
    sorted = this.thresholds.clone();
    Arrays.sort(sorted);
  }

  /** As given; evenly spaced when {@link #isEven} finds them so. */
  static ThresholdGrid listed(double... thresholds) {
    return new ThresholdGrid(thresholds, isEven(thresholds), false);
  }

  /** From 0 to 1, both among them; 0.5 alone for one. */
  static ThresholdGrid linear(int count) {
    return count == 1
        ? new ThresholdGrid(new double[] {0.5}, false, false)
        : new ThresholdGrid(linspace(count), true, false);
  }

  /** From below 0 to above 1, evenly between. */
  static ThresholdGrid ofAuc(int count) {
    double[] thresholds = linspace(count);
    thresholds[0] = -EPSILON;
    thresholds[count - 1] = 1 + EPSILON;
    return new ThresholdGrid(thresholds, true, true);
  }

  /** From below 0 to above 1, with these between. */
  static ThresholdGrid ofAuc(double... between) {
    double[] thresholds = new double[between.length + 2];
    System.arraycopy(between, 0, thresholds, 1, between.length);
    Arrays.sort(thresholds, 1, between.length + 1);
    thresholds[thresholds.length - 1] = 1;
    boolean even = isEven(thresholds);
    thresholds[0] = -EPSILON;
    thresholds[thresholds.length - 1] = 1 + EPSILON;
    return new ThresholdGrid(thresholds, even, true);
  }

  /** All that it is, in short. */
  String describe() {
    return even
        ? (outside ? "even around " : "even ") + thresholds.length
        : Arrays.toString(thresholds);
  }

  /** Whether it goes evenly from below every score in [0, 1] to above. */
  boolean isFull() {
    return even && outside;
  }

  int size() {
    return thresholds.length;
  }

  float threshold(int i) {
    return thresholds[i];
  }

  /** Number of thresholds that a score exceeds; 0 for NaN. */
  int exceeded(float score) {
    if (even) {
      return evenlyExceeded(score);
    }
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (score > sorted[middle]) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Number of thresholds that a score must exceed to exceed threshold i. */
  int needed(int i) {
    if (even) {
      return i + 1;
    }
    int at = Arrays.binarySearch(sorted, thresholds[i]);
    while (at > 0 && sorted[at - 1] == sorted[at]) {
      at--;
    }
    return at + 1;
  }

  private int evenlyExceeded(float score) {
    if (Float.isNaN(score)) {
      return 0;
    }
    float inside = Math.min(Math.max(score, 0f), 1f);
    int bucket = (int) Math.ceil(inside * (thresholds.length - 1f));
    return outside ? Math.max(bucket, 1) : bucket;
  }

  /** Whether Keras takes thresholds for evenly spaced, from 0 to 1. */
  private static boolean isEven(double[] thresholds) {
    int count = thresholds.length;
    if (count < 3) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      double even = (float) i / (count - 1);
      double error = Math.abs(thresholds[i] - even);
      if (!(error <= EPSILON + RELATIVE_TOLERANCE * even)) {
        return false;
      }
    }
    return true;
  }

  private static double[] linspace(int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = (double) i / (count - 1);
    }
    return values;
  }
}
