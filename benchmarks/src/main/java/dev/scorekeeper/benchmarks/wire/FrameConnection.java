package dev.scorekeeper.benchmarks.wire;

import io.netty.handler.codec.http2.Http2Exception;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * The frames of one HTTP/2 connection, as a client. Not thread-safe: one thread drives it.
 *
 * <p>Honours the peer's windows, of the connection and of streams, and its limit of open streams.
 * Messages go out in the order in which they were given.
 */
final class FrameConnection {

  /** Told of what the peer sends. */
  interface Listener {
    /** Bytes of a DATA frame, to be read from the buffer's position on. */
    void data(OpenStream stream, ByteBuffer in, int length);

    /** The stream has ended; ok when its gRPC status is 0. */
    void ended(OpenStream stream, boolean ok);
  }

  private static final int HEADER = 9;
  private static final int LONGEST_TIMEOUT = 32;

  /** Kept free for what the peer's frames are answered with: pings, settings, windows. */
  private static final int ANSWERS = 4096;

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
  private static final int FLAG_PADDED = 8;
  private static final int FLAG_PRIORITY = 0x20;
  private static final int SETTING_NO_PUSH = 2;
  private static final int SETTING_MOST_STREAMS = 3;
  private static final int SETTING_WINDOW = 4;
  private static final int DEFAULT_WINDOW = 65_535;
  private static final int WIDE_WINDOW = Integer.MAX_VALUE - DEFAULT_WINDOW - 1;
  private static final int MAX_FRAME = 16_384;
  private static final int REPLENISH = 1 << 28;

  final SocketChannel channel;

  private final Listener listener;
  private final ResponseStatus status = new ResponseStatus();
  private final ByteBuffer in;
  private final ByteBuffer out;
  private final Queue<Sending> sendings = new ArrayDeque<>();
  private final Map<Integer, OpenStream> streams = new HashMap<>();
  private final byte[] firstHeaders;
  private final byte[] laterHeaders;

  private int nextStream = 1;
  private long mostOpen;
  private int initialWindow = DEFAULT_WINDOW;
  private long sendWindow = DEFAULT_WINDOW;
  private int received;

  /**
   * Connects; {@link #isGreeted} becomes true once the peer has told its settings.
   *
   * @param bufferBytes for what comes, and for what goes; at least 64 KiB
   */
  FrameConnection(
      InetSocketAddress address,
      byte[] firstHeaders,
      byte[] laterHeaders,
      int bufferBytes,
      Listener listener)
      throws IOException {
    this.firstHeaders = firstHeaders;
    this.laterHeaders = laterHeaders;
    this.listener = listener;
    in = ByteBuffer.allocateDirect(bufferBytes);
    out = ByteBuffer.allocateDirect(bufferBytes);
    channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    greet();
  }

  private void greet() {
    out.put("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frame(12, SETTINGS, 0, 0);
    out.putShort((short) SETTING_NO_PUSH).putInt(0);
    out.putShort((short) SETTING_WINDOW).putInt(WIDE_WINDOW);
    frame(4, WINDOW_UPDATE, 0, 0);
    out.putInt(WIDE_WINDOW);
  }

  boolean isGreeted() {
    return mostOpen > 0;
  }

  /** True when a further stream may be opened and what was given before is on its way. */
  boolean canOpen() {
    return streams.size() < mostOpen
        && sendings.isEmpty()
        && out.remaining() > firstHeaders.length + 2 * HEADER + LONGEST_TIMEOUT + ANSWERS;
  }

  /**
   * Opens a stream; only when {@link #canOpen}.
   *
   * @param timeLeftNanos until its deadline, when that is nearer than the headers say; else 0
   */
  OpenStream open(long intendedNanos, long timeLeftNanos) {
    byte[] headers = nextStream == 1 ? firstHeaders : laterHeaders;
    if (timeLeftNanos > 0 && nextStream > 1) {
      headers = RequestHeaders.withTimeLeft(laterHeaders, timeLeftNanos / 1_000);
    }
    frame(headers.length, HEADERS, FLAG_END_HEADERS, nextStream);
    out.put(headers);
    OpenStream stream = new OpenStream(nextStream, intendedNanos, initialWindow);
    streams.put(nextStream, stream);
    nextStream += 2;
    return stream;
  }

  /** Sends as soon as windows and memory allow. */
  void send(Sending sending) {
    sendings.add(sending);
    fill();
  }

  private void fill() {
    Sending head;
    while ((head = sendings.peek()) != null && put(head)) {
      sendings.remove();
    }
  }

  /** Puts what is allowed of a message into frames; true when that was all. */
  private boolean put(Sending sending) {
    OpenStream stream = sending.stream;
    while (sending.left() > 0 && !stream.ended) {
      long room = Math.min(out.remaining() - HEADER - ANSWERS, Math.min(sendWindow, stream.window));
      int length = (int) Math.min(sending.left(), Math.min(room, MAX_FRAME));
      if (length <= 0) {
        return false;
      }
      boolean last = sending.last && length == sending.left();
      frame(length, DATA, last ? FLAG_END_STREAM : 0, stream.number);
      out.put(sending.message, sending.at, length);
      sending.at += length;
      stream.window -= length;
      sendWindow -= length;
    }
    return true;
  }

  /** Writes what the socket takes. */
  void write() throws IOException {
    do {
      fill();
      out.flip();
      channel.write(out);
      out.compact();
    } while (out.position() == 0 && !sendings.isEmpty() && canPut());
  }

  private boolean canPut() {
    return sendWindow > 0 && sendings.element().stream.window > 0;
  }

  boolean hasUnwritten() {
    return out.position() > 0;
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
      case DATA -> data(flags, stream, length);
      case HEADERS -> headers(flags, stream, length);
      case RST_STREAM -> ended(stream, false);
      case SETTINGS -> settings(flags, length);
      case PING -> {
        if ((flags & FLAG_ACK) == 0) {
          frame(8, PING, FLAG_ACK, 0);
          out.putLong(in.getLong());
        }
      }
      case WINDOW_UPDATE -> {
        int more = in.getInt();
        OpenStream open = streams.get(stream);
        if (stream == 0) {
          sendWindow += more;
        } else if (open != null) {
          open.window += more;
        }
      }
      case GOAWAY -> throw new IOException("the server says go away");
      default -> {}
    }
  }

  private void settings(int flags, int length) {
    if ((flags & FLAG_ACK) != 0) {
      return;
    }
    mostOpen = Integer.MAX_VALUE;
    for (int i = 0; i < length / 6; i++) {
      int setting = in.getShort();
      int value = in.getInt();
      if (setting == SETTING_MOST_STREAMS) {
        mostOpen = value;
      } else if (setting == SETTING_WINDOW) {
        int change = value - initialWindow;
        initialWindow = value;
        streams.values().forEach(stream -> stream.window += change);
      }
    }
    frame(0, SETTINGS, FLAG_ACK, 0);
  }

  private void data(int flags, int stream, int length) throws IOException {
    if ((flags & (FLAG_PADDED | FLAG_END_STREAM)) != 0) {
      throw new IOException("a data frame in a form that this generator does not read");
    }
    received = replenish(0, received + length);
    OpenStream open = streams.get(stream);
    if (open != null) {
      open.received = replenish(stream, open.received + length);
      listener.data(open, in, length);
    }
  }

  /** Opens the peer's window again when much of it is used; gives what is used then. */
  private int replenish(int stream, int used) {
    if (used < REPLENISH) {
      return used;
    }
    frame(4, WINDOW_UPDATE, 0, stream);
    out.putInt(used);
    return 0;
  }

  private void headers(int flags, int stream, int length) throws IOException, Http2Exception {
    if ((flags & FLAG_END_HEADERS) == 0 || (flags & (FLAG_PRIORITY | FLAG_PADDED)) != 0) {
      throw new IOException("a header block in a form that this generator does not read");
    }
    String grpcStatus = status.read(stream, in, length);
    if ((flags & FLAG_END_STREAM) != 0) {
      ended(stream, grpcStatus.equals("0"));
    }
  }

  private void ended(int stream, boolean ok) {
    OpenStream open = streams.remove(stream);
    if (open != null) {
      open.ended = true;
      listener.ended(open, ok);
    }
  }

  private void frame(int length, int type, int flags, int stream) {
    out.putInt(length << 8 | type).put((byte) flags).putInt(stream);
  }
}
