package dev.scorekeeper.benchmarks.runtime;

import dev.scorekeeper.server.batching.BatchingConfig;
import dev.scorekeeper.server.batching.ModelBatcher;
import dev.scorekeeper.server.batching.WorkerPool;
import dev.scorekeeper.server.runtime.RuntimeConfig;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.RunException;
import dev.scorekeeper.server.scoring.RunResult;
import dev.scorekeeper.server.stats.ServerStats;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: what does one run of a model cost through the runtime package, by rows, and how much of
 * it is TensorFlow's own?
 *
 * <p>{@code bare} is TensorFlow's C API alone. {@code best} rows are those that the batcher finds
 * cheapest a row. The rows are zeros, which cost as much as any others.
 *
 * <pre>
 *   ./scorekeeper bench TensorFlowRunBenchmark -prof gc
 *   TF_ENABLE_ONEDNN_OPTS=0 ./scorekeeper bench TensorFlowRunBenchmark -prof gc
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TensorFlowRunBenchmark {

  private static final String BEST = "best";

  @Param({"perf_mlp", "perf_ctr", "perf_cnn"})
  String model = "";

  @Param({"1", "32", BEST})
  String rows = "";

  private LoadedProgram loaded;
  private BareSession bare;
  private InputBlock block;
  private int count;

  /** Loads the model twice: for the runtime package, and bare. */
  @Setup
  public void load() throws Exception {
    Path folder = Path.of("benchmarks", "models", model);
    loaded = LoadedProgram.load(model, folder, RuntimeConfig.defaults());
    count = rows.equals(BEST) ? bestRows() : Integer.parseInt(rows);
    block = loaded.program().allocate(loaded.layout(), count);
    bare = new BareSession(folder.resolve("1"), count);
  }

  private int bestRows() throws ProblemException {
    try (WorkerPool workers = new WorkerPool(1);
        ModelBatcher batcher =
            new ModelBatcher(
                loaded.model(),
                BatchingConfig.defaults(),
                workers,
                new ServerStats().model(new ModelId(model, 1)),
                System::nanoTime)) {
      batcher.prepare();
      return batcher.report(loaded.program().signature().name()).bestRows();
    }
  }

  /** One run, its result looked at and closed. */
  @Benchmark
  public int run() throws RunException {
    try (RunResult result = loaded.program().run(block, 0, count)) {
      return result.data(0).remaining();
    }
  }

  /** One run through TensorFlow's C API alone. */
  @Benchmark
  public long bare() {
    return bare.run();
  }

  /** Frees the models. */
  @TearDown
  public void close() {
    block.close();
    bare.close();
    loaded.close();
  }
}
