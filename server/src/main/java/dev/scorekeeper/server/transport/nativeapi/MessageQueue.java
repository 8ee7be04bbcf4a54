package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a stream on their way from the event loop that brings them to the one thread that
 * works on them; {@link #fail} may be called by any thread.
 *
 * <p>Asks for as many messages as there is room for: the queue holds at most {@code maxBytes} and
 * {@value #AHEAD} messages more. What the client sends beyond waits in the network.
 *
 * <p>There is no lock. The thread that works may be of the lowest priority; an event loop that
 * waited for a lock it holds would wait until nobody else wants the core.
 */
final class MessageQueue {

  /** Messages asked for that have not come: one to read while another is on its way. */
  private static final int AHEAD = 2;

  private final long maxBytes;
  private final Duration patience;
  private final IntConsumer request;
  private final Executor messenger;
  private final Queue<ByteBuffer> messages = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger requested = new AtomicInteger();
  private final AtomicReference<@Nullable Problem> problem = new AtomicReference<>();
  private volatile boolean ended;

  /** Who waits for a message; null when nobody does. */
  private volatile @Nullable Thread waiting;

  /**
   * A queue without messages.
   *
   * @param patience how long {@link #take} waits
   * @param request asks for further messages; called by who puts them, and by the messenger
   * @param messenger asks for messages in place of the thread that takes them
   */
  MessageQueue(long maxBytes, Duration patience, IntConsumer request, Executor messenger) {
    this.maxBytes = maxBytes;
    this.patience = patience;
    this.request = request;
    this.messenger = messenger;
  }

  /** Asks for the first messages. */
  void start() {
    request(wanted());
  }

  /** A message came. */
  void put(ByteBuffer message) {
    requested.decrementAndGet();
    if (problem.get() == null) {
      bytes.addAndGet(message.remaining());
      messages.add(message);
      wake();
    }
    request(wanted());
  }

  /** No further message comes. */
  void end() {
    ended = true;
    wake();
  }

  /** Nobody wants what comes any more; the first problem counts. */
  void fail(Problem why) {
    if (problem.compareAndSet(null, why)) {
      messages.clear();
      wake();
    }
  }

  /** A thread that is about to wait looks once more after it said so: no call is missed. */
  private void wake() {
    Thread thread = waiting;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * The next message; waits for it. Null when the stream ended.
   *
   * @throws ProblemException EVALUATION_STALLED when none comes, or what {@link #fail} was told
   */
  @Nullable ByteBuffer take() throws ProblemException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    ByteBuffer message = poll();
    if (message == null && !ended) {
      message = await();
    }
    // What came before the end is there by now, if anything did.
    if (message == null) {
      message = poll();
    }
    if (message == null) {
      return null;
    }
    bytes.addAndGet(-message.remaining());
    int more = wanted();
    if (more > 0) {
      messenger.execute(() -> request(more));
    }
    return message;
  }

  private @Nullable ByteBuffer poll() throws ProblemException {
    Problem why = problem.get();
    if (why != null) {
      throw new ProblemException(why);
    }
    return messages.poll();
  }

  private @Nullable ByteBuffer await() throws ProblemException, InterruptedException {
    long start = System.nanoTime();
    waiting = Thread.currentThread();
    try {
      ByteBuffer message = poll();
      while (message == null && !ended) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        long left = patience.toNanos() - (System.nanoTime() - start);
        if (left <= 0) {
          throw new ProblemException(stalled());
        }
        LockSupport.parkNanos(this, left);
        message = poll();
      }
      return message;
    } finally {
      waiting = null;
    }
  }

  private Problem stalled() {
    return Problem.of(
            Reason.EVALUATION_STALLED,
            "No message came for %s (evaluation.idle_timeout); nothing was recorded."
                .formatted(patience))
        .with("idle_timeout", patience);
  }

  /** So many messages more are wanted, and count as asked for. */
  private int wanted() {
    while (problem.get() == null && !ended && bytes.get() < maxBytes) {
      int before = requested.get();
      if (before >= AHEAD || requested.compareAndSet(before, AHEAD)) {
        return Math.max(0, AHEAD - before);
      }
    }
    return 0;
  }

  private void request(int more) {
    if (more > 0) {
      request.accept(more);
    }
  }
}
