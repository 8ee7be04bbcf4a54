package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.batching.BatchingReport.Lane;
import dev.scorekeeper.server.scoring.Outcome;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.RunException;
import dev.scorekeeper.server.scoring.RunResult;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.stats.ModelStats;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes closed batches through their runs: drops what must not run any more, pads, runs, and gives
 * each piece its rows. When a run of several pieces fails, they are run again in halves until only
 * the guilty have failed. Thread-safe: has no state.
 */
final class BatchRunner {

  private static final Logger log = LoggerFactory.getLogger(BatchRunner.class);

  private final ModelStats stats;
  private final LongSupplier nanoTime;
  private final RunClock runClock;

  BatchRunner(ModelStats stats, LongSupplier nanoTime, RunClock runClock) {
    this.stats = stats;
    this.nanoTime = nanoTime;
    this.runClock = runClock;
  }

  ModelStats stats() {
    return stats;
  }

  /**
   * Runs a closed batch, which it takes over.
   *
   * @param here the loop whose thread this is, which must not be held up by running again what
   *     failed; null on a worker
   */
  void run(Batch batch, @Nullable Executor here) {
    long now = nanoTime.getAsLong();
    List<Piece> obstructed = batch.removeObstructed(now);
    if (!obstructed.isEmpty()) {
      Delivery.send(obstructed, here, Delivery.NOTHING);
    }
    if (batch.pieces().isEmpty()) {
      batch.group().recycle(batch);
      return;
    }
    if (batch.wasRunBefore()) {
      runInParts(batch);
    } else {
      batch.pieces().forEach(piece -> piece.starts(now));
      runWhole(batch, here);
    }
  }

  private void runWhole(Batch batch, @Nullable Executor here) {
    RunResult result;
    int rows = batch.rows();
    int size = batch.group().plan().padded(rows);
    try {
      result = attempt(batch.group(), batch.block(), 0, rows, size);
    } catch (RunException e) {
      runAgain(batch, here, e);
      return;
    }
    List<Piece> pieces = batch.pieces();
    String stray = strayOutput(batch.group(), result, size);
    boolean shared = pieces.size() > 1 || size != rows;
    if (stray != null && shared) {
      result.close();
      doNotShare(batch.group(), stray);
      runAgain(batch, here, null);
      return;
    }
    List<OutputSpec> outputs = batch.group().program().outputs();
    if (shared) {
      RowShapes shapes = batch.group().rowShapes();
      for (Piece piece : pieces) {
        piece.scored(ResultRows.slice(outputs, result, shapes, size, piece.row(), piece.count()));
      }
    } else {
      pieces.get(0).scored(ResultRows.whole(outputs, result));
    }
    Delivery.send(
        pieces,
        here,
        () -> {
          result.close();
          batch.group().recycle(batch);
        });
  }

  private static void pad(RowBlock block, int rows, int size) {
    block.grow(size, rows);
    block.touch(size);
    for (int row = rows; row < size; row++) {
      block.moveRows(rows - 1, row, 1);
    }
  }

  private void runAgain(Batch batch, @Nullable Executor here, @Nullable RunException failure) {
    if (failure != null && batch.pieces().size() == 1) {
      batch.pieces().get(0).ended(failed(failure));
      Delivery.send(batch.pieces(), here, () -> batch.group().recycle(batch));
      return;
    }
    batch.markRunBefore();
    if (here == null) {
      runInParts(batch);
    } else {
      batch.group().queue().offer(batch);
    }
  }

  /** Runs the pieces of a batch apart from each other; on a worker. */
  private void runInParts(Batch batch) {
    try {
      List<Piece> pieces = batch.pieces();
      if (pieces.size() == 1) {
        runPart(batch, pieces);
      } else {
        runHalves(batch, pieces);
      }
    } finally {
      batch.group().recycle(batch);
    }
  }

  private void runHalves(Batch batch, List<Piece> pieces) {
    int middle = pieces.size() / 2;
    runPart(batch, pieces.subList(0, middle));
    runPart(batch, pieces.subList(middle, pieces.size()));
  }

  /** Runs pieces that lie side by side; what they get is copied, since the block goes on. */
  private void runPart(Batch batch, List<Piece> pieces) {
    RunGroup group = batch.group();
    Piece last = pieces.get(pieces.size() - 1);
    int from = pieces.get(0).row();
    int rows = last.row() + last.count() - from;
    try {
      if (!runPart(group, batch.block(), from, rows, pieces)) {
        if (pieces.size() == 1) {
          runPart(batch, pieces);
        } else {
          runHalves(batch, pieces);
        }
        return;
      }
    } catch (RunException e) {
      if (pieces.size() > 1) {
        runHalves(batch, pieces);
        return;
      }
      last.ended(failed(e));
    }
    Delivery.send(pieces, null, Delivery.NOTHING);
  }

  /** Returns false when the pieces must be run apart and without padding rows. */
  private boolean runPart(RunGroup group, RowBlock block, int from, int rows, List<Piece> pieces)
      throws RunException {
    int size = group.plan().padded(rows);
    if (size == rows) {
      try (RunResult result = attempt(group, block, from, rows, rows)) {
        return assignCopies(group, result, from, rows, rows, pieces);
      }
    }
    // The rows behind these belong to others: pad in memory of its own.
    try (RowBlock scratch = RowBlock.allocate(group.program(), group.layout(), size)) {
      scratch.copyRows(block, from, rows, 0);
      try (RunResult result = attempt(group, scratch, 0, rows, size)) {
        return assignCopies(group, result, from, rows, size, pieces);
      }
    }
  }

  private boolean assignCopies(
      RunGroup group, RunResult result, int from, int rows, int size, List<Piece> pieces) {
    List<OutputSpec> outputs = group.program().outputs();
    String stray = strayOutput(group, result, size);
    if (stray != null && (pieces.size() > 1 || size != rows)) {
      doNotShare(group, stray);
      return false;
    }
    for (Piece piece : pieces) {
      ResultRows own =
          stray != null
              ? ResultRows.whole(outputs, result)
              : ResultRows.slice(
                  outputs, result, group.rowShapes(), size, piece.row() - from, piece.count());
      piece.scored(OwnedRows.copyOf(own));
    }
    return true;
  }

  /** Name of an output whose leading dimension is not that of the rows; null when all follow. */
  private static @Nullable String strayOutput(RunGroup group, RunResult result, int rows) {
    List<OutputSpec> outputs = group.program().outputs();
    for (int o = 0; o < outputs.size(); o++) {
      Shape shape = result.shape(o);
      if (shape.rank() == 0 || shape.dim(0) != rows) {
        return outputs.get(o).name();
      }
    }
    return null;
  }

  private static void doNotShare(RunGroup group, String output) {
    group.plan().decide(Verdict.apart("output '" + output + "' does not follow the rows"));
  }

  /** Runs {@code rows} rows, padded to {@code size}; whatever goes wrong is a RunException. */
  private RunResult attempt(RunGroup group, RowBlock block, int from, int rows, int size)
      throws RunException {
    // Short runs are rarely interrupted, and asking costs something beside them.
    boolean longRuns = group.plan().lane() == Lane.WORKER;
    long start = nanoTime.getAsLong();
    long begin = longRuns ? runClock.begin() : start;
    boolean done = false;
    try {
      if (size > rows) {
        pad(block, rows, size);
      }
      RunResult result = group.program().run(block.ready(from, size), from, size);
      done = true;
      return result;
    } catch (RuntimeException | Error e) {
      log.error("A run ended unexpectedly", e);
      throw new RunException("The run ended unexpectedly: " + e, false);
    } finally {
      long nanos = nanoTime.getAsLong() - start;
      stats.ran(rows, size - rows, nanos);
      if (done && size > 0) {
        group.plan().observe(size, longRuns ? runClock.since(begin) : nanos);
      }
    }
  }

  private static Outcome failed(RunException e) {
    return new Outcome.Failed(
        e.inputAtFault()
            ? Problem.of(
                Reason.MODEL_REJECTED_INPUT, "The model rejected the input: " + e.getMessage())
            : Problem.of(Reason.MODEL_FAILED, "The model failed: " + e.getMessage()));
  }
}
