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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: how many requests of one row go through the worker lane's queue when one, four and
 * sixteen loops fill it and one worker empties it?
 *
 * <p>Each producer has 64 requests in flight, as a busy connection has.
 *
 * <pre>
 *   ./scorekeeper bench QueueBenchmark -prof gc
 * </pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class QueueBenchmark {

  private static final int REQUESTS = 64;

  /** The batcher that all producers share. */
  @State(Scope.Benchmark)
  public static class Shared {

    private BatcherUnderTest batcher;

    /** Loads the model. */
    @Setup
    public void start() throws Exception {
      batcher = BatcherUnderTest.start("perf_mlp", "worker");
    }

    /** Unloads the model. */
    @TearDown
    public void stop() {
      batcher.close();
    }
  }

  /** A loop with its requests. */
  @State(Scope.Thread)
  public static class Producer {

    private LoopStandIn loop;
    private CountedTask task;

    /** Makes the requests. */
    @Setup
    public void start(Shared shared) {
      loop = new LoopStandIn();
      task = shared.batcher.task(loop);
    }

    private long roundTrip(BatcherUnderTest batcher) throws InterruptedException {
      long end = task.answered() + REQUESTS;
      for (int i = 0; i < REQUESTS; i++) {
        batcher.submit(task);
      }
      while (task.answered() < end) {
        loop.awaitTurn();
      }
      return end;
    }
  }

  /** One producer. */
  @Benchmark
  @Threads(1)
  @OperationsPerInvocation(REQUESTS)
  public long producers1(Shared shared, Producer producer) throws InterruptedException {
    return producer.roundTrip(shared.batcher);
  }

  /** Four producers. */
  @Benchmark
  @Threads(4)
  @OperationsPerInvocation(REQUESTS)
  public long producers4(Shared shared, Producer producer) throws InterruptedException {
    return producer.roundTrip(shared.batcher);
  }

  /** Sixteen producers. */
  @Benchmark
  @Threads(16)
  @OperationsPerInvocation(REQUESTS)
  public long producers16(Shared shared, Producer producer) throws InterruptedException {
    return producer.roundTrip(shared.batcher);
  }
}
