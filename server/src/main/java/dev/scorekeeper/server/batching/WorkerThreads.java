package dev.scorekeeper.server.batching;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads that serve {@link Workers.Source}s in turn, and one more that keeps time. */
final class WorkerThreads implements Workers, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WorkerThreads.class);
  private static final long CLOSE_WAIT_MILLIS = 5_000;

  private final int count;
  private final List<Thread> threads = new ArrayList<>();
  private final ScheduledThreadPoolExecutor timer;
  private final BusyLoops busyLoops = new BusyLoops(System::nanoTime);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final Deque<Turn> turns = new ArrayDeque<>();

  @GuardedBy("lock")
  private boolean closed;

  // Written under the lock, read without: a hint.
  private volatile int busy;
  private volatile long waitingNanos;
  private volatile long runningNanos;

  /** One call that a source asked for. */
  private record Turn(Source source, long costNanos) {}

  private WorkerThreads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("threads must be positive: " + count);
    }
    this.count = count;
    this.timer =
        new ScheduledThreadPoolExecutor(1, runnable -> daemon(runnable, "scorekeeper-batch-timer"));
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.setRemoveOnCancelPolicy(true);
  }

  static WorkerThreads start(int count) {
    WorkerThreads result = new WorkerThreads(count);
    for (int i = 1; i <= count; i++) {
      result.threads.add(daemon(result::work, "scorekeeper-worker-" + i));
    }
    result.threads.forEach(Thread::start);
    return result;
  }

  private static Thread daemon(Runnable body, String name) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void ready(Source source, long costNanos) {
    lock.lock();
    try {
      turns.addLast(new Turn(source, costNanos));
      account(0, costNanos, 0);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void schedule(Runnable action, long delayNanos) {
    // After shutdown the executor's default policy would throw; there is nothing left to do then.
    if (!timer.isShutdown()) {
      var unused = timer.schedule(() -> guarded(action), delayNanos, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public boolean hasIdle() {
    return busy < count && waitingNanos == 0;
  }

  @Override
  public boolean canHelp(Executor busyLoop) {
    int loops = busyLoops.behind(busyLoop);
    return hasIdle() && loops + busy < Runtime.getRuntime().availableProcessors();
  }

  @Override
  public long delayNanos(int turnsAhead, long turnNanos) {
    if (turnsAhead == 0 && hasIdle()) {
      return 0;
    }
    // Sources take turns: until ours comes, one piece of each of the others runs, and half of what
    // is running now is left on average.
    long round = Math.max(turnNanos, waitingNanos);
    return (turnsAhead * round + runningNanos / 2) / count;
  }

  @Override
  public long coreWaitNanos() {
    return CoreWait.nanos();
  }

  int busy() {
    return busy;
  }

  private void work() {
    while (true) {
      Turn turn = next();
      if (turn == null) {
        return;
      }
      try {
        guarded(turn.source()::runNext);
      } finally {
        ended(turn);
      }
    }
  }

  private @Nullable Turn next() {
    lock.lock();
    try {
      while (turns.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      Turn turn = closed ? null : turns.pollFirst();
      if (turn != null) {
        account(1, -turn.costNanos(), turn.costNanos());
      }
      return turn;
    } finally {
      lock.unlock();
    }
  }

  private void ended(Turn turn) {
    lock.lock();
    try {
      account(-1, 0, -turn.costNanos());
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  @SuppressWarnings("NonAtomicVolatileUpdate") // written only under the lock
  private void account(int busyChange, long waitingChange, long runningChange) {
    busy += busyChange;
    waitingNanos += waitingChange;
    runningNanos += runningChange;
  }

  /** A source takes care of its own failures; one that does not must not cost a thread. */
  private static void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      log.error("A batching task failed; this is a defect of the server", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      for (Thread thread : threads) {
        thread.join(CLOSE_WAIT_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
