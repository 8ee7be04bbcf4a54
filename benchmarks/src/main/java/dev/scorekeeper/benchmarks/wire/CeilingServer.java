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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The ceiling: a bare grpc-java server that reads a request and answers with a fixed number of
 * bytes, doing nothing else, on {@code directExecutor}. What it costs is what gRPC costs.
 *
 * <p>Answers every unary method named {@code scorekeeper.v1.ScoringService/Predict}.
 *
 * <pre>
 *   java -cp ... dev.scorekeeper.benchmarks.wire.CeilingServer PORT RESPONSE_BYTES
 * </pre>
 */
public final class CeilingServer {

  private static final int MOST_BYTES = 1 << 28;

  private CeilingServer() {}

  public static void main(String[] args) throws Exception {
    Server server = start(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    System.out.println("ceiling on port " + server.getPort());
    server.awaitTermination();
  }

  /** Starts one on loopback; the caller shuts it down. Port 0: any. */
  public static Server start(int port, int responseBytes) throws IOException {
    byte[] response = new byte[responseBytes];
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("scorekeeper.v1.ScoringService/Predict")
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    ServerServiceDefinition service =
        ServerServiceDefinition.builder("scorekeeper.v1.ScoringService")
            .addMethod(method, new Echo(response))
            .build();
    return NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .directExecutor()
        .maxInboundMessageSize(MOST_BYTES)
        .addService(service)
        .build()
        .start();
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

  /** Bytes as they are. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
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
