package dev.scorekeeper.benchmarks.wire;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Each request is a call of its own. */
final class UnaryLane extends Lane {

  private final Payloads payloads;

  /**
   * @param payloads gives messages with their prefix
   */
  UnaryLane(
      LoadPlan plan, int bufferBytes, long deadlineNanos, Payloads payloads, Listener listener)
      throws IOException {
    super(plan, bufferBytes, deadlineNanos, listener);
    this.payloads = payloads;
  }

  @Override
  boolean begin(long intendedNanos) {
    if (!connection.canOpen()) {
      return false;
    }
    OpenStream stream = connection.open(intendedNanos, timeLeftNanos(intendedNanos));
    connection.send(new Sending(stream, payloads.next(), true));
    return true;
  }

  @Override
  public void data(OpenStream stream, ByteBuffer in, int length) {
    // The status says how it ended; the answers' content is tested elsewhere.
  }

  @Override
  public void ended(OpenStream stream, boolean ok) {
    listener.answered(this, stream.intendedNanos, ok);
  }
}
