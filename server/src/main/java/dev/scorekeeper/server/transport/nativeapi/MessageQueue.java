package dev.scorekeeper.server.transport.nativeapi;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a stream between the event loop that brings them and the thread that works on them.
 * Thread-safe.
 *
 * <p>Asks for as many messages as there is room for: the queue holds at most {@code maxBytes} and
 * {@value #AHEAD} messages more. What the client sends beyond waits in the network.
 */
final class MessageQueue {

  /** Messages asked for that have not come: one to read while another is on its way. */
  private static final int AHEAD = 2;

  private final long maxBytes;
  private final Duration patience;
  private final IntConsumer request;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final Deque<ByteBuffer> messages = new ArrayDeque<>();

  @GuardedBy("lock")
  private long bytes;

  @GuardedBy("lock")
  private int requested;

  @GuardedBy("lock")
  private boolean ended;

  @GuardedBy("lock")
  private @Nullable Problem problem;

  /**
   * A queue without messages.
   *
   * @param patience how long {@link #take} waits
   * @param request asks for further messages; any thread
   */
  MessageQueue(long maxBytes, Duration patience, IntConsumer request) {
    this.maxBytes = maxBytes;
    this.patience = patience;
    this.request = request;
  }

  /** Asks for the first messages. */
  void start() {
    requestMore();
  }

  /** A message came. */
  void put(ByteBuffer message) {
    lock.lock();
    try {
      requested--;
      if (problem == null) {
        messages.addLast(message);
        bytes += message.remaining();
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
    requestMore();
  }

  /** No further message comes. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody wants what comes any more; the first problem counts. */
  void fail(Problem why) {
    lock.lock();
    try {
      if (problem == null) {
        problem = why;
        messages.clear();
        bytes = 0;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next message; waits for it. Null when the stream ended.
   *
   * @throws ProblemException EVALUATION_STALLED when none comes, or what {@link #fail} was told
   */
  @Nullable ByteBuffer take() throws ProblemException, InterruptedException {
    ByteBuffer message;
    lock.lockInterruptibly();
    try {
      long left = patience.toNanos();
      while (problem == null && messages.isEmpty() && !ended) {
        if (left <= 0) {
          throw new ProblemException(stalled());
        }
        left = changed.awaitNanos(left);
      }
      if (problem != null) {
        throw new ProblemException(problem);
      }
      message = messages.pollFirst();
      if (message == null) {
        return null;
      }
      bytes -= message.remaining();
    } finally {
      lock.unlock();
    }
    requestMore();
    return message;
  }

  private Problem stalled() {
    return Problem.of(
            Reason.EVALUATION_STALLED,
            "No message came for %s (evaluation.idle_timeout); nothing was recorded."
                .formatted(patience))
        .with("idle_timeout", patience);
  }

  private void requestMore() {
    int more;
    lock.lock();
    try {
      more = problem == null && !ended && bytes < maxBytes ? AHEAD - requested : 0;
      requested += Math.max(0, more);
    } finally {
      lock.unlock();
    }
    if (more > 0) {
      request.accept(more);
    }
  }
}
