package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
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
   * @param most bytes of the largest message taken
   * @throws IOException when the stream cannot be read
   * @throws ProblemException REQUEST_TOO_LARGE
   */
  static ByteString of(InputStream stream, int most) throws IOException, ProblemException {
    if (!(stream instanceof KnownLength)) {
      return unpacked(stream, most);
    }
    int length = stream.available();
    if (length > most) {
      throw new ProblemException(
          tooLarge("is of %d bytes".formatted(length), most).with("bytes", length));
    }
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

  /** The bytes of a compressed message, whose size shows only when it is unpacked. */
  private static ByteString unpacked(InputStream stream, int most)
      throws IOException, ProblemException {
    byte[] bytes = stream.readNBytes(most);
    if (bytes.length == most && stream.read() >= 0) {
      throw new ProblemException(tooLarge("is larger once unpacked", most));
    }
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  private static Problem tooLarge(String got, int most) {
    return Problem.of(
            Reason.REQUEST_TOO_LARGE,
            "A message may have %d bytes (grpc.max_message_size), this one %s; send fewer rows at a time."
                .formatted(most, got))
        .with("max_bytes", most);
  }
}
