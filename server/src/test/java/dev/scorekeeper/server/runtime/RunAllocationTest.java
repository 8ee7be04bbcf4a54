package dev.scorekeeper.server.runtime;

import static com.google.common.truth.Truth.assertThat;

import com.sun.management.ThreadMXBean;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.RunException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A run makes next to no garbage, whatever the number of rows. */
final class RunAllocationTest {

  private static final int RUNS = 5_000;

  /** The result and one output's views; TensorFlow's own API makes some 3,000 bytes a run. */
  private static final long MOST_BYTES_PER_RUN = 600;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void run_sameRows_makesLittleGarbage() throws Exception {
    try (LoadedModel model = TestModels.load("perf_mlp")) {
      Program program = TestModels.program(model, "serving_default");
      try (InputBlock block = program.allocate(TestModels.layout(program), 256)) {
        runMany(program, block);
        long before = threads.getCurrentThreadAllocatedBytes();
        runMany(program, block);
        long bytesPerRun = (threads.getCurrentThreadAllocatedBytes() - before) / RUNS;
        assertThat(bytesPerRun).isLessThan(MOST_BYTES_PER_RUN);
      }
    }
  }

  private static void runMany(Program program, InputBlock block) throws RunException {
    for (int i = 0; i < RUNS; i++) {
      program.run(block, 0, 1 + i % 256).close();
    }
  }
}
