package dev.scorekeeper.server.stats;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Reason;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What happened to the requests of one model version. Thread-safe; recording never blocks. */
public final class ModelStats {

  /** Batch sizes are counted up to two to this power; larger ones in the last bucket. */
  private static final int LARGEST_POWER = 20;

  private final ModelId id;
  private final LongAdder rows = new LongAdder();
  private final LongAdder runs = new LongAdder();
  private final LongAdder paddingRows = new LongAdder();
  private final LongAdder queuedRows = new LongAdder();
  private final ReasonCounts failed = new ReasonCounts();
  private final LongAdder[] batchRows = new LongAdder[LARGEST_POWER + 1];

  /** One of each request that was answered with outputs: it also says how many those are. */
  private final DurationHistogram queueTime = new DurationHistogram();

  private final DurationHistogram runTime = new DurationHistogram();

  ModelStats(ModelId id) {
    this.id = requireNonNull(id, "id is null");
    for (int i = 0; i < batchRows.length; i++) {
      batchRows[i] = new LongAdder();
    }
  }

  public ModelId id() {
    return id;
  }

  /**
   * Counts a request that was answered with outputs.
   *
   * @param rowCount its rows, {@code >= 0}
   * @param queueNanos from its arrival to the start of its (first) run
   */
  public void succeeded(int rowCount, long queueNanos) {
    rows.add(rowCount);
    queueTime.record(queueNanos);
  }

  /** Counts a request that was submitted and not answered with outputs. */
  public void failed(Reason reason) {
    failed.increment(reason);
  }

  /**
   * Counts a run, whether it succeeded or not.
   *
   * @param rowCount rows of requests in it
   * @param padding rows added to reach an allowed size
   */
  public void ran(int rowCount, int padding, long nanos) {
    runs.increment();
    paddingRows.add(padding);
    batchRows[power(rowCount)].increment();
    runTime.record(nanos);
  }

  /** Counts from zero again, except the rows that wait. */
  void startOver() {
    for (LongAdder counter : List.of(rows, runs, paddingRows)) {
      counter.reset();
    }
    for (LongAdder counter : batchRows) {
      counter.reset();
    }
    failed.startOver();
    queueTime.startOver();
    runTime.startOver();
  }

  /** Adjusts the number of rows that wait for a run by {@code change}, which may be negative. */
  public void queuedRows(int change) {
    queuedRows.add(change);
  }

  /** Number of rows that wait for a run now. */
  public long queuedRows() {
    return Math.max(0, queuedRows.sum());
  }

  private static int power(int rowCount) {
    return rowCount <= 1
        ? 0
        : Math.min(LARGEST_POWER, Integer.SIZE - Integer.numberOfLeadingZeros(rowCount - 1));
  }

  /** The numbers so far. */
  public ModelCounts snapshot() {
    DurationHistogram.Snapshot queueTimes = queueTime.snapshot();
    SortedMap<Integer, Long> sizes = new TreeMap<>();
    for (int i = 0; i < batchRows.length; i++) {
      long count = batchRows[i].sum();
      if (count != 0) {
        sizes.put(1 << i, count);
      }
    }
    return new ModelCounts(
        id,
        queueTimes.count(),
        failed.snapshot(),
        rows.sum(),
        runs.sum(),
        paddingRows.sum(),
        sizes,
        queueTimes,
        runTime.snapshot(),
        queuedRows());
  }
}
