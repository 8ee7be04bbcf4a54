package dev.scorekeeper.server.transport.nativeapi;

import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

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
  private static final class MessageStream extends OutgoingStream {

    private final OutgoingMessage message;

    MessageStream(OutgoingMessage message) {
      this.message = message;
      expect(message.size());
    }

    @Override
    void write(OutputStream target) throws IOException {
      OutgoingMessage.drain(message, target);
    }
  }
}
