package dev.scorekeeper.server.transport.nativeapi;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A message in the form that gRPC takes: drained into gRPC's own buffers at once and without a
 * detour, or, where a compressor wants it so, read. Not thread-safe.
 */
abstract class OutgoingStream extends InputStream implements KnownLength, Drainable {

  private int unread;
  private @Nullable InputStream bytes;

  /** Says how many bytes there are of a message of which nothing was taken yet. */
  final void expect(int size) {
    unread = size;
    bytes = null;
  }

  /** Writes the whole message; may be called more than once. */
  abstract void write(OutputStream target) throws IOException;

  /** The bytes of the whole message. */
  final byte[] toBytes() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream(unread);
    write(whole);
    return whole.toByteArray();
  }

  @Override
  public final int drainTo(OutputStream target) throws IOException {
    if (bytes != null) {
      throw new IllegalStateException("read before it is drained");
    }
    write(target);
    int drained = unread;
    unread = 0;
    return drained;
  }

  @Override
  public final int available() {
    return unread;
  }

  @Override
  public final int read() throws IOException {
    int next = bytes().read();
    unread -= next < 0 ? 0 : 1;
    return next;
  }

  @Override
  public final int read(byte[] target, int offset, int length) throws IOException {
    int count = bytes().read(target, offset, length);
    unread -= Math.max(0, count);
    return count;
  }

  private InputStream bytes() throws IOException {
    if (bytes == null) {
      bytes = new ByteArrayInputStream(toBytes());
    }
    return bytes;
  }
}
