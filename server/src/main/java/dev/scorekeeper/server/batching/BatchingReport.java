package dev.scorekeeper.server.batching;

import java.util.List;

/**
 * How a signature is batched at present, for people.
 *
 * @param shared true when rows of different requests may share a run
 * @param reason why, when they may not; else empty
 * @param lane where runs take place
 * @param fixedMicros a of the fitted cost a + b x rows
 * @param rowMicros b of the fitted cost
 * @param bestRows rows at which a row costs least, or the configured limit
 * @param maxRows most rows in a run
 */
public record BatchingReport(
    boolean shared,
    String reason,
    Lane lane,
    double fixedMicros,
    double rowMicros,
    int bestRows,
    int maxRows,
    List<CostPoint> curve) {

  /** Where runs take place. */
  public enum Lane {
    UNMEASURED,
    LOOP,
    WORKER
  }

  /** Measured time of a run. */
  public record CostPoint(int rows, double micros) {}

  public BatchingReport {
    curve = List.copyOf(curve);
  }
}
