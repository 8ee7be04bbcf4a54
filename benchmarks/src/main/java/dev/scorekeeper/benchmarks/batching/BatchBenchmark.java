package dev.scorekeeper.benchmarks.batching;

import dev.scorekeeper.benchmarks.pipeline.LoopStandIn;
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
 * Question: what does a request of one row cost in the loop lane, from its submission to its own
 * rows of the output: append, run, split?
 *
 * <p>Sixty-four requests share a run, whose time is in it: subtract a sixty-fourth of what {@code
 * TensorFlowRunBenchmark} says.
 *
 * <pre>
 *   ./scorekeeper bench BatchBenchmark -prof gc
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BatchBenchmark {

  private static final int REQUESTS = 64;

  @Param({"perf_mlp", "perf_ctr"})
  String model = "";

  private BatcherUnderTest batcher;
  private LoopStandIn loop;
  private CountedTask task;

  /** Loads the model. */
  @Setup
  public void start() throws Exception {
    batcher = BatcherUnderTest.start(model, "loop");
    loop = new LoopStandIn();
    task = batcher.task(loop);
  }

  /** Sixty-four requests and the loop's turn. */
  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public long appendRunSplit() {
    long end = task.answered() + REQUESTS;
    for (int i = 0; i < REQUESTS; i++) {
      batcher.submit(task);
    }
    while (task.answered() < end) {
      loop.turn();
    }
    return end;
  }

  /** Unloads the model. */
  @TearDown
  public void stop() {
    batcher.close();
  }
}
