package dev.scorekeeper.server.evaluating;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where the thread that fills slots hands them to the thread that runs them, and gets them back.
 * Thread-safe.
 *
 * <pre>
 *   filling ──put──→ [full] ──take──→ running ──giveBack──→ [empty] ──takeEmpty──→ filling
 *                     at most {@code depth} from put to giveBack
 * </pre>
 */
final class SlotExchange {

  private final int depth;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final Deque<Slot> full = new ArrayDeque<>();

  @GuardedBy("lock")
  private final Deque<Slot> empty = new ArrayDeque<>();

  /** Slots from put to giveBack. */
  @GuardedBy("lock")
  private int away;

  @GuardedBy("lock")
  private boolean finished;

  @GuardedBy("lock")
  private @Nullable Problem problem;

  SlotExchange(int depth) {
    this.depth = depth;
  }

  /**
   * Hands a full slot on; waits while too many are away.
   *
   * @throws ProblemException when the other side failed or the evaluation was cancelled; the slot
   *     stays the caller's
   */
  void put(Slot slot) throws ProblemException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (problem == null && away >= depth) {
        changed.await();
      }
      check();
      full.addLast(slot);
      away++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A slot of this form that came back; null when there is none. */
  @Nullable Slot takeEmpty(Form form) {
    lock.lock();
    try {
      for (Slot slot : empty) {
        if (slot.form.equals(form)) {
          empty.remove(slot);
          return slot;
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Any slot that came back; null when there is none. */
  @Nullable Slot pollEmpty() {
    lock.lock();
    try {
      return empty.pollFirst();
    } finally {
      lock.unlock();
    }
  }

  /** Number of slots that came back. */
  int emptyCount() {
    lock.lock();
    try {
      return empty.size();
    } finally {
      lock.unlock();
    }
  }

  /** The next slot to run; waits for it. Null when there are no more, or none is wanted. */
  @Nullable Slot take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (problem == null && full.isEmpty() && !finished) {
        changed.await();
      }
      return problem == null ? full.pollFirst() : null;
    } finally {
      lock.unlock();
    }
  }

  void giveBack(Slot slot) {
    lock.lock();
    try {
      empty.addLast(slot);
      away--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** No further slot follows. */
  void finish() {
    lock.lock();
    try {
      finished = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all that was put has come back. */
  void awaitAll() throws ProblemException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (problem == null && away > 0) {
        changed.await();
      }
      check();
    } finally {
      lock.unlock();
    }
  }

  /** Ends everything; the first problem counts. */
  void fail(Problem why) {
    lock.lock();
    try {
      if (problem == null) {
        problem = why;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean hasFailed() {
    lock.lock();
    try {
      return problem != null;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void check() throws ProblemException {
    if (problem != null) {
      throw new ProblemException(problem);
    }
  }

  /** All slots that are here, to be closed; once both sides have ended. */
  Deque<Slot> drain() {
    lock.lock();
    try {
      Deque<Slot> all = new ArrayDeque<>(full);
      all.addAll(empty);
      full.clear();
      empty.clear();
      return all;
    } finally {
      lock.unlock();
    }
  }
}
