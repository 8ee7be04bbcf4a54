package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.scoring.Outcome;
import dev.scorekeeper.server.scoring.Rows;
import java.util.concurrent.Executor;

/** One request on its way through the batcher. */
public interface ScoreTask {

  /** The inputs; borrowed: read only during the call that submits the task. */
  Rows rows();

  /**
   * When it must be answered, on the scale of {@link System#nanoTime}; {@code Long.MAX_VALUE}:
   * never.
   */
  long deadlineNanos();

  /** True once the caller has gone away. Any thread. */
  boolean isCancelled();

  /**
   * The single-threaded executor that brought the request (a network event loop). Submission
   * happens on it, the outcome is delivered on it, and in the loop lane the run takes place on it.
   * The same object for all requests of a loop.
   */
  Executor executor();

  /** Called exactly once, on {@link #executor}. Must not block or throw. */
  void complete(Outcome outcome);
}
