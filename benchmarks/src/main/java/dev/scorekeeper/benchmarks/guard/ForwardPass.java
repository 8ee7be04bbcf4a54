package dev.scorekeeper.benchmarks.guard;

import static java.util.Objects.requireNonNull;

import com.sun.management.ThreadMXBean;
import dev.scorekeeper.benchmarks.runtime.LoadedProgram;
import dev.scorekeeper.server.runtime.RuntimeStartException;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.RunException;
import dev.scorekeeper.server.scoring.RunResult;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * The bare run of a model in the calling thread, without server or batcher: what no server can
 * save. Not thread-safe; closed once.
 */
final class ForwardPass implements AutoCloseable {

  private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int[] ROWS = {32, 64, 128, 256};
  private static final int MOST_ROWS = 256;

  private final LoadedProgram loaded;
  private final InputBlock block;

  /**
   * Cost of a row at the number of rows that makes it cheapest.
   *
   * @param rows that number
   * @param cpuMicros CPU time a row
   * @param bytesPerRun heap bytes that a whole run allocates
   */
  record Cost(int rows, double cpuMicros, double bytesPerRun) {}

  private ForwardPass(LoadedProgram loaded, InputBlock block) {
    this.loaded = loaded;
    this.block = block;
  }

  /**
   * Loads a model of its own; its rows are zeros, which cost as much as any others.
   *
   * @param folder of the model's versions
   */
  static ForwardPass load(String name, Path folder) throws RuntimeStartException, ProblemException {
    LoadedProgram loaded = LoadedProgram.load(name, folder);
    return new ForwardPass(loaded, loaded.program().allocate(loaded.layout(), MOST_ROWS));
  }

  /** Runs for about so long, a quarter of it unmeasured. */
  Cost measure(double seconds) throws RunException {
    double nanos = seconds * 1e9 / ROWS.length;
    Cost best = null;
    for (int rows : ROWS) {
      Cost unused = cost(rows, nanos / 4);
      Cost cost = cost(rows, nanos * 3 / 4);
      if (best == null || cost.cpuMicros() < best.cpuMicros()) {
        best = cost;
      }
    }
    return requireNonNull(best);
  }

  private Cost cost(int rows, double nanos) throws RunException {
    long thread = Thread.currentThread().getId();
    long bytes = threads.getThreadAllocatedBytes(thread);
    long cpu = threads.getCurrentThreadCpuTime();
    long end = System.nanoTime() + (long) nanos;
    long runs = 0;
    while (runs == 0 || System.nanoTime() < end) {
      try (RunResult result = loaded.program().run(block, 0, rows)) {
        runs += result.data(0).remaining() > 0 ? 1 : 0;
      }
    }
    double cpuMicros = (threads.getCurrentThreadCpuTime() - cpu) / 1e3;
    double allocated = threads.getThreadAllocatedBytes(thread) - bytes;
    return new Cost(rows, cpuMicros / (runs * rows), allocated / runs);
  }

  @Override
  public void close() {
    block.close();
    loaded.close();
  }
}
