package dev.scorekeeper.benchmarks.wire;

import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The requests of one connection: those in flight, and those that must wait for the connection. Not
 * thread-safe.
 */
abstract class Lane implements FrameConnection.Listener {

  /** Told how requests end. */
  interface Listener {
    void answered(Lane lane, long intendedNanos, boolean ok);

    /** The deadline passed before the request could be sent. */
    void gaveUp(Lane lane);
  }

  /** Gives what is sent next. */
  interface Payloads {
    byte[] next();
  }

  final FrameConnection connection;
  final Listener listener;
  private final long deadlineNanos;
  private final Queue<Long> waiting = new ArrayDeque<>();

  /** True while in the driver's list of lanes that have something to write. */
  boolean dirty;

  /**
   * @param deadlineNanos how long a request may wait before it is given up; 0: for ever
   */
  Lane(LoadPlan plan, int bufferBytes, long deadlineNanos, Listener listener) throws IOException {
    this.listener = listener;
    this.deadlineNanos = deadlineNanos;
    String authority = "127.0.0.1:" + plan.address().getPort();
    this.connection =
        new FrameConnection(
            plan.address(),
            RequestHeaders.first(plan.path(), authority, plan.deadline()),
            RequestHeaders.later(plan.path(), authority, plan.deadline()),
            bufferBytes,
            this);
  }

  /** Sends the next payload now or, when the connection does not allow it, later. */
  final void submit(long intendedNanos) {
    if (!waiting.isEmpty() || !connection.isGreeted() || !begin(intendedNanos)) {
      waiting.add(intendedNanos);
    }
  }

  /** Sends a request; false when the connection does not allow it now. */
  abstract boolean begin(long intendedNanos);

  /** What is left of the deadline of a request that had to wait; 0 when it did not. */
  final long timeLeftNanos(long intendedNanos) {
    long waited = deadlineNanos == 0 ? 0 : System.nanoTime() - intendedNanos;
    return waited <= deadlineNanos / 50 ? 0 : Math.max(1_000, deadlineNanos - waited);
  }

  /** Sends what had to wait, and writes. */
  final void flush() throws IOException {
    if (connection.isGreeted()) {
      sendWaiting();
    }
    connection.write();
  }

  private void sendWaiting() {
    Long intended;
    while ((intended = waiting.peek()) != null) {
      if (deadlineNanos > 0 && System.nanoTime() - intended > deadlineNanos) {
        waiting.remove();
        listener.gaveUp(this);
      } else if (begin(intended)) {
        waiting.remove();
      } else {
        return;
      }
    }
  }

  final void read() throws IOException, Http2Exception {
    connection.read();
  }
}
