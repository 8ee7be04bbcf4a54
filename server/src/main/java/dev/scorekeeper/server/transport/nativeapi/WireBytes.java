package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.scoring.ScoredRows;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes Protobuf through memory that is used again for each message: a small one reaches its
 * target in one piece. Confined to one thread.
 */
final class WireBytes {

  private static final int LONGEST_VARINT = 10;

  private final byte[] buffer;
  private int at;
  private @Nullable OutputStream target;

  /**
   * @param bufferBytes pieces that targets are given; at least a varint long
   */
  WireBytes(int bufferBytes) {
    this.buffer = new byte[bufferBytes];
  }

  /** Begins a message. */
  void begin(OutputStream newTarget) {
    target = newTarget;
    at = 0;
  }

  /** A tag below 128. */
  void tag(int tag) throws IOException {
    varint(tag);
  }

  /** A number in {@code [0, 2^63)}, or a negative one in its ten bytes. */
  void varint(long number) throws IOException {
    makeRoom(LONGEST_VARINT);
    long rest = number;
    while ((rest & ~0x7fL) != 0) {
      buffer[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[at++] = (byte) rest;
  }

  /** Size of {@link #varint}. */
  static int varintSize(long number) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(number | 1);
    return (bits + 6) / 7;
  }

  void bytes(byte[] bytes) throws IOException {
    if (bytes.length > buffer.length) {
      flush();
      target().write(bytes, 0, bytes.length);
      return;
    }
    makeRoom(bytes.length);
    System.arraycopy(bytes, 0, buffer, at, bytes.length);
    at += bytes.length;
  }

  /** The first {@code length} bytes of an output. */
  void data(ScoredRows rows, int output, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (at == buffer.length) {
        flush();
      }
      int count = Math.min(length - done, buffer.length - at);
      rows.read(output, done, buffer, at, count);
      at += count;
      done += count;
    }
  }

  private void makeRoom(int count) throws IOException {
    if (at + count > buffer.length) {
      flush();
    }
  }

  /** Hands the target what it has not got yet. */
  void flush() throws IOException {
    target().write(buffer, 0, at);
    at = 0;
  }

  /** Ends the message: the target has all of it, and is let go of. */
  void end() throws IOException {
    flush();
    target = null;
  }

  private OutputStream target() {
    if (target == null) {
      throw new IllegalStateException("no message was begun");
    }
    return target;
  }
}
