package dev.scorekeeper.benchmarks;

import com.google.protobuf.ByteString;
import dev.scorekeeper.benchmarks.wire.FrameLoad;
import dev.scorekeeper.benchmarks.wire.LoadPlan;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Question: what does the server cost beside the gRPC that carries it?
 *
 * <p>For each load, in turns: the bare server of {@link
 * dev.scorekeeper.benchmarks.wire.CeilingServer} with the same bytes, then Scorekeeper with the
 * real model, each pinned to core 0, the generator on core 1. Prints medians and the spread of the
 * ratio. Turns of one load share the weather of the machine, so compare the ratios, not the numbers
 * of two runs of this program.
 *
 * <p>Command, from the top folder after a build:
 *
 * <pre>
 *   taskset -c 1 java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' \
 *       dev.scorekeeper.benchmarks.HotPath [--models perf_mlp,perf_cnn] [--turns 5] [--seconds 4]
 * </pre>
 */
public final class HotPath {

  private static final int SERVER_PORT = 18_500;
  private static final int CEILING_PORT = 18_600;
  private static final int[][] MLP_LOADS = {{4, 64}, {4, 8}, {4, 1}};
  private static final int[][] OTHER_LOADS = {{4, 64}};

  private final int turns;
  private final double seconds;
  private final List<Process> processes = new ArrayList<>();

  private HotPath(int turns, double seconds) {
    this.turns = turns;
    this.seconds = seconds;
  }

  public static void main(String[] args) throws Exception {
    List<String> models = List.of(option(args, "--models", "perf_mlp").split(",", -1));
    int turns = Integer.parseInt(option(args, "--turns", "5"));
    double seconds = Double.parseDouble(option(args, "--seconds", "4"));
    HotPath run = new HotPath(turns, seconds);
    try {
      run.measure(models);
    } finally {
      run.processes.forEach(Process::destroy);
    }
  }

  private void measure(List<String> models) throws Exception {
    Process server =
        start(
            List.of(
                "taskset",
                "-c",
                "0",
                "./scorekeeper",
                "serve",
                "--models",
                "benchmarks/models",
                "--port",
                String.valueOf(SERVER_PORT),
                "--http-port",
                "0"));
    awaitServing();
    int offset = 0;
    for (PerfModels model : PerfModels.values()) {
      if (!models.contains(model.model())) {
        continue;
      }
      PredictRequest request = model.request(1);
      int port = CEILING_PORT + offset++;
      Process ceiling = startCeiling(port, responseBytes(request));
      int[][] loads = model == PerfModels.PERF_MLP ? MLP_LOADS : OTHER_LOADS;
      for (int[] load : loads) {
        compare(model, request.toByteString(), load, port, ceiling.pid(), server.pid());
      }
      ceiling.destroy();
    }
  }

  private void compare(
      PerfModels model, ByteString request, int[] load, int port, long ceilingPid, long serverPid)
      throws Exception {
    byte[] payload = request.toByteArray();
    double[] rateRatios = new double[turns];
    double[] ceilingMicros = new double[turns];
    double[] serverMicros = new double[turns];
    double[] rates = new double[turns];
    double[] p50 = new double[turns];
    for (int turn = -1; turn < turns; turn++) {
      FrameLoad.Result ceiling = run(port, payload, load, ceilingPid);
      FrameLoad.Result ours = run(SERVER_PORT, payload, load, serverPid);
      if (ours.failed() > 0) {
        throw new IOException("the server failed " + ours.failed() + " requests");
      }
      if (turn < 0) {
        continue; // the first turn warms both
      }
      rateRatios[turn] = ours.perSecond() / ceiling.perSecond();
      rates[turn] = ours.perSecond();
      ceilingMicros[turn] = ceiling.serverMicrosPerRequest();
      serverMicros[turn] = ours.serverMicrosPerRequest();
      p50[turn] = (ours.micros(50) - ceiling.micros(50));
    }
    System.out.printf(
        Locale.ROOT,
        "%-15s %d x %-3d  requests/s against the ceiling %s  (%,.0f/s)  CPU us/request %.2f,"
            + " ceiling %.2f  p50 over the ceiling's %.0f us%n",
        model.model(),
        load[0],
        load[1],
        spread(rateRatios),
        median(rates),
        median(serverMicros),
        median(ceilingMicros),
        median(p50));
  }

  private FrameLoad.Result run(int port, byte[] payload, int[] load, long pid) throws Exception {
    return FrameLoad.run(LoadPlan.unary(port, payload, load[0], load[1]), 1, seconds, pid);
  }

  private Process startCeiling(int port, int responseBytes) throws IOException {
    String java =
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    return start(
        List.of(
            "taskset",
            "-c",
            "0",
            java,
            "-XX:+UseParallelGC",
            "-Dio.netty.leakDetection.level=disabled",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.scorekeeper.benchmarks.wire.CeilingServer",
            String.valueOf(port),
            String.valueOf(responseBytes)));
  }

  private Process start(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    processes.add(process);
    return process;
  }

  private static int responseBytes(PredictRequest request) throws InterruptedException {
    ManagedChannel channel = channel();
    try {
      return ScoringServiceGrpc.newBlockingStub(channel).predict(request).getSerializedSize();
    } finally {
      close(channel);
    }
  }

  private static void awaitServing() throws InterruptedException {
    ManagedChannel channel = channel();
    try {
      var watch =
          HealthGrpc.newBlockingStub(channel)
              .withWaitForReady()
              .withDeadlineAfter(5, TimeUnit.MINUTES)
              .watch(HealthCheckRequest.getDefaultInstance());
      HealthCheckResponse.ServingStatus status;
      do {
        status = watch.next().getStatus();
      } while (status != HealthCheckResponse.ServingStatus.SERVING);
    } finally {
      close(channel);
    }
  }

  private static ManagedChannel channel() {
    return NettyChannelBuilder.forAddress("127.0.0.1", SERVER_PORT)
        .usePlaintext()
        .maxInboundMessageSize(1 << 28)
        .build();
  }

  private static void close(ManagedChannel channel) throws InterruptedException {
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
  }

  private static String spread(double[] values) {
    return String.format(
        Locale.ROOT,
        "%.2f [%.2f, %.2f]",
        median(values),
        Arrays.stream(values).min().orElseThrow(),
        Arrays.stream(values).max().orElseThrow());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static String option(String[] args, String name, String otherwise) {
    for (int i = 0; i + 1 < args.length; i++) {
      if (args[i].equals(name)) {
        return args[i + 1];
      }
    }
    return otherwise;
  }
}
