package dev.scorekeeper.server.batching;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** An event loop that runs its tasks when the test says so. */
final class FakeLoop implements Executor {

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private boolean ended;

  @Override
  public void execute(Runnable task) {
    if (ended) {
      throw new RejectedExecutionException("the loop has ended");
    }
    tasks.addLast(task);
  }

  /** Takes no more tasks from now on. */
  void end() {
    ended = true;
  }

  int tasks() {
    return tasks.size();
  }

  boolean runOne() {
    Runnable task = tasks.pollFirst();
    if (task == null) {
      return false;
    }
    task.run();
    return true;
  }

  void runAll() {
    while (runOne()) {}
  }
}
