package dev.scorekeeper.server.batching;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.scorekeeper.server.scoring.Rows;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Batches that wait for a worker, first come first served; the last one may still be open. A worker
 * that becomes free takes the first, full or not: requests gather while all workers are busy.
 *
 * <p>Thread-safe. At most one turn is asked of the workers at a time; each turn that takes a batch
 * asks for the next if there are more.
 */
final class WorkQueue implements Workers.Source {

  private final Workers workers;
  private final BatchRunner runner;
  private final int maxRunning;
  private final long maxWaitNanos;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Deque<Batch> batches = new ArrayDeque<>();

  @GuardedBy("lock")
  private int running;

  @GuardedBy("lock")
  private boolean turnAsked;

  /** Written under the lock, read without: a hint. */
  private volatile int waiting;

  /**
   * @param maxRunning most batches that are run at the same time
   * @param maxWaitNanos how long the first rows of a batch wait for company
   */
  WorkQueue(Workers workers, BatchRunner runner, int maxRunning, long maxWaitNanos) {
    this.workers = workers;
    this.runner = runner;
    this.maxRunning = maxRunning;
    this.maxWaitNanos = maxWaitNanos;
  }

  /** Number of batches waiting, about. */
  int waiting() {
    return waiting;
  }

  /**
   * Copies the rows of a piece into the open batch at the end, or into a new one.
   *
   * @return false when the group makes no more batches; nothing has changed then
   */
  boolean append(RunGroup group, Piece piece, Rows rows) {
    lock.lock();
    try {
      Batch tail = batches.peekLast();
      if (tail == null || tail.group() != group || !tail.fits(piece.count())) {
        Batch opened = group.open(piece.count(), group.nextMaxRows());
        if (opened == null) {
          return false;
        }
        opened.fill(piece, rows);
        if (tail != null) {
          tail.close();
        }
        enqueue(opened);
      } else {
        tail.add(piece, rows);
      }
      Batch last = batches.getLast();
      if (last.isFull()) {
        last.close();
      }
      count(group, piece.count());
      askForTurn();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes over a batch that is closed; it waits for nobody. */
  void offer(Batch batch) {
    lock.lock();
    try {
      Batch tail = batches.peekLast();
      if (tail != null) {
        tail.close();
      }
      batch.close();
      batches.addLast(batch);
      waiting = batches.size();
      count(batch.group(), batch.rows());
      askForTurn();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void enqueue(Batch batch) {
    batches.addLast(batch);
    waiting = batches.size();
    if (maxWaitNanos > 0) {
      workers.schedule(() -> endWait(batch), maxWaitNanos);
    }
  }

  private void endWait(Batch batch) {
    lock.lock();
    try {
      batch.endWait();
      askForTurn();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void count(RunGroup group, int rows) {
    group.plan().queuedRows().addAndGet(rows);
    runner.stats().queuedRows(rows);
  }

  @GuardedBy("lock")
  private void askForTurn() {
    Batch head = batches.peekFirst();
    if (head == null || turnAsked || running >= maxRunning || !isDue(head)) {
      return;
    }
    turnAsked = true;
    workers.ready(this, head.group().plan().predictNanos(head.rows()));
  }

  private boolean isDue(Batch batch) {
    return maxWaitNanos == 0 || batch.isClosed() || batch.isWaitOver();
  }

  @Override
  public void runNext() {
    Batch batch = take();
    if (batch == null) {
      return;
    }
    try {
      runner.run(batch, null);
    } finally {
      ended();
    }
  }

  private @Nullable Batch take() {
    lock.lock();
    try {
      turnAsked = false;
      Batch head = batches.peekFirst();
      if (head == null || running >= maxRunning || !isDue(head)) {
        return null;
      }
      batches.removeFirst();
      waiting = batches.size();
      head.close();
      running++;
      count(head.group(), -head.rows());
      askForTurn();
      return head;
    } finally {
      lock.unlock();
    }
  }

  private void ended() {
    lock.lock();
    try {
      running--;
      askForTurn();
    } finally {
      lock.unlock();
    }
  }
}
