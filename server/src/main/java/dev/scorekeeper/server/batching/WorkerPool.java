package dev.scorekeeper.server.batching;

/**
 * The worker threads shared by all models: daemons, started at once.
 *
 * <p>Closed after the batchers that use it; work that is still queued then is not done.
 */
public final class WorkerPool implements AutoCloseable {

  private final WorkerThreads threads;

  /**
   * @param threads number of workers, {@code >= 1}; the number of cores is a good choice, since a
   *     run keeps one busy
   */
  public WorkerPool(int threads) {
    this.threads = WorkerThreads.start(threads);
  }

  Workers workers() {
    return threads;
  }

  /** Number of workers that are running something now. */
  public int busy() {
    return threads.busy();
  }

  /**
   * Whether there is a worker at work for every core, so that other threads take time from runs.
   */
  public boolean takesAllCores() {
    return threads.busy() >= Runtime.getRuntime().availableProcessors();
  }

  /** Ends the threads after the runs in progress; waits for them for a few seconds. */
  @Override
  public void close() {
    threads.close();
  }
}
