package dev.scorekeeper.benchmarks.pipeline;

import dev.scorekeeper.benchmarks.PerfModels;
import dev.scorekeeper.benchmarks.transport.PredictDoor;
import dev.scorekeeper.benchmarks.transport.Segments;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: what does a unary request cost us between the bytes gRPC read and the bytes it will
 * write: decode, pipeline, batch, TensorFlow and encode, without network and gRPC?
 *
 * <p>As many requests as one read of a busy connection brings go in before the loop has its turn.
 * The time of TensorFlow is in it: subtract that of {@code TensorFlowRunBenchmark}.
 *
 * <pre>
 *   ./scorekeeper bench WholePathBenchmark -prof gc
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WholePathBenchmark {

  private static final int REQUESTS = 64;

  /** Those that the loop lane serves; a worker would need the loop's thread to wait. */
  @Param({"PERF_MLP", "PERF_CTR"})
  PerfModels model = PerfModels.PERF_MLP;

  private LocalPipeline pipeline;
  private LoopStandIn loop;
  private PredictDoor door;
  private Segments request;

  /** Loads the model. */
  @Setup
  public void start() throws Exception {
    pipeline = LocalPipeline.start(model.model(), Path.of("benchmarks", "models", model.model()));
    loop = new LoopStandIn();
    door = new PredictDoor(pipeline.scorer(), pipeline.catalog(), loop);
    request = Segments.one(model.request(1).toByteArray());
  }

  /** Sixty-four requests, answered in one turn. */
  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public long unary() {
    long before = door.answered();
    for (int i = 0; i < REQUESTS; i++) {
      door.call(request.stream());
    }
    while (door.answered() - before < REQUESTS) {
      loop.turn();
      if (door.refused() > 0) {
        throw new IllegalStateException("a request was refused");
      }
    }
    return door.answeredBytes();
  }

  /** Unloads the model. */
  @TearDown
  public void stop() {
    pipeline.close();
  }
}
