package dev.scorekeeper.server.evaluating;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of evaluations, made when they are needed, kept for a while. */
final class EvaluationThreads implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(EvaluationThreads.class);
  private static final long IDLE_SECONDS = 30;
  private static final long CLOSE_WAIT_SECONDS = 10;

  private final ThreadPoolExecutor executor;
  private final AtomicInteger count = new AtomicInteger();

  /**
   * Starts no thread yet.
   *
   * @param lowPriority whether to ask the operating system for the lowest priority
   */
  EvaluationThreads(boolean lowPriority) {
    executor =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            body -> thread(body, lowPriority));
  }

  private Thread thread(Runnable body, boolean lowPriority) {
    Runnable whole =
        () -> {
          if (lowPriority) {
            LowPriority.lower();
          }
          body.run();
        };
    Thread thread = new Thread(whole, "scorekeeper-evaluation-" + count.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs something on a thread of its own.
   *
   * @throws java.util.concurrent.RejectedExecutionException once closed
   */
  void execute(Runnable task) {
    executor.execute(task);
  }

  /** Interrupts what runs, and waits for it for a while. */
  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS)) {
        logger.warn("Evaluations had not ended {} s after they were told to", CLOSE_WAIT_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
