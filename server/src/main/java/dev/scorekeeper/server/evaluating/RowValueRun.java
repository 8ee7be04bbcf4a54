package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.RunException;
import dev.scorekeeper.server.scoring.RunResult;
import java.util.List;

/** Runs a signature that gives numbers for each row, a compute batch at a time. */
final class RowValueRun implements SignatureRun {

  private final MetricSignature signature;
  private final List<OutputRows> targets;
  private final SignatureMemory memory;

  /**
   * A run.
   *
   * @param targets get the numbers of each output as predictions
   */
  RowValueRun(MetricSignature signature, int computeRows, List<OutputRows> targets) {
    this.signature = signature;
    this.targets = targets;
    this.memory = new SignatureMemory(signature, computeRows);
  }

  @Override
  public void run(Slot slot, int from, int count, int size) throws RunException, ProblemException {
    InputBlock block = memory.of(slot.form);
    signature.inputs().fill(slot, row -> from + Math.min(row, count - 1), size, block);
    try (RunResult result = signature.program().run(block, 0, size)) {
      for (int i = 0; i < targets.size(); i++) {
        String name = signature.names().get(i);
        Predictions.copy(result, i, name, size, count, targets.get(i), from, slot.capacity);
      }
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}
