package dev.scorekeeper.server.batching;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;

/** Workers without threads and a timer without time: they do exactly what the test asks for. */
final class PuppetWorkers implements Workers {

  private final Deque<Source> turns = new ArrayDeque<>();
  private final List<Timed> timed = new ArrayList<>();
  private long now;
  private boolean idle = true;
  private long coreWait;

  private record Timed(Runnable action, long atNanos) {}

  @Override
  public void ready(Source source, long costNanos) {
    turns.addLast(source);
  }

  @Override
  public void schedule(Runnable action, long delayNanos) {
    timed.add(new Timed(action, now + delayNanos));
  }

  @Override
  public boolean hasIdle() {
    return idle;
  }

  @Override
  public boolean canHelp(Executor busyLoop) {
    return idle;
  }

  @Override
  public long delayNanos(int turnsAhead, long turnNanos) {
    return turnsAhead * turnNanos;
  }

  @Override
  public long coreWaitNanos() {
    return coreWait;
  }

  /** Lets the current thread have waited so much longer for a core. */
  void waitForCore(long nanos) {
    coreWait += nanos;
  }

  void setIdle(boolean newIdle) {
    idle = newIdle;
  }

  /** Turns asked for and not yet given. */
  int turns() {
    return turns.size();
  }

  /** Gives one turn; false when none is asked for. */
  boolean runOne() {
    Source source = turns.pollFirst();
    if (source == null) {
      return false;
    }
    source.runNext();
    return true;
  }

  /** Gives turns until none is asked for. */
  void runAll() {
    while (runOne()) {}
  }

  /** Moves the timer on and does what is due. */
  void advance(long nanos) {
    now += nanos;
    List<Timed> due = new ArrayList<>();
    for (Iterator<Timed> each = timed.iterator(); each.hasNext(); ) {
      Timed next = each.next();
      if (next.atNanos() <= now) {
        due.add(next);
        each.remove();
      }
    }
    due.forEach(next -> next.action().run());
  }
}
