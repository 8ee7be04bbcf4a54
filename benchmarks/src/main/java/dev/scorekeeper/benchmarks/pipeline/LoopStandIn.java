package dev.scorekeeper.benchmarks.pipeline;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Stands for an event loop: what it is asked to execute waits until {@link #turn}, as the tasks of
 * a loop wait for the end of a read. Any thread may hand tasks in; one thread takes turns.
 */
public final class LoopStandIn implements Executor {

  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /** Runs the tasks that wait, and those that come meanwhile. */
  public void turn() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Waits for a task if there is none, and takes a turn. */
  public void awaitTurn() throws InterruptedException {
    tasks.take().run();
    turn();
  }
}
