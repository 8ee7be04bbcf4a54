package dev.scorekeeper.server.records;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that wait for the database, so that no event loop does. At most so many tasks wait
 * for one; {@link #execute} refuses more with {@link RejectedExecutionException}.
 */
public final class RecordThreads implements Executor, AutoCloseable {

  /** Tasks that wait: a second's worth at a few milliseconds each. */
  private static final int QUEUE = 256;

  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final ThreadPoolExecutor threads;

  /** So many threads at most; none while there is nothing to do. */
  public RecordThreads(int count) {
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUE),
            task -> {
              Thread thread = new Thread(task, "records-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /** Takes no more, and waits a while for what was taken; not at all when interrupted. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
