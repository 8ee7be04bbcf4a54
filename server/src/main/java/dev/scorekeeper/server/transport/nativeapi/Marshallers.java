package dev.scorekeeper.server.transport.nativeapi;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Marshallers that leave the bytes of requests to the handler, and write answers as they are. */
final class Marshallers {

  /** Hands on the stream, which stays gRPC's and is closed after the handler has returned. */
  static final MethodDescriptor.Marshaller<InputStream> REQUEST =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(InputStream value) {
          return value;
        }

        @Override
        public InputStream parse(InputStream stream) {
          return stream;
        }
      };

  /** Writes a message; one way only. */
  static final MethodDescriptor.Marshaller<OutgoingMessage> RESPONSE =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(OutgoingMessage value) {
          return value instanceof InputStream stream ? stream : new MessageStream(value);
        }

        @Override
        public OutgoingMessage parse(InputStream stream) {
          throw new UnsupportedOperationException("a server reads no responses");
        }
      };

  private Marshallers() {}

  /** Lets gRPC take the bytes of a message into its own buffers, at once and without a detour. */
  private static final class MessageStream extends InputStream implements KnownLength, Drainable {

    private final OutgoingMessage message;
    private int unread;
    private @Nullable InputStream bytes;

    MessageStream(OutgoingMessage message) {
      this.message = message;
      this.unread = message.size();
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      if (bytes != null) {
        throw new IllegalStateException("read before it is drained");
      }
      int drained = unread;
      unread = 0;
      OutgoingMessage.drain(message, target);
      return drained;
    }

    @Override
    public int available() {
      return unread;
    }

    @Override
    public int read() throws IOException {
      int next = bytes().read();
      unread -= next < 0 ? 0 : 1;
      return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = bytes().read(target, offset, length);
      unread -= Math.max(0, count);
      return count;
    }

    private InputStream bytes() {
      if (bytes == null) {
        bytes = new ByteArrayInputStream(OutgoingMessage.toBytes(message));
      }
      return bytes;
    }
  }
}
