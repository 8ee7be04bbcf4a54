package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.engine.EvaluationChunk;
import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationRun;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.RunException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs metric signatures on the slots that the model itself runs on, and counts what they gave.
 * Owns memory for one run of each; used by one thread.
 */
final class SignatureRuns implements AutoCloseable {

  private final List<MetricSignature> signatures;
  private final EvaluationRun figures;
  private final EvaluationChunk chunk;
  private final List<SignatureRun> runs = new ArrayList<>();

  /** For each signature its outputs in the chunk. */
  private final List<List<OutputRows>> targets = new ArrayList<>();

  /**
   * Runs of these signatures.
   *
   * @param figures over their outputs, one after the other
   */
  SignatureRuns(List<MetricSignature> signatures, int computeRows, EvaluationRun figures) {
    this.signatures = List.copyOf(signatures);
    this.figures = figures;
    this.chunk =
        new EvaluationChunk(figures.setup().facts().size(), figures.setup().sliceColumns().size());
    int next = 0;
    for (MetricSignature signature : signatures) {
      int outputs = signature.program().outputs().size();
      List<OutputRows> own = Arrays.asList(chunk.outputs).subList(next, next + outputs);
      next += outputs;
      targets.add(own);
      runs.add(
          signature.additive()
              ? new StateRun(signature, computeRows, own)
              : new RowValueRun(signature, computeRows, own));
    }
  }

  /** Runs rows {@code from .. from + count} of a slot, filled up to {@code size}. */
  void run(Slot slot, int from, int count, int size) throws RunException, ProblemException {
    for (SignatureRun run : runs) {
      run.run(slot, from, count, size);
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
    for (int s = 0; s < signatures.size(); s++) {
      boolean[] complete = complete(signatures.get(s), slot);
      for (OutputRows rows : targets.get(s)) {
        finish(rows, slot, complete);
      }
    }
    figures.add(chunk);
  }

  /** Which rows have all that the signature takes. */
  private static boolean[] complete(MetricSignature signature, Slot slot) {
    boolean[] complete = new boolean[slot.rows];
    for (int row = 0; row < complete.length; row++) {
      complete[row] = signature.inputs().complete(slot, row);
    }
    return complete;
  }

  private static void finish(OutputRows rows, Slot slot, boolean[] complete) {
    rows.count = slot.rows;
    rows.predictionShape = new int[] {rows.predictionWidth};
    rows.labelWidth = rows.predictionWidth;
    rows.labelShape = rows.predictionShape;
    if (rows.labels.length < slot.capacity * rows.labelWidth) {
      // There are none: zeros, which nothing is computed from.
      rows.labels = new double[slot.capacity * rows.labelWidth];
    }
    rows.mask = complete;
    rows.maskWidth = 1;
  }

  @Override
  public void close() {
    runs.forEach(SignatureRun::close);
  }
}
