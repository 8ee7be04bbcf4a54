package dev.scorekeeper.benchmarks.wire;

import io.netty.handler.codec.http2.Http2Exception;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One HTTP/2 connection that keeps a fixed number of unary calls in flight, all alike. Not
 * thread-safe: one thread drives it.
 *
 * <p>The payload must fit one DATA frame. The peer's connection window is honoured; stream windows
 * are not looked at, since they are larger than one frame.
 */
final class FrameConnection {

  /** Told of each answer. */
  interface Listener {
    void answered(long latencyNanos, boolean ok);
  }

  private static final int HEADER = 9;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int FLAG_ACK = 1;
  private static final int FLAG_END_STREAM = 1;
  private static final int FLAG_END_HEADERS = 4;
  private static final int FLAG_PRIORITY = 0x20;
  private static final int DEFAULT_WINDOW = 65_535;
  private static final int WIDE_WINDOW = Integer.MAX_VALUE - DEFAULT_WINDOW - 1;
  private static final int MAX_FRAME = 16_384;
  private static final int MAX_PAYLOAD = 1 << 19;
  private static final int REPLENISH = 1 << 28;

  final SocketChannel channel;

  private final byte[] firstHeaders;
  private final byte[] laterHeaders = RequestHeaders.later();
  private final byte[] message;
  private final int streams;
  private final Listener listener;
  private final ResponseStatus status = new ResponseStatus();
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);
  private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 22);
  private final long[] sentAt;

  private int nextStream = 1;
  private int inFlight;
  private long sendWindow = DEFAULT_WINDOW;
  private long received;
  private boolean stopping;

  FrameConnection(
      InetSocketAddress address, String path, byte[] payload, int streams, Listener listener)
      throws IOException {
    if (payload.length > MAX_PAYLOAD) {
      throw new IllegalArgumentException("payload over half a stream window: " + payload.length);
    }
    this.streams = streams;
    this.listener = listener;
    this.firstHeaders = RequestHeaders.first(path, "127.0.0.1:" + address.getPort());
    this.message =
        ByteBuffer.allocate(5 + payload.length)
            .put((byte) 0)
            .putInt(payload.length)
            .put(payload)
            .array();
    // Streams end in any order within the window, so the slots wrap at twice the next power of two.
    this.sentAt = new long[Math.max(1024, Integer.highestOneBit(streams) << 4)];
    channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    greet();
  }

  private void greet() {
    out.put("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frame(12, SETTINGS, 0, 0);
    out.putShort((short) 2).putInt(0); // no pushes
    out.putShort((short) 4).putInt(WIDE_WINDOW);
    frame(4, WINDOW_UPDATE, 0, 0);
    out.putInt(WIDE_WINDOW);
  }

  int inFlight() {
    return inFlight;
  }

  /** Sends no further calls. */
  void stop() {
    stopping = true;
  }

  /** Starts calls up to the number in flight and writes what the socket takes. */
  void write() throws IOException {
    int frames = 2 + message.length / MAX_FRAME;
    int request = frames * HEADER + firstHeaders.length + message.length;
    while (!stopping
        && inFlight < streams
        && sendWindow >= message.length
        && out.remaining() > request) {
      begin();
    }
    out.flip();
    channel.write(out);
    out.compact();
  }

  boolean hasUnwritten() {
    return out.position() > 0;
  }

  private void begin() {
    byte[] headers = nextStream == 1 ? firstHeaders : laterHeaders;
    frame(headers.length, HEADERS, FLAG_END_HEADERS, nextStream);
    out.put(headers);
    for (int at = 0; at < message.length; at += MAX_FRAME) {
      int length = Math.min(MAX_FRAME, message.length - at);
      boolean last = at + length == message.length;
      frame(length, DATA, last ? FLAG_END_STREAM : 0, nextStream);
      out.put(message, at, length);
    }
    sentAt[slot(nextStream)] = System.nanoTime();
    sendWindow -= message.length;
    nextStream += 2;
    inFlight++;
  }

  private int slot(int stream) {
    return stream >> 1 & sentAt.length - 1;
  }

  /** Reads what has come and answers the peer's frames. */
  void read() throws IOException, Http2Exception {
    int count = channel.read(in);
    if (count < 0) {
      throw new EOFException("the server closed the connection");
    }
    in.flip();
    while (in.remaining() >= HEADER) {
      int start = in.position();
      int length = in.getInt(start) >>> 8;
      if (in.remaining() < HEADER + length) {
        break;
      }
      int type = in.get(start + 3);
      int flags = in.get(start + 4);
      int stream = in.getInt(start + 5) & Integer.MAX_VALUE;
      in.position(start + HEADER);
      handle(type, flags, stream, length);
      in.position(start + HEADER + length);
    }
    in.compact();
  }

  private void handle(int type, int flags, int stream, int length)
      throws IOException, Http2Exception {
    switch (type) {
      case DATA -> replenish(length);
      case HEADERS -> headers(flags, stream, length);
      case RST_STREAM -> ended(stream, false);
      case SETTINGS -> {
        if ((flags & FLAG_ACK) == 0) {
          frame(0, SETTINGS, FLAG_ACK, 0);
        }
      }
      case PING -> {
        if ((flags & FLAG_ACK) == 0) {
          frame(8, PING, FLAG_ACK, 0);
          out.putLong(in.getLong());
        }
      }
      case WINDOW_UPDATE -> {
        if (stream == 0) {
          sendWindow += in.getInt();
        }
      }
      case GOAWAY -> throw new IOException("the server says go away");
      default -> {}
    }
  }

  private void headers(int flags, int stream, int length) throws IOException, Http2Exception {
    if ((flags & FLAG_END_HEADERS) == 0 || (flags & FLAG_PRIORITY) != 0) {
      throw new IOException("a header block in a form that this generator does not read");
    }
    String grpcStatus = status.read(stream, in, length);
    if ((flags & FLAG_END_STREAM) != 0) {
      ended(stream, grpcStatus.equals("0"));
    }
  }

  private void ended(int stream, boolean ok) {
    inFlight--;
    listener.answered(System.nanoTime() - sentAt[slot(stream)], ok);
  }

  private void replenish(int length) {
    received += length;
    if (received >= REPLENISH) {
      frame(4, WINDOW_UPDATE, 0, 0);
      out.putInt((int) received);
      received = 0;
    }
  }

  private void frame(int length, int type, int flags, int stream) {
    out.putInt(length << 8 | type).put((byte) flags).putInt(stream);
  }
}
