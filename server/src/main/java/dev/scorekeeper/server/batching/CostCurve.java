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
 * look expensive. One that meets another thread's is dropped.
 */
final class CostCurve {

  private static final int BUCKETS = 18;
  private static final double NEW_SHARE = 1.0 / 16;
  private static final double GREATEST_SURPRISE = 1.5;
  private static final int SAMPLES_BETWEEN_FITS = 64;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final double[] rows = new double[BUCKETS];

  @GuardedBy("lock")
  private final double[] nanos = new double[BUCKETS];

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
        double expected = nanos[bucket] * Math.max(1, count / rows[bucket]);
        double sample = Math.min((double) runNanos, GREATEST_SURPRISE * expected);
        rows[bucket] += NEW_SHARE * (count - rows[bucket]);
        nanos[bucket] += NEW_SHARE * (sample - nanos[bucket]);
        if (++samples % SAMPLES_BETWEEN_FITS == 0) {
          publish();
        }
      }
    } finally {
      lock.unlock();
    }
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
        points.add(new CostPoint((int) Math.round(rows[i]), nanos[i] / 1_000));
      }
    }
    fit = new CostFit(points);
  }
}
