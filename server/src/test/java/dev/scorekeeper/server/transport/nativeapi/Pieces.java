package dev.scorekeeper.server.transport.nativeapi;

import io.grpc.HasByteBuffer;
import io.grpc.KnownLength;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A message as gRPC hands it over: its length known, its bytes in pieces that can be seen. */
final class Pieces extends InputStream implements KnownLength, HasByteBuffer {

  private final List<ByteBuffer> pieces;
  private final int length;
  private int at;
  private int marked = -1;

  private Pieces(List<ByteBuffer> pieces) {
    this.pieces = pieces;
    this.length = pieces.stream().mapToInt(ByteBuffer::remaining).sum();
  }

  /** These bytes, each piece in a buffer of its own that has other bytes around it. */
  static Pieces of(boolean direct, byte[]... pieces) {
    List<ByteBuffer> buffers = new ArrayList<>();
    for (byte[] piece : pieces) {
      int size = piece.length + 2;
      ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
      buffer.put((byte) 0x55).put(piece).put((byte) 0x55);
      buffers.add(buffer.position(1).limit(size - 1));
    }
    return new Pieces(buffers);
  }

  /** The bytes, cut at these places: rising, within the bytes. */
  static Pieces cut(byte[] bytes, boolean direct, int... places) {
    byte[][] parts = new byte[places.length + 1][];
    int from = 0;
    for (int i = 0; i <= places.length; i++) {
      int to = i < places.length ? places[i] : bytes.length;
      parts[i] = java.util.Arrays.copyOfRange(bytes, from, to);
      from = to;
    }
    return of(direct, parts);
  }

  /** The bytes, cut at up to {@code most} random places within {@code from .. to}. */
  static Pieces cut(byte[] bytes, int from, int to, int most, Random random) {
    int[] places = random.ints(random.nextInt(most + 1), from, to + 1).filter(i -> i > 0).toArray();
    int[] sorted =
        java.util.Arrays.stream(places).filter(i -> i < bytes.length).distinct().sorted().toArray();
    return cut(bytes, random.nextBoolean(), sorted);
  }

  @Override
  public boolean byteBufferSupported() {
    return true;
  }

  @Override
  public ByteBuffer getByteBuffer() {
    int start = 0;
    for (ByteBuffer piece : pieces) {
      if (at < start + piece.remaining()) {
        return piece.duplicate().position(piece.position() + at - start);
      }
      start += piece.remaining();
    }
    return ByteBuffer.allocate(0);
  }

  @Override
  public int available() {
    return length - at;
  }

  @Override
  public int read() {
    if (at == length) {
      return -1;
    }
    int next = getByteBuffer().get() & 0xff;
    at++;
    return next;
  }

  @Override
  public int read(byte[] target, int offset, int count) {
    if (count == 0) {
      return 0;
    }
    if (at == length) {
      return -1;
    }
    ByteBuffer piece = getByteBuffer();
    int read = Math.min(count, piece.remaining());
    piece.get(target, offset, read);
    at += read;
    return read;
  }

  @Override
  public long skip(long count) {
    int skipped = (int) Math.min(count, available());
    at += skipped;
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return true;
  }

  @Override
  public synchronized void mark(int limit) {
    marked = at;
  }

  @Override
  public synchronized void reset() {
    at = marked;
  }

  /** True when nothing of it was read, or all that was read was given back. */
  boolean isUnread() {
    return at == 0;
  }
}
