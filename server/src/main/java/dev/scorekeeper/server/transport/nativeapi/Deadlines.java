package dev.scorekeeper.server.transport.nativeapi;

import io.grpc.Context;
import io.grpc.Deadline;
import java.util.concurrent.TimeUnit;

/** Deadlines of calls. */
final class Deadlines {

  private Deadlines() {}

  /**
   * Deadline of the call that the current context belongs to, on the scale of {@link
   * System#nanoTime}; {@code Long.MAX_VALUE}: none.
   */
  static long ofCurrentCall() {
    Deadline deadline = Context.current().getDeadline();
    if (deadline == null) {
      return Long.MAX_VALUE;
    }
    return System.nanoTime() + deadline.timeRemaining(TimeUnit.NANOSECONDS);
  }
}
