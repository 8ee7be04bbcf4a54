package dev.scorekeeper.cli.load;

import java.util.Map;

/**
 * What the server counted of the model in the measured time. It counts all callers, not only this
 * generator.
 *
 * @param requests answered with outputs
 * @param rows scored
 * @param runs of the model
 * @param queueMicros mean time from a request's arrival to the start of its run; NaN without
 *     requests
 * @param runMicros mean time of a run; NaN without runs
 * @param batchRows runs by their rows: key is the smallest power of two not below them
 * @param refusals requests refused or failed, by the server's stable reason
 */
public record ServerSplit(
    long requests,
    long rows,
    long runs,
    double queueMicros,
    double runMicros,
    Map<Integer, Long> batchRows,
    Map<String, Long> refusals) {

  /** Rows in a run; NaN without runs. */
  double meanBatch() {
    return runs == 0 ? Double.NaN : (double) rows / runs;
  }
}
