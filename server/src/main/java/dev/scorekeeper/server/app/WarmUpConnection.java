package dev.scorekeeper.server.app;

import dev.scorekeeper.server.transport.TransportConfig;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A caller of one's own server that hardly costs anything: frames of HTTP/2 on a blocking socket,
 * written and read by the thread that uses it. Answers are awaited; what is in them is not looked
 * at.
 *
 * <p>A gRPC client in this JVM would be compiled along with the server, for twice the time, and
 * would teach the compiler that what the server has in common with it is called in two ways.
 */
final class WarmUpConnection implements AutoCloseable {

  private static final int PREFIX = 5;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final int SETTING_WINDOW = 4;
  private static final int DEFAULT_WINDOW = 65_535;
  private static final int MAX_FRAME = 16_384;
  private static final int BUFFER = 1 << 16;

  /** Of calls with a deadline, one in so many has one that ends while it is read. */
  private static final int SHORT_ONE_IN = 8;

  private static final int LEAST_MICROS = 3;
  private static final int MOST_MICROS = 30;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final WarmUpHeaders headers = new WarmUpHeaders();
  private final String authority;
  private final Random choices = new Random(0);

  /** What each open stream may still send. */
  private final Map<Integer, Long> windows = new HashMap<>();

  private long window = DEFAULT_WINDOW;
  private long initialWindow = DEFAULT_WINDOW;
  private int nextStream = 1;

  /** True when a message came, which a call that fails does not bring. */
  private boolean brought;

  private WarmUpConnection(Socket socket, String authority) throws IOException {
    this.socket = socket;
    this.authority = authority;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
    this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER));
  }

  /**
   * Connects to the server that listens with these settings. The caller closes it.
   *
   * @param patience longest time to wait for the server at any moment
   */
  static WarmUpConnection open(TransportConfig transport, int port, Duration patience)
      throws IOException {
    String host = reachable(transport.address());
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
      socket.connect(new InetSocketAddress(host, port), Math.toIntExact(patience.toMillis()));
      if (transport.certificateFile().isPresent()) {
        socket = encrypted(socket, host, port);
      }
      WarmUpConnection connection = new WarmUpConnection(socket, host + ":" + port);
      connection.greet();
      return connection;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** An address to reach oneself at, for one to listen on. */
  static String reachable(String address) {
    return switch (address) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::" -> "::1";
      default -> address;
    };
  }

  /** It is our own certificate at our own address; its name may be any. */
  private static Socket encrypted(Socket plain, String host, int port) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IOException("no TLS", e);
    }
  }

  private void greet() throws IOException {
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frame(6, SETTINGS, 0, 0);
    out.writeShort(SETTING_WINDOW);
    out.writeInt(Integer.MAX_VALUE);
    frame(4, WINDOW_UPDATE, 0, 0);
    out.writeInt(Integer.MAX_VALUE - DEFAULT_WINDOW);
  }

  /** Sends a call with these messages, at least one; it may wait for the server to take them. */
  void call(String path, List<byte[]> messages) throws IOException {
    begin(path);
    // Every other call, each by itself, whatever kind of call it is: the way differs a little.
    if (choices.nextBoolean()) {
      headers.add("user-agent", "scorekeeper-warm-up");
    }
    if (choices.nextBoolean()) {
      headers.addOnce("grpc-timeout", timeout());
    }
    send(messages);
  }

  /** Sends a call with this message and nothing else: true when the server answers it. */
  boolean isAnswered(String path, byte[] message) throws IOException {
    brought = false;
    begin(path);
    send(List.of(message));
    awaitEnded();
    return brought;
  }

  /** Begins the headers with those that every call has. */
  private void begin(String path) {
    headers
        .add(":method", "POST")
        .add(":scheme", socket instanceof SSLSocket ? "https" : "http")
        .add(":authority", authority)
        .add(":path", path)
        .add("te", "trailers")
        .add("content-type", "application/grpc");
  }

  private void send(List<byte[]> messages) throws IOException {
    int stream = nextStream;
    nextStream += 2;
    windows.put(stream, initialWindow);
    byte[] block = headers.take();
    frame(block.length, HEADERS, END_HEADERS, stream);
    out.write(block);
    for (int i = 0; i < messages.size(); i++) {
      message(stream, messages.get(i), i == messages.size() - 1);
    }
  }

  /**
   * Mostly one that is kept. With the others the server learns to refuse: what was compiled without
   * a refusal has to be compiled anew when the first ones come, under overload, of all times.
   */
  private String timeout() {
    return choices.nextInt(SHORT_ONE_IN) == 0
        ? LEAST_MICROS + choices.nextInt(MOST_MICROS - LEAST_MICROS) + "u"
        : "10S";
  }

  private void message(int stream, byte[] message, boolean last) throws IOException {
    byte[] prefixed = new byte[PREFIX + message.length];
    prefixed[1] = (byte) (message.length >>> 24);
    prefixed[2] = (byte) (message.length >>> 16);
    prefixed[3] = (byte) (message.length >>> 8);
    prefixed[4] = (byte) message.length;
    System.arraycopy(message, 0, prefixed, PREFIX, message.length);
    int sent = 0;
    while (sent < prefixed.length) {
      Long room = windows.get(stream);
      if (room == null) {
        return; // The server has ended the call: it was refused.
      }
      int length =
          (int) Math.min(prefixed.length - sent, Math.min(MAX_FRAME, Math.min(window, room)));
      if (length <= 0) {
        out.flush();
        readFrame();
        continue;
      }
      boolean end = last && sent + length == prefixed.length;
      frame(length, DATA, end ? END_STREAM : 0, stream);
      out.write(prefixed, sent, length);
      sent += length;
      window -= length;
      windows.put(stream, room - length);
    }
  }

  /** Lets go of what was written. */
  void flush() throws IOException {
    out.flush();
  }

  /** Waits until every call has ended, well or not. */
  void awaitEnded() throws IOException {
    out.flush();
    while (!windows.isEmpty()) {
      readFrame();
    }
  }

  private void readFrame() throws IOException {
    int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt() & Integer.MAX_VALUE;
    switch (type) {
      case SETTINGS -> settings(flags, length);
      case WINDOW_UPDATE -> {
        int more = in.readInt();
        window += stream == 0 ? more : 0;
        windows.computeIfPresent(stream, (key, room) -> room + more);
      }
      case PING -> {
        long content = in.readLong();
        if ((flags & ACK) == 0) {
          frame(8, PING, ACK, 0);
          out.writeLong(content);
          out.flush();
        }
      }
      case GOAWAY -> throw new IOException("the server says go away");
      default -> in.skipNBytes(length);
    }
    brought |= type == DATA;
    boolean ended = type == RST_STREAM || (type <= HEADERS && (flags & END_STREAM) != 0);
    if (ended) {
      windows.remove(stream);
    }
  }

  private void settings(int flags, int length) throws IOException {
    for (int i = 0; i < length / 6; i++) {
      int setting = in.readUnsignedShort();
      long value = Integer.toUnsignedLong(in.readInt());
      if (setting == SETTING_WINDOW) {
        long change = value - initialWindow;
        initialWindow = value;
        windows.replaceAll((stream, room) -> room + change);
      }
    }
    if ((flags & ACK) == 0) {
      frame(0, SETTINGS, ACK, 0);
      out.flush();
    }
  }

  private void frame(int length, int type, int flags, int stream) throws IOException {
    out.writeByte(length >>> 16);
    out.writeShort(length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
