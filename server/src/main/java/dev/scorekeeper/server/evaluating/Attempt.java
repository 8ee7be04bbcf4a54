package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.stats.EvaluationStats;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** An evaluation as the statistics see it: it begins, and ends once. Thread-safe. */
public final class Attempt {

  private final EvaluationStats stats;
  private final LongSupplier nanoTime;
  private final long start;
  private final AtomicBoolean ended = new AtomicBoolean();

  Attempt(EvaluationStats stats, LongSupplier nanoTime) {
    this.stats = stats;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    stats.started();
  }

  /** It came to a record, or to the state of a part, of so many rows. */
  public void completed(long rows) {
    end();
    stats.completed(rows, nanoTime.getAsLong() - start);
  }

  /** It came to nothing. */
  public void failed(Reason reason) {
    end();
    stats.failed(reason);
  }

  private void end() {
    if (ended.getAndSet(true)) {
      throw new IllegalStateException("it has ended already");
    }
  }
}
