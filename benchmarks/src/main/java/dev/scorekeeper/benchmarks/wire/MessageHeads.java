package dev.scorekeeper.benchmarks.wire;

import java.nio.ByteBuffer;

/**
 * Finds the messages in the DATA frames of one stream of PredictStream answers, and reads the first
 * bytes of each: its id, and whether it is an error. Not thread-safe.
 */
final class MessageHeads {

  /** Told of each message, when its last byte has come. */
  interface Listener {
    void message(long id, boolean ok);
  }

  private static final int PREFIX = 5;

  /** Tag and id, ten bytes at most, and the tag of what follows. */
  private static final int MOST_HEAD = PREFIX + 1 + 10 + 1;

  private static final int TAG_ID = 0x08;
  private static final int TAG_RESPONSE = 0x12;

  private final Listener listener;
  private final byte[] head = new byte[MOST_HEAD];

  /** Bytes of the message seen, prefix included. */
  private long seen;

  /** Bytes of the message, prefix included; known once the prefix is there. */
  private long length = Long.MAX_VALUE;

  MessageHeads(Listener listener) {
    this.listener = listener;
  }

  /** Takes the buffer's bytes from its position on, {@code count} of them; the position moves. */
  void read(ByteBuffer in, int count) {
    int left = count;
    while (left > 0) {
      if (seen < MOST_HEAD && seen < length) {
        head[(int) seen++] = in.get();
        left--;
        if (seen == PREFIX) {
          length = PREFIX + (long) ByteBuffer.wrap(head, 1, 4).getInt();
        }
      } else {
        int skipped = (int) Math.min(left, length - seen);
        in.position(in.position() + skipped);
        left -= skipped;
        seen += skipped;
      }
      if (seen == length) {
        end();
      }
    }
  }

  private void end() {
    int at = PREFIX;
    long id = 0;
    if (at < length && head[at] == TAG_ID) {
      at++;
      int shift = 0;
      byte b;
      do {
        b = head[at++];
        id |= (long) (b & 0x7f) << shift;
        shift += 7;
      } while (b < 0);
    }
    boolean ok = at < length && head[at] == TAG_RESPONSE;
    seen = 0;
    length = Long.MAX_VALUE;
    listener.message(id, ok);
  }
}
