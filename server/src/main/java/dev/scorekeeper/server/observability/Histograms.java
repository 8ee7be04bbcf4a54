package dev.scorekeeper.server.observability;

import dev.scorekeeper.server.stats.DurationHistogram;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.SortedMap;

/** Our counts by size as Prometheus histograms, coarse enough for a scrape. */
final class Histograms {

  /** Recorders keep four buckets to a doubling; one of four is told. */
  private static final int STEP = 4;

  /** Least largest bound of the histogram of rows, so that its buckets rarely change. */
  private static final int LEAST_LARGEST_ROWS = 1024;

  private Histograms() {}

  /** Durations in seconds; bounds double from 1 µs. */
  static HistogramDataPointSnapshot ofDurations(
      DurationHistogram.Snapshot durations, Labels labels) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    List<DurationHistogram.Bucket> fine = durations.buckets();
    long count = 0;
    for (int i = 0; i < fine.size(); i++) {
      count += fine.get(i).count();
      boolean last = i == fine.size() - 1;
      if (last || i % STEP == 0) {
        double bound = last ? Double.POSITIVE_INFINITY : fine.get(i).upToNanos() / 1e9;
        buckets.bucket(bound, count);
        count = 0;
      }
    }
    return point(buckets, labels, durations.sumNanos() / 1e9);
  }

  /** Runs by rows; bounds are powers of two. The sum counts each run at its bound. */
  static HistogramDataPointSnapshot ofRows(SortedMap<Integer, Long> batchRows, Labels labels) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    int largest =
        batchRows.isEmpty()
            ? LEAST_LARGEST_ROWS
            : Math.max(LEAST_LARGEST_ROWS, batchRows.lastKey());
    double sum = 0;
    for (int bound = 1; bound > 0 && bound <= largest; bound *= 2) {
      long count = batchRows.getOrDefault(bound, 0L);
      buckets.bucket(bound, count);
      sum += (double) bound * count;
    }
    buckets.bucket(Double.POSITIVE_INFINITY, 0);
    return point(buckets, labels, sum);
  }

  private static HistogramDataPointSnapshot point(
      ClassicHistogramBuckets.Builder buckets, Labels labels, double sum) {
    HistogramDataPointSnapshot.Builder point = HistogramDataPointSnapshot.builder();
    point.classicHistogramBuckets(buckets.build());
    point.labels(labels);
    point.sum(sum);
    return point.build();
  }
}
