package dev.scorekeeper.cli.load;

import org.jspecify.annotations.Nullable;

/**
 * What is sent, when, and what for.
 *
 * @param rows rows in each request, at least 1
 * @param connections at least 1
 * @param stream true for PredictStream, one stream a connection; false for a call a request
 * @param deadlineNanos how long a request waits for its answer
 * @param seed of the arrivals
 * @param slo the bound that answers should keep; absent: the deadline
 */
public record LoadPlan(
    Traffic traffic,
    Timeline timeline,
    int rows,
    int connections,
    boolean stream,
    long deadlineNanos,
    long seed,
    @Nullable Slo slo) {

  /** Latency up to which an answer is a good one. */
  long goodWithinNanos() {
    return slo == null ? deadlineNanos : Math.min(slo.boundNanos(), deadlineNanos);
  }

  /** The same with other arrivals. */
  public LoadPlan with(Traffic other) {
    return new LoadPlan(other, timeline, rows, connections, stream, deadlineNanos, seed, slo);
  }

  /** The same with other times. */
  public LoadPlan with(Timeline other) {
    return new LoadPlan(traffic, other, rows, connections, stream, deadlineNanos, seed, slo);
  }
}
