package dev.scorekeeper.cli.tune;

import dev.scorekeeper.v1.BatchingInfo;

/** A running server with some settings. Owned by who started it. For one thread. */
interface TrialServer extends AutoCloseable {
  /** What the server found out about the model: its cost, its best batch, its lane. */
  BatchingInfo batching();

  /** Measures a load; rows answered a second. */
  double rowsPerSecond(LoadPoint point) throws InterruptedException;

  @Override
  void close();
}
