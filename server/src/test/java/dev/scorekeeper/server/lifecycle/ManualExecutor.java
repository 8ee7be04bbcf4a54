package dev.scorekeeper.server.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Executor that runs a task only when the test says so, on the test's thread. */
final class ManualExecutor implements Executor {

  private final Deque<Runnable> tasks = new ArrayDeque<>();

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  int size() {
    return tasks.size();
  }

  /** Runs the first task; false when there is none. */
  boolean runOne() {
    Runnable task = tasks.poll();
    if (task == null) {
      return false;
    }
    task.run();
    return true;
  }

  /** Runs tasks, and those that they bring, until there is none. */
  void runAll() {
    while (runOne()) {
      // Until none is left.
    }
  }
}
