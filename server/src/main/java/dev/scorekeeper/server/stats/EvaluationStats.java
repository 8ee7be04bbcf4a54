package dev.scorekeeper.server.stats;

import dev.scorekeeper.server.scoring.Reason;
import java.util.concurrent.atomic.LongAdder;

/** What happened to evaluations. Thread-safe; recording never blocks. */
public final class EvaluationStats {

  private final LongAdder started = new LongAdder();
  private final LongAdder completed = new LongAdder();
  private final LongAdder rows = new LongAdder();
  private final ReasonCounts failed = new ReasonCounts();
  private final DurationHistogram time = new DurationHistogram();

  EvaluationStats() {}

  /** Counts an evaluation that begins; it is to be counted as completed or failed later. */
  public void started() {
    started.increment();
  }

  /**
   * Counts an evaluation that was answered with what came of it.
   *
   * @param rowCount its rows
   * @param nanos since it began
   */
  public void completed(long rowCount, long nanos) {
    completed.increment();
    rows.add(rowCount);
    time.record(nanos);
  }

  /** Counts an evaluation that ended otherwise. */
  public void failed(Reason reason) {
    failed.increment(reason);
  }

  /** The numbers so far. */
  EvaluationCounts snapshot() {
    // What ended is read first, so that no more have ended than have started.
    long whole = completed.sum();
    var byReason = failed.snapshot();
    return new EvaluationCounts(started.sum(), whole, byReason, rows.sum(), time.snapshot());
  }
}
