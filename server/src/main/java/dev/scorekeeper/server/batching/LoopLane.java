package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.scoring.Rows;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one group that one event loop brought since it last had time to run them. Confined to
 * the loop's thread: no locks.
 *
 * <p>The first row schedules a flush on the same loop, so that a batch is what one read cycle
 * brought. The flush runs on the loop what is short; once that has taken as long as a run on the
 * loop may, or when the loop is behind while a worker and a core are idle, it hands the rest to the
 * workers.
 */
final class LoopLane {

  /** Below this a run costs less than handing it over. */
  private static final long WORTH_HANDING_OVER_NANOS = 50_000;

  private final RunGroup group;
  private final Executor loop;
  private final Workers workers;
  private final BatchRunner runner;
  private final LongSupplier nanoTime;
  private final Deque<Batch> closed = new ArrayDeque<>();
  private @Nullable Batch open;
  private boolean flushScheduled;
  private long scheduledNanos;

  LoopLane(
      RunGroup group, Executor loop, Workers workers, BatchRunner runner, LongSupplier nanoTime) {
    this.group = group;
    this.loop = loop;
    this.workers = workers;
    this.runner = runner;
    this.nanoTime = nanoTime;
  }

  /**
   * Copies the rows of a piece into the open batch, or into a new one.
   *
   * @param alone true when no other piece may share the batch
   * @return false when the group makes no more batches; nothing has changed then
   */
  boolean append(Piece piece, Rows rows, boolean alone, long nowNanos) {
    Batch batch = open;
    if (batch != null && !alone && batch.fits(piece.count())) {
      batch.add(piece, rows);
    } else {
      batch = group.open(piece.count(), alone ? piece.count() : group.nextMaxRows());
      if (batch == null) {
        return false;
      }
      batch.fill(piece, rows);
      closeOpen();
      open = batch;
    }
    if (alone || batch.isFull()) {
      closeOpen();
    }
    scheduleFlush(nowNanos);
    return true;
  }

  private void closeOpen() {
    if (open != null) {
      open.close();
      closed.addLast(open);
      open = null;
    }
  }

  private void scheduleFlush(long nowNanos) {
    if (flushScheduled) {
      return;
    }
    flushScheduled = true;
    scheduledNanos = nowNanos;
    try {
      loop.execute(this::flush);
    } catch (RejectedExecutionException e) {
      // The loop is ending and takes no more tasks; this is still its thread.
      flush();
    }
  }

  private void flush() {
    flushScheduled = false;
    closeOpen();
    boolean behind = isBehind();
    long spent = 0;
    // Completions may submit more, which goes to the next flush: run only what is there now.
    for (int left = closed.size(); left > 0; left--) {
      Batch batch = closed.pollFirst();
      if (batch == null) {
        return;
      }
      long predicted = group.plan().predictNanos(batch.rows());
      if (!group.plan().suitsLoop(spent + predicted)
          || (behind && predicted >= WORTH_HANDING_OVER_NANOS && workers.canHelp(loop))) {
        group.queue().offer(batch);
      } else {
        spent += predicted;
        runner.run(batch, loop);
      }
    }
  }

  private boolean isBehind() {
    return !group.plan().suitsLoop(nanoTime.getAsLong() - scheduledNanos);
  }
}
