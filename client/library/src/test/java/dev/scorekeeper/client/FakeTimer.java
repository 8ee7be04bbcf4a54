package dev.scorekeeper.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A timer whose time passes when the test says so. Not thread-safe. */
final class FakeTimer implements Timer {

  private final List<Task> tasks = new ArrayList<>();
  private long now;

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public Runnable schedule(Runnable task, long delayNanos) {
    Task scheduled = new Task(now + delayNanos, task);
    tasks.add(scheduled);
    return () -> tasks.remove(scheduled);
  }

  /** Time until the next task is due; empty when none is scheduled. */
  Optional<Duration> untilNext() {
    return next().map(task -> Duration.ofNanos(task.due - now));
  }

  int scheduledCount() {
    return tasks.size();
  }

  /** Lets time pass, running what becomes due on the way. */
  void advance(Duration duration) {
    long end = now + duration.toNanos();
    for (Optional<Task> task = next(); task.isPresent() && task.get().due <= end; task = next()) {
      now = Math.max(now, task.get().due);
      tasks.remove(task.get());
      task.get().action.run();
    }
    now = end;
  }

  private Optional<Task> next() {
    return tasks.stream().min(Comparator.comparingLong(task -> task.due));
  }

  @Override
  public void close() {
    List<Task> rest = List.copyOf(tasks);
    tasks.clear();
    rest.forEach(task -> task.action.run());
  }

  private static final class Task {
    final long due;
    final Runnable action;

    Task(long due, Runnable action) {
      this.due = due;
      this.action = action;
    }
  }
}
