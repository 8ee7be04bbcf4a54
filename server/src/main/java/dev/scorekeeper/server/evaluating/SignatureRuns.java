package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.engine.EvaluationChunk;
import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationRun;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.RunException;
import dev.scorekeeper.server.scoring.RunResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs metric signatures on the slots that the model itself runs on. Owns memory for one run of
 * each; used by one thread.
 */
final class SignatureRuns implements AutoCloseable {

  private final List<MetricSignature> signatures;
  private final int computeRows;
  private final EvaluationRun figures;
  private final EvaluationChunk chunk;
  private final List<InputBlock> blocks = new ArrayList<>();
  private @Nullable Form form;

  /**
   * Runs of these signatures.
   *
   * @param figures over their outputs, one after the other
   */
  SignatureRuns(List<MetricSignature> signatures, int computeRows, EvaluationRun figures) {
    this.signatures = List.copyOf(signatures);
    this.computeRows = computeRows;
    this.figures = figures;
    this.chunk =
        new EvaluationChunk(figures.setup().facts().size(), figures.setup().sliceColumns().size());
  }

  /** Runs rows {@code from .. from + count} of a slot, filled up to {@code size}. */
  void run(Slot slot, int from, int count, int size) throws RunException, ProblemException {
    if (!slot.form.equals(form)) {
      close();
      for (MetricSignature signature : signatures) {
        blocks.add(signature.allocate(slot.form, computeRows));
      }
      form = slot.form;
    }
    int output = 0;
    for (int s = 0; s < signatures.size(); s++) {
      MetricSignature signature = signatures.get(s);
      InputBlock block = blocks.get(s);
      signature.fill(slot, from, count, size, block);
      try (RunResult result = signature.program().run(block, 0, size)) {
        for (int i = 0; i < signature.names().size(); i++) {
          Predictions.copy(
              result,
              i,
              signature.names().get(i),
              size,
              count,
              chunk.outputs[output++],
              from,
              slot.capacity);
        }
      }
    }
  }

  /** Counts all rows of a slot, which were run. */
  void count(Slot slot) throws EvaluationException {
    chunk.count = slot.rows;
    chunk.firstRow = slot.chunk.firstRow;
    chunk.rowNumbers = slot.chunk.rowNumbers;
    chunk.exampleIds = slot.chunk.exampleIds;
    chunk.hasExampleIds = slot.chunk.hasExampleIds;
    System.arraycopy(slot.chunk.slices, 0, chunk.slices, 0, chunk.slices.length);
    for (OutputRows rows : chunk.outputs) {
      rows.count = slot.rows;
      rows.predictionShape = new int[] {1};
      rows.labelShape = new int[] {1};
      rows.labelWidth = 1;
      if (rows.labels.length < slot.capacity) {
        // There are none: zeros, which nothing is computed from.
        rows.labels = new double[slot.capacity];
      }
    }
    figures.add(chunk);
  }

  @Override
  public void close() {
    blocks.forEach(InputBlock::close);
    blocks.clear();
    form = null;
  }
}
