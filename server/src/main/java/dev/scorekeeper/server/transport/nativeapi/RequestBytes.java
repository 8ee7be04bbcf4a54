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
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * The bytes of one message as gRPC brought them. Small ones are copied into an array that is used
 * again and again; large ones are read where the network put them, in as many pieces as it took.
 *
 * <p>Valid from {@link #load} to the next one, and only until gRPC closes the message. Confined to
 * one thread.
 */
final class RequestBytes {

  /** Below this, a copy costs less than a view of the network's buffer. */
  private static final int LARGEST_COPY = 8 * 1024;

  /**
   * Pieces smaller than this on the whole cost more to keep and to search than a copy: a message
   * may come in pieces of a byte each.
   */
  private static final int SMALLEST_PIECE = 1024;

  private static final int FEW_PIECES = 16;

  private final byte[] copy = new byte[LARGEST_COPY];

  /** The whole message, or null when it lies in pieces. */
  private byte @org.jspecify.annotations.Nullable [] array = copy;

  private ByteBuffer[] pieces = new ByteBuffer[FEW_PIECES];

  /** Where each piece begins in the message, and behind the last one where it ends. */
  private int[] starts = new int[FEW_PIECES + 1];

  private int pieceCount;
  private int current;
  private int length;

  /**
   * Takes in a message, in place of the one before.
   *
   * @param most bytes of the largest message taken
   * @throws IOException when it cannot be read
   * @throws ProblemException REQUEST_TOO_LARGE
   */
  void load(InputStream stream, int most) throws IOException, ProblemException {
    forget();
    if (!(stream instanceof KnownLength)) {
      load(unpacked(stream, most));
      return;
    }
    int size = stream.available();
    if (size > most) {
      throw new ProblemException(
          tooLarge("is of %d bytes".formatted(size), most).with("bytes", size));
    }
    if (size > copy.length && loadPieces(stream, size)) {
      array = null;
      length = size;
      return;
    }
    // Into one array at once: reading "n bytes" would gather pieces and copy them again.
    byte[] target = size <= copy.length ? copy : new byte[size];
    int count = stream.readNBytes(target, 0, size);
    if (count != size) {
      throw new EOFException("the message ends after %d of %d bytes".formatted(count, size));
    }
    array = target;
    length = size;
  }

  /**
   * All the bytes of a message, copied to the beginning of an array that is the caller's.
   *
   * @param memory gives an array of at least so many bytes
   * @throws ProblemException REQUEST_TOO_LARGE
   */
  static ByteBuffer whole(InputStream stream, int most, IntFunction<byte[]> memory)
      throws IOException, ProblemException {
    if (!(stream instanceof KnownLength)) {
      return ByteBuffer.wrap(unpacked(stream, most));
    }
    int size = stream.available();
    if (size > most) {
      throw new ProblemException(
          tooLarge("is of %d bytes".formatted(size), most).with("bytes", size));
    }
    byte[] bytes = memory.apply(size);
    int count = stream.readNBytes(bytes, 0, size);
    if (count != size) {
      throw new EOFException("the message ends after %d of %d bytes".formatted(count, size));
    }
    return ByteBuffer.wrap(bytes, 0, size);
  }

  /** The bytes of a compressed message, whose size shows only when it is unpacked. */
  private static byte[] unpacked(InputStream stream, int most)
      throws IOException, ProblemException {
    byte[] bytes = stream.readNBytes(most);
    if (bytes.length == most && stream.read() >= 0) {
      throw new ProblemException(tooLarge("is larger once unpacked", most));
    }
    return bytes;
  }

  private static Problem tooLarge(String got, int most) {
    return Problem.of(
            Reason.REQUEST_TOO_LARGE,
            "A message may have %d bytes (grpc.max_message_size), this one %s; send fewer rows at a time."
                .formatted(most, got))
        .with("max_bytes", most);
  }

  /** Notes where the pieces lie; false, and nothing read, when they cannot be seen or are tiny. */
  private boolean loadPieces(InputStream stream, int size) throws IOException {
    if (!(stream instanceof HasByteBuffer buffers)
        || !buffers.byteBufferSupported()
        || !stream.markSupported()) {
      return false;
    }
    stream.mark(size);
    int most = FEW_PIECES + size / SMALLEST_PIECE;
    int end = 0;
    while (end < size) {
      ByteBuffer piece = buffers.getByteBuffer();
      if (piece == null || !piece.hasRemaining() || pieceCount == most) {
        break;
      }
      add(piece.slice(), end);
      end += piece.remaining();
      stream.skipNBytes(piece.remaining());
    }
    stream.reset();
    starts[pieceCount] = end;
    return end == size;
  }

  private void add(ByteBuffer piece, int start) {
    if (pieceCount == pieces.length) {
      pieces = Arrays.copyOf(pieces, 2 * pieceCount);
      starts = Arrays.copyOf(starts, 2 * pieceCount + 1);
    }
    starts[pieceCount] = start;
    pieces[pieceCount++] = piece;
  }

  /** Takes in a message that is there as a whole; borrowed. */
  void load(byte[] message) {
    forget();
    array = message;
    length = message.length;
  }

  /** Lets go of the message. */
  void forget() {
    Arrays.fill(pieces, 0, pieceCount, null);
    pieceCount = 0;
    current = 0;
    array = copy;
    length = 0;
  }

  int length() {
    return length;
  }

  /** The byte at {@code index}, [0, length). */
  byte at(int index) {
    byte[] whole = array;
    return whole != null ? whole[index] : piece(index).get(index - starts[current]);
  }

  /** The piece with this byte, from now on the current one. */
  private ByteBuffer piece(int index) {
    while (index < starts[current]) {
      current--;
    }
    while (index >= starts[current + 1]) {
      current++;
    }
    return pieces[current];
  }

  /** Fills {@code target} (its remaining bytes) from {@code from} on. */
  void copy(int from, ByteBuffer target) {
    Objects.checkFromIndexSize(from, target.remaining(), length);
    byte[] whole = array;
    if (whole != null) {
      target.put(whole, from, target.remaining());
      return;
    }
    int at = from;
    while (target.hasRemaining()) {
      ByteBuffer piece = piece(at);
      int count = Math.min(target.remaining(), starts[current + 1] - at);
      target.put(target.position(), piece, at - starts[current], count);
      target.position(target.position() + count);
      at += count;
    }
  }

  /** A copy of these bytes. */
  byte[] copy(int from, int count) {
    byte[] bytes = new byte[count];
    copy(from, ByteBuffer.wrap(bytes));
    return bytes;
  }

  /** True when these bytes are at {@code from}, which must leave room for them. */
  boolean matches(int from, byte[] expected) {
    return matches(from, expected, expected.length);
  }

  /**
   * True when the first {@code count} of these bytes are at {@code from}, which must leave room for
   * them.
   */
  boolean matches(int from, byte[] expected, int count) {
    byte[] whole = array;
    if (whole != null) {
      return Arrays.equals(whole, from, from + count, expected, 0, count);
    }
    for (int i = 0; i < count; i++) {
      if (at(from + i) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** These bytes for the generated parser: no copy where they lie in one piece. Borrowed. */
  ByteString view(int from, int count) {
    byte[] whole = array;
    if (whole != null) {
      return UnsafeByteOperations.unsafeWrap(whole, from, count);
    }
    if (pieceCount == 1) {
      return UnsafeByteOperations.unsafeWrap(pieces[0].slice(from, count));
    }
    return UnsafeByteOperations.unsafeWrap(copy(from, count));
  }
}
