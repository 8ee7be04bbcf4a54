package dev.scorekeeper.server.transport;

import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Lets one event loop rest after a round in which it turned requests away, so that there is more to
 * do in the next. Confined to the loop's thread.
 *
 * <p>A loop that shares its core with runs interrupts one for each request that arrives; reading,
 * refusing and answering several at a time costs a fraction of that. Network cards moderate their
 * interrupts for the same reason.
 */
final class LoopRest implements Runnable {

  private final RoundEnd roundEnd;
  private final BooleanSupplier coresTaken;
  private final long nanos;
  private final LongConsumer sleeper;
  private boolean due;

  /** Runs something once the loop has done what it found to do in this round. */
  interface RoundEnd {
    void afterThisRound(Runnable action);
  }

  /**
   * @param coresTaken whether runs keep every core busy now; otherwise no rest is taken
   * @param nanos how long a rest takes
   * @param sleeper waits for so many nanoseconds, or less
   */
  LoopRest(RoundEnd roundEnd, BooleanSupplier coresTaken, long nanos, LongConsumer sleeper) {
    this.roundEnd = roundEnd;
    this.coresTaken = coresTaken;
    this.nanos = nanos;
    this.sleeper = sleeper;
  }

  /** Once at the end of this round, however often it is called in it. */
  void afterThisRound() {
    if (!due && coresTaken.getAsBoolean()) {
      due = true;
      roundEnd.afterThisRound(this);
    }
  }

  @Override
  public void run() {
    due = false;
    sleeper.accept(nanos);
  }
}
