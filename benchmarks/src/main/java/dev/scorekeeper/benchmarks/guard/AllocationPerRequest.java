package dev.scorekeeper.benchmarks.guard;

import com.google.protobuf.ByteString;
import dev.scorekeeper.benchmarks.PerfModels;
import dev.scorekeeper.benchmarks.guard.RequestCost.Load;
import dev.scorekeeper.benchmarks.guard.RequestCost.Target;
import dev.scorekeeper.benchmarks.wire.CeilingServer;
import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import dev.scorekeeper.v1.Tensor;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Question: how many bytes of heap does a unary request cost the whole server, and how many more is
 * that than bare gRPC needs for the same bytes?
 *
 * <p>Both servers and the generator are in this JVM; the servers' turns alternate. Prints medians
 * of bytes, CPU time and wall time a request.
 *
 * <pre>
 *   mvn -q -pl benchmarks -am process-classes
 *   java -XX:+UseParallelGC -Dorg.bytedeco.javacpp.noPointerGC=true \
 *     -cp benchmarks/target/classes:$(cat benchmarks/target/runtime.classpath) \
 *     dev.scorekeeper.benchmarks.guard.AllocationPerRequest \
 *     [--models perf_mlp,perf_ctr,digits] [--turns 5] [--seconds 2] [--connections 4] [--streams 64]
 * </pre>
 */
public final class AllocationPerRequest {

  private static final String PATH = "/scorekeeper.v1.ScoringService/Predict";
  private static final List<String> CEILING_THREADS = List.of("grpc-default-worker-ELG");
  private static final int DIGIT_SIDE = 8;

  /** Kept, since the log manager would forget it and its level. */
  private static final Logger grpcLogger = Logger.getLogger("io.grpc.netty");

  private final int turns;
  private final Load load;

  private AllocationPerRequest(int turns, Load load) {
    this.turns = turns;
    this.load = load;
  }

  public static void main(String[] args) throws Exception {
    // A turn ends by closing connections with calls in flight, of which gRPC makes a stack trace
    // each.
    grpcLogger.setLevel(Level.OFF);
    // One loop for the ceiling too; read by Netty when its first group is made.
    System.setProperty("io.netty.eventLoopThreads", "1");
    Options options = new Options(args);
    Map<String, Path> models = new LinkedHashMap<>();
    for (String name : options.text("--models", "perf_mlp,perf_ctr,digits").split(",", -1)) {
      models.put(name, Path.of(name.equals("digits") ? "server" : "benchmarks", "models", name));
    }
    Load load =
        new Load(
            PATH,
            options.number("--connections", 4),
            options.number("--streams", 64),
            options.number("--seconds", 2));
    AllocationPerRequest measurement = new AllocationPerRequest(options.number("--turns", 5), load);
    try (LocalServer server = LocalServer.start(models)) {
      for (String name : models.keySet()) {
        measurement.compare(name, request(name), server.port());
      }
    }
  }

  private void compare(String name, PredictRequest request, int port) throws Exception {
    byte[] payload = request.toByteArray();
    Server bare = CeilingServer.start(0, responseBytes(port, request));
    Target ours = new Target("scorekeeper", port, LocalServer.THREADS);
    Target ceiling = new Target("ceiling", bare.getPort(), CEILING_THREADS);
    List<RequestCost> ourTurns = new ArrayList<>();
    List<RequestCost> ceilingTurns = new ArrayList<>();
    try {
      for (int turn = -2; turn < turns; turn++) {
        RequestCost ceilingCost = RequestCost.measure(ceiling, load, payload);
        RequestCost ourCost = RequestCost.measure(ours, load, payload);
        if (turn >= 0) { // those before warm both
          ceilingTurns.add(ceilingCost);
          ourTurns.add(ourCost);
        }
      }
    } finally {
      bare.shutdownNow().awaitTermination();
    }
    print(name, ourTurns, ceilingTurns);
  }

  private static void print(String name, List<RequestCost> ours, List<RequestCost> ceiling) {
    System.out.printf(
        Locale.ROOT,
        "%-15s bytes/request %.0f, ceiling %.0f, over it %.0f;"
            + "  CPU us/request %.2f, ceiling %.2f;  requests/s against the ceiling %.2f%n",
        name,
        median(ours, RequestCost::bytes),
        median(ceiling, RequestCost::bytes),
        median(ours, RequestCost::bytes) - median(ceiling, RequestCost::bytes),
        median(ours, RequestCost::cpuMicros),
        median(ceiling, RequestCost::cpuMicros),
        median(ceiling, RequestCost::wallMicros) / median(ours, RequestCost::wallMicros));
  }

  private static double median(List<RequestCost> turns, ToDoubleFunction<RequestCost> value) {
    double[] sorted = turns.stream().mapToDouble(value).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static int responseBytes(int port, PredictRequest request) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    try {
      return ScoringServiceGrpc.newBlockingStub(channel).predict(request).getSerializedSize();
    } finally {
      channel.shutdownNow();
    }
  }

  private static PredictRequest request(String model) {
    if (!model.equals("digits")) {
      return PerfModels.valueOf(model.toUpperCase(Locale.ROOT)).request(1);
    }
    return PredictRequest.newBuilder()
        .setModel(ModelSpec.newBuilder().setName(model))
        .addInputs(
            Tensor.newBuilder()
                .setName("image")
                .setDtype(DataType.DATA_TYPE_FLOAT32)
                .addShape(1)
                .addShape(DIGIT_SIDE)
                .addShape(DIGIT_SIDE)
                .addShape(1)
                .setData(ByteString.copyFrom(new byte[DIGIT_SIDE * DIGIT_SIDE * Float.BYTES])))
        .build();
  }
}
