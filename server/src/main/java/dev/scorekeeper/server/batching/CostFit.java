package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.batching.BatchingReport.CostPoint;
import java.util.List;

/**
 * Time of a run by its number of rows: measured points with straight lines between them, and the
 * line {@code a + b x rows} that fits them best. Immutable.
 *
 * <p>The line minimises the squared relative error, so that small batches count as much as large
 * ones; neither a nor b is negative. Beyond the last point the line's slope goes on; without points
 * every prediction is 0.
 */
final class CostFit {

  /** A batch is good enough when a row costs at most this much more than at the best. */
  private static final double GOOD_ENOUGH = 1.05;

  /**
   * A run of this length counts as twice as dear, since whoever comes meanwhile waits for its end.
   * Where a row costs about the same in batches of any size, it would else be an accident of the
   * measurement whether a run takes one millisecond or a hundred.
   */
  private static final double DOUBLY_DEAR_MICROS = 500_000;

  static final CostFit UNKNOWN = new CostFit(List.of());

  private final List<CostPoint> points;
  private final double[] rows;
  private final double[] micros;
  private final double fixedMicros;
  private final double rowMicros;
  private final int best;

  /**
   * @param points ascending by rows, each {@code >= 1}
   */
  CostFit(List<CostPoint> points) {
    this.points = List.copyOf(points);
    this.rows = points.stream().mapToDouble(CostPoint::rows).toArray();
    this.micros = points.stream().mapToDouble(CostPoint::micros).toArray();
    double[] line = fit(rows, micros);
    this.fixedMicros = line[0];
    this.rowMicros = line[1];
    this.best = best(rows, micros);
  }

  private static double[] fit(double[] x, double[] y) {
    double w = 0;
    double wx = 0;
    double wy = 0;
    double wxx = 0;
    double wxy = 0;
    for (int i = 0; i < x.length; i++) {
      double weight = 1 / Math.max(1e-6, y[i] * y[i]);
      w += weight;
      wx += weight * x[i];
      wy += weight * y[i];
      wxx += weight * x[i] * x[i];
      wxy += weight * x[i] * y[i];
    }
    if (x.length == 0) {
      return new double[] {0, 0};
    }
    double determinant = w * wxx - wx * wx;
    if (x.length == 1 || determinant <= 1e-12 * w * wxx) {
      return new double[] {0, wxy / wxx};
    }
    double slope = (w * wxy - wx * wy) / determinant;
    double intercept = (wy - slope * wx) / w;
    if (slope < 0) {
      return new double[] {wy / w, 0};
    }
    return intercept < 0 ? new double[] {0, wxy / wxx} : new double[] {intercept, slope};
  }

  List<CostPoint> points() {
    return points;
  }

  boolean isKnown() {
    return rows.length > 0;
  }

  double fixedMicros() {
    return fixedMicros;
  }

  double rowMicros() {
    return rowMicros;
  }

  /** Predicted nanoseconds of a run of {@code count >= 0} rows. */
  long predictNanos(int count) {
    return Math.round(1_000 * predictMicros(count));
  }

  private double predictMicros(int count) {
    int last = rows.length - 1;
    if (last < 0) {
      return 0;
    }
    if (count <= rows[0]) {
      return micros[0];
    }
    for (int i = 1; i <= last; i++) {
      if (count <= rows[i]) {
        double part = (count - rows[i - 1]) / (rows[i] - rows[i - 1]);
        return micros[i - 1] + part * (micros[i] - micros[i - 1]);
      }
    }
    return micros[last] + (count - rows[last]) * rowMicros;
  }

  /** Most rows that were measured, as the power of two for which they stand; 0 without points. */
  int mostRows() {
    return rows.length == 0 ? 0 : ceilingPowerOfTwo((int) Math.round(rows[rows.length - 1]));
  }

  /**
   * Smallest measured number of rows at which a row costs hardly more than at the best, what others
   * wait for the run included, as the power of two not below it, for which it stands; {@code
   * otherwise} when nothing was measured. A limit at the measured number itself, a mean over
   * batches that hold the limit, would only sink.
   */
  int bestRows(int otherwise) {
    return best > 0 ? best : otherwise;
  }

  /** 0 when nothing was measured. */
  private static int best(double[] rows, double[] micros) {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < rows.length; i++) {
      least = Math.min(least, dearness(rows[i], micros[i]));
    }
    for (int i = 0; i < rows.length; i++) {
      if (dearness(rows[i], micros[i]) <= least * GOOD_ENOUGH) {
        return ceilingPowerOfTwo((int) Math.round(rows[i]));
      }
    }
    return 0;
  }

  private static double dearness(double rows, double micros) {
    return micros / rows * (1 + micros / DOUBLY_DEAR_MICROS);
  }

  private static int ceilingPowerOfTwo(int count) {
    return count <= 1 ? 1 : Integer.highestOneBit(count - 1) << 1;
  }
}
