package dev.scorekeeper.benchmarks.batching;

import dev.scorekeeper.server.batching.ScoreTask;
import dev.scorekeeper.server.scoring.Outcome;
import dev.scorekeeper.server.scoring.Rows;
import java.util.concurrent.Executor;

/**
 * A request that reads its answer and counts itself answered, to be submitted again and again.
 * Confined to its executor.
 */
final class CountedTask implements ScoreTask {

  private final Rows rows;
  private final Executor loop;
  private long answered;

  CountedTask(Rows rows, Executor loop) {
    this.rows = rows;
    this.loop = loop;
  }

  /** How often it was scored. */
  long answered() {
    return answered;
  }

  @Override
  public Rows rows() {
    return rows;
  }

  @Override
  public long deadlineNanos() {
    return Long.MAX_VALUE;
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public Executor executor() {
    return loop;
  }

  @Override
  public void complete(Outcome outcome) {
    if (!(outcome instanceof Outcome.Scored scored) || !scored.rows().data(0).hasRemaining()) {
      throw new IllegalStateException("not scored: " + outcome);
    }
    answered++;
  }
}
