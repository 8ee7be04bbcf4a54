package dev.scorekeeper.server.batching;

import dev.scorekeeper.benchmarks.batching.ZeroRows;
import dev.scorekeeper.benchmarks.runtime.LoadedProgram;
import java.nio.file.Path;
import java.util.Map;
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
 * Question: what does it cost to copy one request's row of every input into the batch's memory?
 *
 * <p>40 bytes in one input, 84 in nine, 3 KiB in one.
 *
 * <pre>
 *   ./scorekeeper bench AppendBenchmark -prof gc
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AppendBenchmark {

  private static final int CAPACITY = 64;

  @Param({"perf_mlp", "perf_ctr", "perf_cnn"})
  String model = "";

  private LoadedProgram loaded;
  private RowBlock block;
  private RowCopier copier;
  private ZeroRows rows;
  private int next;

  /** Loads the model, of which only the layout is used. */
  @Setup
  public void load() throws Exception {
    loaded = LoadedProgram.load(model, Path.of("benchmarks", "models", model));
    block = RowBlock.allocate(loaded.program(), loaded.layout(), CAPACITY);
    copier = new RowCopier(loaded.layout(), Padding.of(loaded.program().signature(), Map.of()));
    rows = new ZeroRows(loaded.layout(), 1);
  }

  /** One row to the next place. */
  @Benchmark
  public RowBlock append() {
    next = (next + 1) % CAPACITY;
    copier.copy(rows, 0, 1, block, next);
    return block;
  }

  /** Frees the memory. */
  @TearDown
  public void close() {
    block.close();
    loaded.close();
  }
}
