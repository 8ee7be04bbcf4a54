package dev.scorekeeper.server.batching;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.scorekeeper.server.batching.BatchingReport.CostPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The cost of a signature's runs, measured at first and refined while serving. Thread-safe; readers
 * never block.
 *
 * <p>Runs are averaged by the power of two not below their rows, with weights that fade, so that
 * the curve follows the machine's load. A sample counts as at most half as much again as what was
 * expected: a thread that lost its core for a while in the midst of a run must not make the model
 * look expensive. With each further surprise without a break that bound doubles: a model may cost
 * thousands of times more than its first look, at zeros, let expect, and must not take hundreds of
 * runs to say so. A sample far below what was expected counts for more than one above: whatever
 * else a machine does only makes a run longer. A sample that meets another thread's is dropped.
 */
final class CostCurve {

  private static final int BUCKETS = 18;
  private static final double NEW_SHARE = 1.0 / 16;

  /** Share of a sample that is {@link #GREATEST_SURPRISE} times less than expected. */
  private static final double LESS_SHARE = 1.0 / 4;

  private static final double GREATEST_SURPRISE = 1.5;

  /** Surprises without a break after which the bound is past everything real. */
  private static final int MOST_SURPRISES = 30;

  /** So many in a row are no accident: readers hear of each. */
  private static final int ACCIDENTS = 3;

  private static final int SAMPLES_BETWEEN_FITS = 64;

  /** Readers hear at once of a mean that has moved by more than this share of what they know. */
  private static final double TELLING = 1.0 / 8;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final double[] rows = new double[BUCKETS];

  @GuardedBy("lock")
  private final double[] nanos = new double[BUCKETS];

  /** By bucket, what readers know of {@link #nanos}. */
  @GuardedBy("lock")
  private final double[] told = new double[BUCKETS];

  /** By bucket, surprises since the last sample that was none. */
  @GuardedBy("lock")
  private final int[] surprises = new int[BUCKETS];

  @GuardedBy("lock")
  private int samples;

  private volatile CostFit fit = CostFit.UNKNOWN;

  /** What is known now. */
  CostFit fit() {
    return fit;
  }

  /** Puts measured points in place of what was known. */
  void seed(List<CostPoint> points) {
    lock.lock();
    try {
      for (CostPoint point : points) {
        int bucket = bucket(point.rows());
        rows[bucket] = point.rows();
        nanos[bucket] = point.micros() * 1_000;
      }
      publish();
    } finally {
      lock.unlock();
    }
  }

  /** Takes a run into account; {@code count >= 1}. */
  void observe(int count, long runNanos) {
    if (!lock.tryLock()) {
      return;
    }
    try {
      int bucket = bucket(count);
      if (rows[bucket] == 0) {
        rows[bucket] = count;
        nanos[bucket] = runNanos;
        publish();
      } else {
        boolean less = GREATEST_SURPRISE * runNanos * rows[bucket] < nanos[bucket] * count;
        double share = less ? LESS_SHARE : NEW_SHARE;
        double sample = credible(bucket, count, runNanos);
        rows[bucket] += share * (count - rows[bucket]);
        nanos[bucket] += share * (sample - nanos[bucket]);
        if (++samples % SAMPLES_BETWEEN_FITS == 0 || less || isNews(bucket)) {
          publish();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private boolean isNews(int bucket) {
    if (surprises[bucket] > 0) {
      return surprises[bucket] > ACCIDENTS;
    }
    return Math.abs(nanos[bucket] - told[bucket]) > TELLING * told[bucket];
  }

  /** What of a run's time is believed. */
  @GuardedBy("lock")
  private double credible(int bucket, int count, long runNanos) {
    double expected = nanos[bucket] * Math.max(1, count / rows[bucket]);
    if (runNanos <= GREATEST_SURPRISE * expected) {
      surprises[bucket] = 0;
      return (double) runNanos;
    }
    double bound = Math.scalb(GREATEST_SURPRISE * expected, surprises[bucket]);
    surprises[bucket] = Math.min(MOST_SURPRISES, surprises[bucket] + 1);
    return Math.min((double) runNanos, bound);
  }

  private static int bucket(int count) {
    int power = count <= 1 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
    return Math.min(BUCKETS - 1, power);
  }

  @GuardedBy("lock")
  private void publish() {
    List<CostPoint> points = new ArrayList<>();
    for (int i = 0; i < BUCKETS; i++) {
      if (rows[i] > 0) {
        told[i] = nanos[i];
        points.add(new CostPoint((int) Math.round(rows[i]), nanos[i] / 1_000));
      }
    }
    fit = new CostFit(points);
  }
}
