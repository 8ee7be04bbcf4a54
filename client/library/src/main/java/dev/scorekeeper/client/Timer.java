package dev.scorekeeper.client;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The time, and a way to have something run later. Tests bring their own. */
interface Timer extends AutoCloseable {

  /** Nanoseconds since some fixed moment, as {@link System#nanoTime}. */
  long nanoTime();

  /**
   * Runs a task once after a delay, on some thread that the task may block.
   *
   * @return takes the task back if it has not started
   */
  Runnable schedule(Runnable task, long delayNanos);

  /** Runs what is scheduled at once, and takes nothing more. */
  @Override
  void close();

  /** The system's clock and one daemon thread, which hands due tasks to an executor. */
  static Timer system(Executor executor) {
    return new SystemTimer(executor);
  }

  /** See {@link #system}. */
  final class SystemTimer implements Timer {
    private final ScheduledThreadPoolExecutor scheduler;
    private final Executor executor;

    private SystemTimer(Executor executor) {
      this.executor = executor;
      scheduler =
          new ScheduledThreadPoolExecutor(1, DaemonThreads.named("scorekeeper-client-timer"));
      scheduler.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public Runnable schedule(Runnable task, long delayNanos) {
      ScheduledFuture<?> future =
          scheduler.schedule(() -> executor.execute(task), delayNanos, TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    }

    @Override
    public void close() {
      // Due now: a retry that was being waited for finds the client closed and fails.
      scheduler.shutdownNow().forEach(Runnable::run);
    }
  }
}
