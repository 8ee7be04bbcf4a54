package dev.scorekeeper.server.evaluating;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One thread of ordinary priority that speaks to event loops in place of the evaluations' threads.
 *
 * <p>An event loop that finds a task half put into its queue spins until it is whole. Where the
 * thread that puts it is one that gives way to everybody, and on the same core, that may take
 * hundreds of milliseconds, in which nobody's requests are answered. So it only wakes this thread.
 */
final class Messenger implements Executor, AutoCloseable {

  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Messenger::thread);

  /** Starts its thread: it has the priority of who starts it. */
  Messenger() {
    executor.prestartCoreThread();
  }

  private static Thread thread(Runnable body) {
    Thread thread = new Thread(body, "scorekeeper-messenger");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs what does not block, soon and in the order of the calls.
   *
   * @throws java.util.concurrent.RejectedExecutionException once closed
   */
  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  /** Takes nothing more; what it took is still done. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
