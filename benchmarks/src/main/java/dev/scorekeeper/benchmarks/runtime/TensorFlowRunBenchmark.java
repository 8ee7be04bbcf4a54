package dev.scorekeeper.benchmarks.runtime;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.runtime.RuntimeConfig;
import dev.scorekeeper.server.runtime.StartProgress;
import dev.scorekeeper.server.runtime.TensorFlowRuntime;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ModelLoader.LoadOptions;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.RunException;
import dev.scorekeeper.server.scoring.RunResult;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
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
 * What does one run of a model cost, by rows, and how much garbage does it make?
 *
 * <p>Everything beyond these numbers in a request's time is ours: network, decoding, batching.
 *
 * <pre>
 *   mvn -q -pl benchmarks -am process-classes
 *   java -cp benchmarks/target/classes:$(cat benchmarks/target/runtime.classpath) \
 *     org.openjdk.jmh.Main TensorFlowRunBenchmark -prof gc
 * </pre>
 *
 * <p>Run it in the repository's root; {@code TF_ENABLE_ONEDNN_OPTS=0} before it asks the same of
 * TensorFlow without oneDNN.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TensorFlowRunBenchmark {

  @Param({"perf_mlp", "perf_ctr", "perf_cnn"})
  String model = "";

  @Param({"1", "8", "32", "128"})
  int rows;

  @Param({"DEFAULT", "SINGLE_THREADED"})
  RuntimeConfig.Executor executor = RuntimeConfig.Executor.DEFAULT;

  private LoadedModel loaded;
  private Program program;
  private InputBlock block;

  /** Loads the model; the rows are zeros, which cost as much as any others. */
  @Setup
  public void load() throws Exception {
    RuntimeConfig defaults = RuntimeConfig.defaults();
    RuntimeConfig config =
        new RuntimeConfig(
            RuntimeConfig.Device.CPU,
            defaults.gpuMemoryFraction(),
            defaults.intraOpThreads(),
            defaults.onednn(),
            executor,
            defaults.constantFolding(),
            defaults.cacheDirectory());
    loaded =
        TensorFlowRuntime.start(config, StartProgress.NONE)
            .loader()
            .load(
                new ModelId(model, 1),
                Path.of("benchmarks", "models", model, "1"),
                LoadOptions.defaults());
    Signature signature = requireNonNull(loaded.signatures().get("serving_default"));
    program =
        loaded.program(
            signature.name(), signature.outputs().stream().map(OutputSpec::name).toList());
    List<TensorSpec> inputs = signature.inputs();
    Layout layout =
        new Layout(
            inputs.stream().map(TensorSpec::type).toList(),
            inputs.stream().map(input -> input.shape().inner()).toList(),
            true);
    block = program.allocate(layout, rows);
  }

  /** One run, its result read and closed. */
  @Benchmark
  public ByteBuffer run() throws RunException {
    try (RunResult result = program.run(block, 0, rows)) {
      return result.data(0);
    }
  }

  /** Frees the model. */
  @TearDown
  public void close() {
    block.close();
    loaded.close();
  }
}
