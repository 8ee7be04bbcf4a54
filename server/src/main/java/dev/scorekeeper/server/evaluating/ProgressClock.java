package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.engine.EvaluationRun;
import java.util.function.LongSupplier;

/** Tells how far an evaluation is, about once a second. Used by one thread. */
final class ProgressClock {

  static final long INTERVAL_NANOS = 1_000_000_000;

  private final ProgressListener listener;
  private final LongSupplier nanoTime;
  private long last;

  ProgressClock(ProgressListener listener, LongSupplier nanoTime) {
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  void tell(EvaluationRun figures) {
    long now = nanoTime.getAsLong();
    if (now - last >= INTERVAL_NANOS && listener.isWanted()) {
      last = now;
      listener.progress(figures.rows(), figures.values());
    }
  }
}
