package dev.scorekeeper.benchmarks.targets;

import com.google.protobuf.ByteString;
import dev.scorekeeper.benchmarks.wire.LoadPlan;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that answers Predict on loopback: ours, or the ceiling. Its owner closes it. */
final class Server implements AutoCloseable {

  private static final Pattern PORT = Pattern.compile("(?:\"port\":|ceiling on port )(\\d+)");
  private static final int MOST_BYTES = 1 << 28;

  private final Child child;
  private final boolean apart;
  private final int port;

  private Server(Child child, String cores) throws IOException {
    this.child = child;
    this.apart = cores.equals(Lab.SERVER_CORE);
    this.port = portIn(child.line());
  }

  private static int portIn(String line) throws IOException {
    Matcher matcher = PORT.matcher(line);
    if (!matcher.find()) {
      throw new IOException("a server said: " + line);
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** Scorekeeper as its launcher starts it, ready, with further variables of the environment. */
  static Server scorekeeper(
      String cores, Path models, Path scratch, Map<String, String> environment, String... options)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "./scorekeeper",
                "serve",
                "--json",
                "--models",
                models.toString(),
                "--port",
                "0",
                "--http-port",
                "0",
                "--set",
                "state_folder=" + scratch.resolve("state-" + System.nanoTime())));
    command.addAll(List.of(options));
    Child child = Child.start(cores, scratch.resolve("servers.log"), command, environment);
    try {
      return new Server(child, cores);
    } catch (IOException | RuntimeException e) {
      child.close();
      throw e;
    }
  }

  /** A bare gRPC server that answers with so many bytes. */
  static Server ceiling(String cores, int responseBytes, Path scratch, String... words)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("0", String.valueOf(responseBytes)));
    arguments.addAll(List.of(words));
    Child child =
        Child.startJava(
            cores,
            scratch.resolve("servers.log"),
            dev.scorekeeper.benchmarks.wire.CeilingServer.class,
            arguments,
            Map.of());
    try {
      return new Server(child, cores);
    } catch (IOException | RuntimeException e) {
      child.close();
      throw e;
    }
  }

  long pid() {
    return child.pid();
  }

  int port() {
    return port;
  }

  /** A closed loop of unary calls to it, spinning where it leaves the generator a core. */
  LoadPlan unary(byte[] payload, int connections, int inFlight) {
    LoadPlan plan = LoadPlan.unary(port, payload, connections, inFlight);
    return apart ? plan.spin() : plan;
  }

  /** Bytes of the answer to a request. */
  int responseBytes(ByteString request) throws Exception {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port)
            .usePlaintext()
            .maxInboundMessageSize(MOST_BYTES)
            .build();
    try {
      PredictResponse response =
          ScoringServiceGrpc.newBlockingStub(channel).predict(PredictRequest.parseFrom(request));
      return response.getSerializedSize();
    } finally {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
