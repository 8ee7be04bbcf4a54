package dev.scorekeeper.server.batching;

import java.util.concurrent.Executor;

/** The worker threads and the timer, as the queues see them. Thread-safe. */
interface Workers {

  /** Something that has work for workers. */
  interface Source {

    /** Does one piece of work, or nothing when there is none any more. Called on a worker. */
    void runNext();
  }

  /**
   * Asks for one call of {@link Source#runNext} on a worker. Sources are served in the order of
   * these calls, one piece of work each, so that a busy one does not starve the others.
   *
   * @param costNanos predicted time of that piece of work
   */
  void ready(Source source, long costNanos);

  /** Runs a short action on the timer's thread after a while; not at all once closed. */
  void schedule(Runnable action, long delayNanos);

  /** True when a worker has nothing to do. */
  boolean hasIdle();

  /**
   * Notes that a loop is behind with its work.
   *
   * @return true when a worker has nothing to do and there is a core left to run it on
   */
  boolean canHelp(Executor busyLoop);

  /**
   * How long, in nanoseconds, the current thread has waited for a core so far while it was ready to
   * run; 0 where that cannot be told. What it waited in the midst of a run is no part of the run.
   */
  long coreWaitNanos();

  /**
   * Predicted wait, in nanoseconds, of work that has {@code turnsAhead} pieces of its own source,
   * each of {@code turnNanos}, before it.
   */
  long delayNanos(int turnsAhead, long turnNanos);
}
