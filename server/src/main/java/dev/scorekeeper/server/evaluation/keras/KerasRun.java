package dev.scorekeeper.server.evaluation.keras;

import dev.scorekeeper.server.evaluation.engine.EvaluationChunk;
import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.LossSource;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.OutputCounts;
import dev.scorekeeper.server.evaluation.engine.EvaluationRun;
import dev.scorekeeper.server.evaluation.engine.EvaluationSetup;
import dev.scorekeeper.server.evaluation.engine.FigureValue;
import java.io.DataInput;
import java.io.DataOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * An evaluation in KERAS mode: rows in the order of the stream, cut into logical batches that have
 * nothing to do with the chunks they came in. Not thread-safe.
 *
 * <p>The loss is Σ N L / Σ N over batches of N rows with loss L, as Keras' loss tracker.
 */
final class KerasRun implements EvaluationRun {

  private final EvaluationSetup setup;

  /** Checks the rows and counts what is special about them. */
  private final EvaluationRun counting;

  private final List<OutputBatches> outputs;
  private final int batchSize;
  private final double extraLoss;
  private boolean ended;
  private int inBatch;
  private double lossTotal;
  private long lossRows;

  KerasRun(EvaluationSetup setup, List<OutputPlan> plans) {
    this.setup = setup;
    this.counting = setup.withoutMetrics().start();
    this.batchSize = setup.question().keras().orElseThrow().batchSize();
    this.outputs = plans.stream().map(plan -> new OutputBatches(plan, batchSize)).toList();
    this.extraLoss = setup.question().extraLoss().orElse(0);
  }

  @Override
  public EvaluationSetup setup() {
    return setup;
  }

  @Override
  public long rows() {
    return counting.rows();
  }

  @Override
  public void add(EvaluationChunk chunk) throws EvaluationException {
    if (ended) {
      throw new IllegalStateException("the last batch was counted as whole");
    }
    counting.add(chunk);
    int from = 0;
    while (from < chunk.count) {
      int count = Math.min(chunk.count - from, batchSize - inBatch);
      for (int i = 0; i < outputs.size(); i++) {
        outputs.get(i).add(chunk.outputs[i], from, count);
      }
      from += count;
      inBatch += count;
      if (inBatch == batchSize) {
        endBatch();
      }
    }
  }

  private void endBatch() throws EvaluationException {
    double loss = extraLoss;
    for (OutputBatches output : outputs) {
      output.endBatch();
      loss += output.weightedLoss();
    }
    lossTotal += inBatch * loss;
    lossRows += inBatch;
    inBatch = 0;
  }

  @Override
  public void merge(EvaluationRun other) {
    throw new IllegalArgumentException(
        "evaluations in KERAS mode do not merge: batches go on from one part to the next");
  }

  @Override
  public void write(DataOutput out) {
    throw new UnsupportedOperationException("an evaluation in KERAS mode has no state to move");
  }

  @Override
  public void read(DataInput in) {
    throw new UnsupportedOperationException("an evaluation in KERAS mode has no state to move");
  }

  /** Over the batches that are whole; none before the first. */
  @Override
  public List<FigureValue> values() {
    if (lossRows == 0) {
      return List.of();
    }
    return KerasValues.of(outputs, lossTotal / lossRows);
  }

  /** What is left of the last batch counts as one: no rows may come after. */
  @Override
  public EvaluationFigures figures() throws EvaluationException {
    EvaluationFigures counted = counting.figures();
    ended = true;
    if (inBatch > 0) {
      endBatch();
    }
    List<OutputCounts> counts = new ArrayList<>();
    List<String> warnings = new ArrayList<>(counted.warnings());
    for (int i = 0; i < outputs.size(); i++) {
      OutputBatches output = outputs.get(i);
      counts.add(counts(counted.outputs().get(i), output));
      if (output.clippedRows() > 0) {
        warnings.add(
            "Probabilities of %d rows of %s were clipped for the loss; Keras takes the logits where it"
                    .formatted(output.clippedRows(), output.plan().name())
                + " can, and gives another loss.");
      }
    }
    return new EvaluationFigures(
        counted.rows(),
        values(),
        List.of(),
        counts,
        counted.matrices(),
        counted.curves(),
        warnings);
  }

  private static OutputCounts counts(OutputCounts counted, OutputBatches output) {
    boolean logits = output.plan().planned().facts().logitsAvailable();
    return new OutputCounts(
        counted.output(),
        counted.countedRows(),
        counted.weightSum(),
        counted.missingLabels(),
        counted.nonFiniteRows(),
        output.clippedRows(),
        counted.maskedElements(),
        counted.labelCounts(),
        output.plan().loss().map(loss -> loss.source(logits)).orElse(LossSource.NONE),
        counted.scoreKind(),
        counted.labelEncoding());
  }
}
