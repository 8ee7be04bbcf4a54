package dev.scorekeeper.benchmarks.transport;

import io.grpc.internal.CompositeReadableBuffer;
import io.grpc.internal.ReadableBuffers;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A message's bytes in direct memory, cut into pieces as HTTP/2 frames bring them. Immutable; gives
 * out streams of the kind that gRPC hands to a marshaller.
 */
public final class Segments {

  private final List<ByteBuffer> pieces;

  private Segments(List<ByteBuffer> pieces) {
    this.pieces = pieces;
  }

  /** All in one piece. */
  public static Segments one(byte[] message) {
    return of(message, Math.max(1, message.length));
  }

  /** In pieces of this many bytes, the last one shorter. */
  public static Segments of(byte[] message, int pieceBytes) {
    List<ByteBuffer> pieces = new ArrayList<>();
    for (int from = 0; from < message.length; from += pieceBytes) {
      int length = Math.min(pieceBytes, message.length - from);
      pieces.add(
          ByteBuffer.allocateDirect(length).put(message, from, length).flip().asReadOnlyBuffer());
    }
    return new Segments(pieces);
  }

  /** A new stream over the bytes, which are not copied. */
  public InputStream stream() {
    if (pieces.size() == 1) {
      return ReadableBuffers.openStream(ReadableBuffers.wrap(pieces.get(0).duplicate()), true);
    }
    CompositeReadableBuffer all = new CompositeReadableBuffer(pieces.size());
    for (ByteBuffer piece : pieces) {
      all.addBuffer(ReadableBuffers.wrap(piece.duplicate()));
    }
    return ReadableBuffers.openStream(all, true);
  }
}
