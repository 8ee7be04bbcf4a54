package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.HasByteBuffer;
import io.grpc.KnownLength;
import java.io.EOFException;
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
    // Into one array at once: reading "n bytes" would gather pieces and copy them again.
    byte[] bytes = new byte[length];
    int count = stream.readNBytes(bytes, 0, length);
    if (count != length) {
      throw new EOFException("the message ends after %d of %d bytes".formatted(count, length));
    }
    return UnsafeByteOperations.unsafeWrap(bytes);
  }
}
