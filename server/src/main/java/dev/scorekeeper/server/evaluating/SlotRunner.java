package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationRun;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.RunException;
import dev.scorekeeper.server.scoring.RunResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the model on slots, a compute batch at a time, and counts what it gave. Used by one thread.
 */
final class SlotRunner implements Runnable {

  private static final Logger logger = LoggerFactory.getLogger(SlotRunner.class);

  private final Program program;
  private final int[] positions;
  private final int[] logits;
  private final int computeRows;
  private final boolean fillUp;
  private final EvaluationRun figures;
  private final SlotExchange exchange;
  private final Courtesy courtesy;
  private final ProgressClock progress;
  private final @Nullable SignatureRuns signatures;

  /**
   * A runner.
   *
   * @param fillUp whether short runs are filled up with copies of a row
   * @param signatures taken over; null when there are none
   */
  SlotRunner(
      PlannedPass planned,
      int computeRows,
      boolean fillUp,
      EvaluationRun figures,
      SlotExchange exchange,
      Courtesy courtesy,
      ProgressClock progress,
      @Nullable SignatureRuns signatures) {
    this.program = planned.program();
    this.positions = planned.positions().stream().mapToInt(i -> i).toArray();
    this.logits = planned.logits().stream().mapToInt(i -> i).toArray();
    this.computeRows = computeRows;
    this.fillUp = fillUp;
    this.figures = figures;
    this.exchange = exchange;
    this.courtesy = courtesy;
    this.progress = progress;
    this.signatures = signatures;
  }

  @Override
  public void run() {
    try {
      for (Slot slot = exchange.take(); slot != null; slot = exchange.take()) {
        Problem problem = count(slot);
        if (problem != null) {
          // First, so that nobody who waits for the slot takes the figures for good.
          exchange.fail(problem);
        }
        exchange.giveBack(slot);
      }
    } catch (InterruptedException e) {
      exchange.fail(stopping());
    } finally {
      if (signatures != null) {
        signatures.close();
      }
    }
  }

  /** Null when all went well. */
  private @Nullable Problem count(Slot slot) {
    try {
      add(slot);
      progress.tell(figures);
      return null;
    } catch (ProblemException e) {
      return e.problem();
    } catch (EvaluationException e) {
      return EvaluationProblems.of(e).problem();
    } catch (RunException e) {
      return EvaluationProblems.ofRun(e, "on rows of the data set");
    } catch (InterruptedException e) {
      return stopping();
    } catch (RuntimeException | Error e) {
      logger.error("An evaluation failed in a way that none should", e);
      return Problem.of(
          Reason.INTERNAL_ERROR, "The server failed on this evaluation; its log says how.");
    }
  }

  private static Problem stopping() {
    return Problem.of(Reason.SERVER_STOPPING, "The server is stopping; nothing was recorded.");
  }

  private void add(Slot slot)
      throws RunException, ProblemException, EvaluationException, InterruptedException {
    for (int from = 0; from < slot.rows; from += computeRows) {
      int count = Math.min(computeRows, slot.rows - from);
      int size = fillUp ? computeRows : count;
      for (int i = count; i < size; i++) {
        slot.block.moveRows(from + count - 1, from + i, 1);
      }
      run(slot, from, count, size);
      runSignatures(slot, from, count, size);
    }
    slot.chunk.count = slot.rows;
    for (var output : slot.chunk.outputs) {
      output.count = slot.rows;
    }
    figures.add(slot.chunk);
    if (signatures != null) {
      signatures.count(slot);
    }
  }

  private void runSignatures(Slot slot, int from, int count, int size)
      throws RunException, ProblemException, InterruptedException {
    if (signatures != null) {
      courtesy.enter();
      try {
        signatures.run(slot, from, count, size);
      } finally {
        courtesy.leave();
      }
    }
  }

  private void run(Slot slot, int from, int count, int size)
      throws RunException, ProblemException, InterruptedException {
    courtesy.enter();
    RunResult result;
    try {
      result = program.run(slot.block, from, size);
    } finally {
      courtesy.leave();
    }
    try (result) {
      for (int i = 0; i < positions.length; i++) {
        Predictions.copy(
            result,
            positions[i],
            program.outputs().get(positions[i]).name(),
            size,
            count,
            slot.chunk.outputs[i],
            from,
            slot.capacity);
        if (logits[i] >= 0) {
          Predictions.copyLogits(
              result, logits[i], size, count, slot.chunk.outputs[i], from, slot.capacity);
        }
      }
    }
  }
}
