package dev.scorekeeper.benchmarks.guard;

import dev.scorekeeper.server.pipeline.Caller;
import dev.scorekeeper.server.pipeline.ScoreRequest;
import dev.scorekeeper.server.pipeline.Scorer;

/** A scorer that wastes memory or time before it hands a request on. Thread-safe. */
final class PlantedCost implements Scorer {

  /** What is thrown away; a field, so that the allocation is not optimized away. */
  private volatile byte[] waste = {};

  private final Scorer next;
  private final int bytes;
  private final long nanos;

  /**
   * @param bytes size of the array allocated for each request; 0: none
   * @param nanos time spent spinning on each request
   */
  PlantedCost(Scorer next, int bytes, long nanos) {
    this.next = next;
    this.bytes = bytes;
    this.nanos = nanos;
  }

  @Override
  public void score(ScoreRequest request, Caller caller) {
    if (bytes > 0) {
      waste = new byte[bytes];
    }
    if (nanos > 0) {
      long end = System.nanoTime() + nanos;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }
    next.score(request, caller);
  }

  int wasted() {
    return waste.length;
  }
}
