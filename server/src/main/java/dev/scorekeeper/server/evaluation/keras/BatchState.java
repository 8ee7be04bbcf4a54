package dev.scorekeeper.server.evaluation.keras;

import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;

/** The running state of a metric in KERAS mode. Not thread-safe. */
interface BatchState {

  /** Whether {@link #add} must get each batch in one. */
  boolean needsWholeBatch();

  /** Adds rows of the current batch, in order. */
  void add(OutputRows rows);

  /** The batch is over. */
  void endBatch();

  MetricResult result();

  /** Whether the result depends on how rows are grouped into batches. */
  boolean batchDependent();
}
