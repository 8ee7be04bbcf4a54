package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.HasByteBuffer;
import io.grpc.KnownLength;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Gives the bytes of a message as gRPC brings it. */
final class MessageBytes {

  private MessageBytes() {}

  /**
   * All bytes of the message: a view of the network's buffer when the message lies in one piece,
   * else a copy. Borrowed: valid until the stream is closed.
   *
   * @throws IOException when the stream cannot be read
   */
  static ByteString of(InputStream stream) throws IOException {
    if (!(stream instanceof KnownLength)) {
      return UnsafeByteOperations.unsafeWrap(stream.readAllBytes());
    }
    int length = stream.available();
    if (stream instanceof HasByteBuffer direct && direct.byteBufferSupported()) {
      ByteBuffer piece = direct.getByteBuffer();
      if (piece != null && piece.remaining() == length) {
        return UnsafeByteOperations.unsafeWrap(piece);
      }
    }
    return UnsafeByteOperations.unsafeWrap(stream.readNBytes(length));
  }
}
