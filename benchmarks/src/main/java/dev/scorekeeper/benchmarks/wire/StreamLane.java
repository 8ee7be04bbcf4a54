package dev.scorekeeper.benchmarks.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Requests are messages with an id on streams that stay open, each stream in turn. */
final class StreamLane extends Lane {

  private static final int TAG_ID = 0x08;
  private static final int TAG_REQUEST = 0x12;
  private static final int PREFIX = 5;

  private final Payloads payloads;
  private final int streamCount;
  private final List<OpenStream> streams = new ArrayList<>();
  private final Map<Integer, MessageHeads> heads = new HashMap<>();

  /** When each message in flight was meant to start, by its id. */
  private final Map<Long, Long> intended = new HashMap<>();

  private long lastId;

  /**
   * @param payloads gives serialised requests, without prefix
   */
  StreamLane(
      LoadPlan plan, int bufferBytes, long deadlineNanos, Payloads payloads, Listener listener)
      throws IOException {
    super(plan, bufferBytes, deadlineNanos, listener);
    this.payloads = payloads;
    this.streamCount = plan.streams();
  }

  @Override
  boolean begin(long intendedNanos) {
    if (streams.size() < streamCount) {
      if (!connection.canOpen()) {
        return false;
      }
      OpenStream opened = connection.open(intendedNanos, 0);
      streams.add(opened);
      heads.put(opened.number, new MessageHeads(this::message));
    }
    long id = ++lastId;
    intended.put(id, intendedNanos);
    OpenStream stream = streams.get((int) (id % streams.size()));
    connection.send(new Sending(stream, message(id, payloads.next()), false));
    return true;
  }

  private static byte[] message(long id, byte[] payload) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(PREFIX + 20 + payload.length);
    bytes.writeBytes(new byte[PREFIX]);
    bytes.write(TAG_ID);
    varint(bytes, id);
    bytes.write(TAG_REQUEST);
    varint(bytes, payload.length);
    bytes.writeBytes(payload);
    byte[] message = bytes.toByteArray();
    ByteBuffer.wrap(message).putInt(1, message.length - PREFIX);
    return message;
  }

  private static void varint(ByteArrayOutputStream bytes, long value) {
    long left = value;
    while (left > 0x7f) {
      bytes.write((int) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    bytes.write((int) left);
  }

  @Override
  public void data(OpenStream stream, ByteBuffer in, int length) {
    MessageHeads head = heads.get(stream.number);
    if (head != null) {
      head.read(in, length);
    }
  }

  private void message(long id, boolean ok) {
    Long start = intended.remove(id);
    if (start == null) {
      throw new IllegalStateException("an answer to " + id + ", which was not asked");
    }
    listener.answered(this, start, ok);
  }

  @Override
  public void ended(OpenStream stream, boolean ok) {
    throw new IllegalStateException("the server ended a stream of requests");
  }
}
