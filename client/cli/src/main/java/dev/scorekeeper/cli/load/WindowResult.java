package dev.scorekeeper.cli.load;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Counts of a stretch of time. The histograms belong to it and are not changed any more.
 *
 * @param nanos its length
 * @param offered requests intended for it
 * @param late those of them that were sent more than {@link Verdicts#LATE_NANOS} after that
 * @param answered answers that came within it
 * @param good those of them that came within the bound of the plan
 * @param statuses how the offered requests ended, by gRPC status; those that never ended are
 *     missing
 * @param latency of the offered requests that were answered, from the intended time, in nanoseconds
 * @param failedLatency of those that ended otherwise
 * @param service of the answered ones, from sending
 * @param lag from the intended time to sending, of all that ended
 */
public record WindowResult(
    long nanos,
    long offered,
    long late,
    long answered,
    long good,
    Map<String, Long> statuses,
    Histogram latency,
    Histogram failedLatency,
    Histogram service,
    Histogram lag) {

  /** Windows one after the other as one: lengths add up. */
  static WindowResult inSequence(List<WindowResult> parts) {
    return sum(parts, parts.stream().mapToLong(WindowResult::nanos).sum());
  }

  /** What several generators saw at the same time: the length is that of the longest. */
  static WindowResult atOnce(List<WindowResult> parts) {
    return sum(parts, parts.stream().mapToLong(WindowResult::nanos).max().orElse(1));
  }

  private static WindowResult sum(List<WindowResult> parts, long nanos) {
    long offered = 0;
    long late = 0;
    long answered = 0;
    long good = 0;
    Map<String, Long> statuses = new TreeMap<>();
    Histogram latency = empty();
    Histogram failedLatency = empty();
    Histogram service = empty();
    Histogram lag = empty();
    for (WindowResult part : parts) {
      offered += part.offered;
      late += part.late;
      answered += part.answered;
      good += part.good;
      part.statuses.forEach((status, count) -> statuses.merge(status, count, Long::sum));
      latency.add(part.latency);
      failedLatency.add(part.failedLatency);
      service.add(part.service);
      lag.add(part.lag);
    }
    return new WindowResult(
        nanos, offered, late, answered, good, statuses, latency, failedLatency, service, lag);
  }

  private static Histogram empty() {
    return new Histogram(1, Window.LONGEST_NANOS, 3);
  }

  double seconds() {
    return nanos / 1e9;
  }

  double offeredPerSecond() {
    return offered / seconds();
  }

  public double answeredPerSecond() {
    return answered / seconds();
  }

  double goodPerSecond() {
    return good / seconds();
  }

  /** Requests that ended otherwise than with an answer. */
  long failed() {
    return ended() - statuses.getOrDefault("OK", 0L);
  }

  /** Requests whose end was not seen. */
  long unanswered() {
    return offered - ended();
  }

  private long ended() {
    return statuses.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Share of the offered requests answered within a bound; NaN when none were offered. */
  double shareWithin(long boundNanos) {
    return offered == 0
        ? Double.NaN
        : (double) latency.getCountBetweenValues(0, boundNanos) / offered;
  }
}
