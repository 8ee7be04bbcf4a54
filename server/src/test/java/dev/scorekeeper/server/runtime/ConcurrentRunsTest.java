package dev.scorekeeper.server.runtime;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.RunResult;
import dev.scorekeeper.server.scoring.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Runs of one program on several threads at a time, each of another number of rows. */
final class ConcurrentRunsTest {

  private static final int THREADS = 4;
  private static final int RUNS = 20_000;

  @Test
  void run_differentSizesAtOnce_eachHasItsOwnShape() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (LoadedModel model = TestModels.load("identity")) {
      Program program = TestModels.program(model, "float32");
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 1; i <= THREADS; i++) {
        int rows = i;
        all.add(
            threads.submit(
                () -> {
                  start.await();
                  return wrongShapes(program, rows);
                }));
      }
      int wrong = 0;
      for (Future<Integer> each : all) {
        wrong += each.get();
      }
      assertThat(wrong).isEqualTo(0);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Throws nothing for what is wrong: the model must stay open until all threads have ended. */
  private static int wrongShapes(Program program, int rows) throws Exception {
    int wrong = 0;
    Shape expected = Shape.of(rows, 3);
    try (InputBlock block = program.allocate(TestModels.layout(DataType.FLOAT32, 3), rows)) {
      for (int i = 0; i < RUNS; i++) {
        try (RunResult result = program.run(block, 0, rows)) {
          boolean right =
              result.shape(0).equals(expected)
                  && result.data(0).remaining() == rows * 3 * Float.BYTES;
          wrong += right ? 0 : 1;
        }
      }
    }
    return wrong;
  }
}
