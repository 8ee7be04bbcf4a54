package dev.scorekeeper.benchmarks.wire;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The ceiling: a bare grpc-java server that reads a request and answers with a fixed number of
 * bytes, doing nothing else, on {@code directExecutor}. What it costs is what gRPC costs.
 *
 * <p>Answers every unary method named {@code scorekeeper.v1.ScoringService/Predict}. Its loops are
 * as many, and of the same kind, as our server has on the same cores: Netty's own choice would be
 * twice as many, and would depend on what the JVM did before. Closed once.
 *
 * <pre>
 *   java -cp ... dev.scorekeeper.benchmarks.wire.CeilingServer PORT RESPONSE_BYTES [copied]
 * </pre>
 */
public final class CeilingServer implements AutoCloseable {

  /** What the names of the threads that serve begin with. */
  public static final String THREADS = "ceiling-";

  /** Word that asks for answers which gRPC copies, as it does with those of a simple server. */
  public static final String COPIED = "copied";

  private static final int MOST_BYTES = 1 << 28;

  private final EventLoopGroup loops;
  private final Server server;

  private CeilingServer(EventLoopGroup loops, Server server) {
    this.loops = loops;
    this.server = server;
  }

  public static void main(String[] args) throws Exception {
    int loops = Runtime.getRuntime().availableProcessors();
    boolean copied = args.length > 2 && args[2].equals(COPIED);
    CeilingServer ceiling =
        start(Integer.parseInt(args[0]), Integer.parseInt(args[1]), loops, copied);
    System.out.println("ceiling on port " + ceiling.port());
    ceiling.server.awaitTermination();
  }

  /**
   * Starts one on loopback.
   *
   * @param port 0: any
   * @param loops number of threads, which accept connections as well
   */
  public static CeilingServer start(int port, int responseBytes, int loops) throws IOException {
    return start(port, responseBytes, loops, false);
  }

  private static CeilingServer start(int port, int responseBytes, int loops, boolean copied)
      throws IOException {
    boolean epoll = Epoll.isAvailable();
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            loops,
            new DefaultThreadFactory("ceiling", true),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .bossEventLoopGroup(group)
            .workerEventLoopGroup(group)
            .channelType(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .directExecutor()
            .maxInboundMessageSize(MOST_BYTES)
            .addService(service(responseBytes, copied));
    try {
      return new CeilingServer(group, builder.build().start());
    } catch (IOException e) {
      var unused = group.shutdownGracefully();
      throw e;
    }
  }

  private static ServerServiceDefinition service(int responseBytes, boolean copied) {
    byte[] response = new byte[responseBytes];
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("scorekeeper.v1.ScoringService/Predict")
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(copied ? new CopiedBytes() : new Bytes())
            .build();
    return ServerServiceDefinition.builder("scorekeeper.v1.ScoringService")
        .addMethod(method, new Echo(response))
        .build();
  }

  public int port() {
    return server.getPort();
  }

  /** Cuts off what is in flight, and waits until its threads have ended. */
  @Override
  public void close() {
    server.shutdownNow();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** Answers each call with the same bytes as soon as its request is complete. */
  private static final class Echo implements ServerCallHandler<byte[], byte[]> {
    private final byte[] response;

    Echo(byte[] response) {
      this.response = response;
    }

    @Override
    public ServerCall.Listener<byte[]> startCall(
        ServerCall<byte[], byte[]> call, Metadata headers) {
      call.request(2);
      return new ServerCall.Listener<>() {
        @Override
        public void onMessage(byte[] message) {
          call.sendHeaders(new Metadata());
          call.sendMessage(response);
          call.close(Status.OK, new Metadata());
        }
      };
    }
  }

  /** Bytes that gRPC cannot drain. */
  private static final class CopiedBytes extends Bytes {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }
  }

  /** Bytes as they are. */
  private static class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new KnownBytes(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        byte[] bytes = new byte[stream.available()];
        int read = stream.readNBytes(bytes, 0, bytes.length);
        if (read != bytes.length) {
          throw new IOException("read " + read + " of " + bytes.length + " bytes");
        }
        return bytes;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Drained at once; otherwise gRPC would copy it through a new array of 8 KiB. */
  private static final class KnownBytes extends ByteArrayInputStream
      implements KnownLength, Drainable {
    KnownBytes(byte[] bytes) {
      super(bytes);
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      return (int) transferTo(target);
    }
  }
}
