package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.Program;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests that may share runs: those of one program and one layout after padding. Makes their
 * batches and takes them back. Thread-safe.
 *
 * <p>A group without batches can be retired; it then makes no more, and whoever finds it so asks
 * for a new group.
 */
final class RunGroup {

  private static final int FIRST_CAPACITY = 16;
  private static final int RETIRED = Integer.MIN_VALUE / 2;

  private final Program program;
  private final Layout layout;
  private final SignaturePlan plan;
  private final RowCopier copier;
  private final WorkQueue queue;
  private final Gate gate;
  private final Workers workers;
  private final BatchRunner runner;
  private final LongSupplier nanoTime;
  private final BlockPool pool;
  private final RowShapes rowShapes;
  private final ConcurrentMap<Executor, LoopLane> loops = new ConcurrentHashMap<>();
  private final AtomicInteger batches = new AtomicInteger();
  private volatile long lastUseNanos;

  /**
   * @param queue where its batches wait for workers: its own, or one that several groups share
   * @param gate entered for each batch
   * @param idleBytes of all groups of the model
   */
  RunGroup(
      Program program,
      Layout layout,
      SignaturePlan plan,
      WorkQueue queue,
      Gate gate,
      AtomicLong idleBytes,
      Workers workers,
      BatchRunner runner,
      LongSupplier nanoTime) {
    this.program = program;
    this.layout = layout;
    this.plan = plan;
    this.copier = new RowCopier(layout, plan.padding());
    this.queue = queue;
    this.gate = gate;
    this.workers = workers;
    this.runner = runner;
    this.nanoTime = nanoTime;
    this.pool = new BlockPool(program, layout, idleBytes);
    this.rowShapes = new RowShapes(program.outputs().size());
    this.lastUseNanos = nanoTime.getAsLong();
  }

  Program program() {
    return program;
  }

  Layout layout() {
    return layout;
  }

  SignaturePlan plan() {
    return plan;
  }

  RowCopier copier() {
    return copier;
  }

  RowShapes rowShapes() {
    return rowShapes;
  }

  WorkQueue queue() {
    return queue;
  }

  /** The lane of a loop; always the same object for the same loop. */
  LoopLane loop(Executor loop) {
    LoopLane lane = loops.get(loop);
    return lane != null
        ? lane
        : loops.computeIfAbsent(
            loop, missing -> new LoopLane(this, missing, workers, runner, nanoTime));
  }

  /** Most rows of the batch that is opened now. */
  int nextMaxRows() {
    return plan.nextMaxRows(layout);
  }

  /**
   * A new batch with room for {@code count} rows at once, and for {@code limit} in the end; null
   * when the group is retired or the batcher is closing.
   */
  @Nullable Batch open(int count, int limit) {
    if (!enter()) {
      return null;
    }
    int capacity = layout.perRow() ? Math.max(count, Math.min(limit, FIRST_CAPACITY)) : 1;
    Batch batch = null;
    try {
      batch = new Batch(this, pool.take(Math.max(1, capacity)), limit);
      return batch;
    } finally {
      if (batch == null) {
        leave();
      }
    }
  }

  private boolean enter() {
    if (!gate.enter()) {
      return false;
    }
    if (batches.incrementAndGet() > 0) {
      return true;
    }
    batches.decrementAndGet();
    gate.leave();
    return false;
  }

  private void leave() {
    batches.decrementAndGet();
    gate.leave();
  }

  /** Takes a batch back, once, when its result is closed. */
  void recycle(Batch batch) {
    try {
      batch.block().forgetStrings();
      long now = nanoTime.getAsLong();
      lastUseNanos = now;
      pool.give(batch.block(), now);
    } finally {
      leave();
    }
  }

  void closeIdleBlocks(long sinceNanos) {
    pool.closeIdleSince(sinceNanos);
  }

  /** Retires the group if it has no batches and had none since then; tells whether it did. */
  boolean retireIfIdle(long sinceNanos) {
    if (lastUseNanos - sinceNanos > 0 || !batches.compareAndSet(0, RETIRED)) {
      return false;
    }
    pool.close();
    return true;
  }

  boolean isRetired() {
    return batches.get() < 0;
  }

  /** Closes all blocks; the gate is shut and nobody is inside. */
  void close() {
    pool.close();
  }
}
