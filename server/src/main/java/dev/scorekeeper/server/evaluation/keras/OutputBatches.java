package dev.scorekeeper.server.evaluation.keras;

import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationReason;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The running state of one output. Not thread-safe. */
final class OutputBatches {

  /** Most elements of a batch that is kept because something looks at it as a whole. */
  private static final long MOST_ELEMENTS = 64L << 20;

  private final OutputPlan plan;
  private final Optional<LossState> loss;
  private final List<BatchState> metrics;
  private final boolean whole;
  private final boolean ofBatches;
  private final RowBuffer buffer = new RowBuffer();

  /** Of the rows of the current batch; null before the first. */
  private @Nullable BatchForm form;

  OutputBatches(OutputPlan plan, int batchSize) {
    this.plan = plan;
    this.loss = plan.loss().map(l -> l.start(true, batchSize));
    this.metrics = plan.metrics().stream().map(m -> m.plan().state().apply(batchSize)).toList();
    this.whole =
        loss.map(LossState::needsWholeBatch).orElse(false)
            || metrics.stream().anyMatch(BatchState::needsWholeBatch);
    this.ofBatches = metrics.stream().anyMatch(LossState.class::isInstance);
  }

  /** Adds rows of the current batch. */
  void add(OutputRows rows, int from, int count) throws EvaluationException {
    if (ofBatches && rows.maskWidth > 0) {
      throw new EvaluationException(
              EvaluationReason.BAD_MASK,
              "masks",
              "Keras cannot mask a metric of %s that is one number for each batch"
                  .formatted(plan.name()))
          .with("output", plan.name());
    }
    if (buffer.elementsWith(rows, count) > MOST_ELEMENTS) {
      throw new EvaluationException(
              EvaluationReason.TOO_LARGE,
              "spec.keras.batch_size",
              "a loss or metric of %s looks at a batch as a whole, and the batch is too large to be kept"
                  .formatted(plan.name()))
          .with("output", plan.name());
    }
    if (form == null) {
      form = new BatchForm(rows);
    } else {
      form.check(rows, plan.name());
    }
    buffer.add(rows, from, count);
    if (!whole) {
      flush();
    }
  }

  /** The batch is over. */
  void endBatch() throws EvaluationException {
    if (whole) {
      flush();
    }
    form = null;
    loss.ifPresent(LossState::endBatch);
    metrics.forEach(BatchState::endBatch);
  }

  private void flush() {
    loss.ifPresent(state -> state.add(buffer.rows()));
    for (BatchState metric : metrics) {
      metric.add(buffer.rows());
    }
    buffer.clear();
  }

  OutputPlan plan() {
    return plan;
  }

  /** The loss of the last batch times its weight; 0 without one. */
  double weightedLoss() {
    return loss.map(state -> plan.lossWeight() * state.last()).orElse(0.0);
  }

  /** Rows in which a probability was clipped for the logarithm of the loss. */
  long clippedRows() {
    return loss.map(LossState::clippedRows).orElse(0L);
  }

  boolean lossDependent() {
    return loss.map(LossState::lossDependent).orElse(false);
  }

  /** The loss of this output alone, as Keras logs it where there are several. */
  Optional<MetricResult> loss() {
    return loss.map(LossState::result);
  }

  MetricResult result(int metric) {
    return metrics.get(metric).result();
  }

  boolean batchDependent(int metric) {
    return metrics.get(metric).batchDependent();
  }
}
