package dev.scorekeeper.benchmarks.pipeline;

import dev.scorekeeper.benchmarks.PerfModels;
import dev.scorekeeper.server.config.Settings;
import dev.scorekeeper.server.transport.GrpcServer;
import dev.scorekeeper.server.transport.TransportConfig;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictStreamRequest;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: what does a request cost over loopback, unary and on a stream, with a grpc-java client
 * on the same machine?
 *
 * <p>A fixed number is in flight on one connection. Client and server share the cores, so this is
 * for comparing two commits; {@code bench targets} says what the server alone can do.
 *
 * <pre>
 *   ./scorekeeper bench LoopbackBenchmark -prof gc
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LoopbackBenchmark {

  private static final int REQUESTS = 4096;
  private static final int IN_FLIGHT = 64;
  private static final String MODEL = PerfModels.PERF_MLP.model();

  private LocalPipeline pipeline;
  private GrpcServer server;
  private ManagedChannel channel;
  private ScoringServiceGrpc.ScoringServiceStub stub;
  private PredictRequest request;
  private StreamClient stream;

  /** Starts a server and connects. */
  @Setup
  public void start() throws Exception {
    pipeline = LocalPipeline.start(MODEL, Path.of("benchmarks", "models", MODEL));
    TransportConfig transport =
        Settings.ofPairs(List.of("port=0", "event_loop_threads=1"), "benchmark")
            .over(TransportConfig.class, TransportConfig.defaults());
    server =
        GrpcServer.builder(transport)
            .scorer(pipeline.scorer())
            .catalog(pipeline.catalog())
            .counts(pipeline::counts)
            .build();
    server.start();
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port())
            .usePlaintext()
            .directExecutor()
            .build();
    stub = ScoringServiceGrpc.newStub(channel);
    request = PerfModels.PERF_MLP.request(1);
    stream =
        StreamClient.open(stub, PredictStreamRequest.newBuilder().setRequest(request), IN_FLIGHT);
  }

  /** Unary calls. */
  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public void unary() throws InterruptedException {
    new UnaryClient(stub, request, REQUESTS).run(IN_FLIGHT);
  }

  /** Messages on one PredictStream. */
  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public void stream() throws InterruptedException {
    stream.run(REQUESTS);
  }

  /** Disconnects and stops. */
  @TearDown
  public void stop() throws InterruptedException {
    stream.close();
    boolean ended = channel.shutdown().awaitTermination(5, TimeUnit.SECONDS);
    ended &= server.drain(Duration.ofSeconds(5));
    pipeline.close();
    if (!ended) {
      throw new IllegalStateException("calls were left over");
    }
  }
}
