package dev.scorekeeper.server.runtime;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.RunException;
import dev.scorekeeper.server.scoring.RunResult;
import dev.scorekeeper.server.scoring.Shape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs of real graphs: every type, any rows of a block, failures, state. */
final class NativeProgramTest {

  private static final int ROWS = 5;
  private static final int WIDTH = 3;

  @ParameterizedTest
  @EnumSource(value = DataType.class, mode = EnumSource.Mode.EXCLUDE, names = "STRING")
  void run_identity_givesSameBytes(DataType type) throws Exception {
    byte[] bytes = new byte[ROWS * WIDTH * type.byteSize()];
    new Random(1).nextBytes(bytes);
    if (type == DataType.BOOL) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] &= 1;
      }
    }
    try (LoadedModel model = TestModels.load("identity")) {
      Program program = TestModels.program(model, type.label());
      try (InputBlock block = program.allocate(TestModels.layout(type, WIDTH), ROWS)) {
        TestModels.fill(block, 0, ByteBuffer.wrap(bytes));
        for (int from = 0; from < ROWS; from++) {
          int rowBytes = WIDTH * type.byteSize();
          try (RunResult result = program.run(block, from, ROWS - from)) {
            assertThat(result.type(0)).isEqualTo(type);
            assertThat(result.shape(0)).isEqualTo(Shape.of(ROWS - from, WIDTH));
            assertThat(result.data(0))
                .isEqualTo(ByteBuffer.wrap(bytes, from * rowBytes, (ROWS - from) * rowBytes));
          }
        }
      }
    }
  }

  @Test
  void run_strings_keepsAnyBytes() throws Exception {
    List<byte[]> values =
        List.of(
            new byte[0],
            new byte[] {0, (byte) 0xff, (byte) 0xc0, 0},
            "naïve 東京 😀".getBytes(StandardCharsets.UTF_8),
            new byte[22],
            new byte[23],
            new byte[100_000]);
    new Random(2).nextBytes(values.get(5));
    try (LoadedModel model = TestModels.load("identity")) {
      Program program = TestModels.program(model, "string");
      int rows = values.size();
      try (InputBlock block = program.allocate(TestModels.layout(DataType.STRING, 1), rows)) {
        for (int round = 0; round < 3; round++) {
          for (int i = 0; i < rows; i++) {
            block.setString(0, i, values.get((i + round) % rows));
          }
          for (int from = 0; from < 2; from++) {
            try (RunResult result = program.run(block, from, rows - from)) {
              for (int i = 0; i < rows - from; i++) {
                assertThat(result.string(0, i)).isEqualTo(values.get((i + from + round) % rows));
              }
            }
          }
        }
      }
    }
  }

  @Test
  void moveRows_overlapping_keepsRows() throws Exception {
    try (LoadedModel model = TestModels.load("identity")) {
      try (InputBlock block =
              TestModels.program(model, "int32").allocate(TestModels.layout(DataType.INT32, 1), 6);
          InputBlock strings =
              TestModels.program(model, "string")
                  .allocate(TestModels.layout(DataType.STRING, 1), 6)) {
        for (int i = 0; i < 6; i++) {
          block.buffer(0).putInt(4 * i, i);
          strings.setString(
              0, i, "a string longer than a cell %d".formatted(i).getBytes(StandardCharsets.UTF_8));
        }
        block.moveRows(0, 1, 4);
        block.moveRows(3, 2, 3);
        strings.moveRows(0, 1, 4);
        strings.moveRows(3, 2, 3);
        int[] expected = {0, 0, 2, 3, 5, 5};
        try (RunResult result = TestModels.program(model, "string").run(strings, 0, 6)) {
          for (int i = 0; i < 6; i++) {
            assertThat(block.buffer(0).getInt(4 * i)).isEqualTo(expected[i]);
            assertThat(new String(result.string(0, i), StandardCharsets.UTF_8))
                .endsWith(" " + expected[i]);
          }
        }
      }
    }
  }

  @Test
  void run_zeroRows_givesZeroRows() throws Exception {
    try (LoadedModel model = TestModels.load("half_plus_two")) {
      Program program = TestModels.program(model, "serving_default");
      try (InputBlock block = program.allocate(TestModels.layout(program), 2);
          RunResult result = program.run(block, 0, 0)) {
        assertThat(result.shape(0)).isEqualTo(Shape.of(0, 1));
        assertThat(result.data(0).remaining()).isEqualTo(0);
      }
    }
  }

  @Test
  void run_failingRow_blamesInputAndGoesOn() throws Exception {
    try (LoadedModel model = TestModels.load("picky")) {
      Program program = TestModels.program(model, "serving_default");
      try (InputBlock block = program.allocate(TestModels.layout(program), 2)) {
        block.buffer(0).putFloat(0, 4).putFloat(4, -1);
        RunException failure = assertThrows(RunException.class, () -> program.run(block, 0, 2));
        assertThat(failure.inputAtFault()).isTrue();
        assertThat(failure).hasMessageThat().contains("negative row");
        assertThat(failure).hasMessageThat().doesNotContain("\n");
        try (RunResult result = program.run(block, 0, 1)) {
          assertThat(result.data(0).getFloat(0)).isEqualTo(2f);
        }
      }
    }
  }

  @Test
  void run_examples_parsesThem() throws Exception {
    // A tf.Example without features: the parser takes the default, 0.
    try (LoadedModel model = TestModels.load("half_plus_two")) {
      Program program = TestModels.program(model, "classify_x_to_y");
      try (InputBlock block = program.allocate(TestModels.layout(program), 1)) {
        try (RunResult result = program.run(block, 0, 1)) {
          assertThat(result.data(0).getFloat(0)).isEqualTo(2f);
        }
        block.setString(0, 0, new byte[] {1, 2, 3});
        assertThrows(RunException.class, () -> program.run(block, 0, 1));
      }
    }
  }

  @Test
  void run_statefulGraph_countsEveryRun() throws Exception {
    try (LoadedModel model = TestModels.load("counter")) {
      Program program = TestModels.program(model, "serving_default");
      assertThat(program.signature().stateful()).isTrue();
      try (InputBlock block = program.allocate(TestModels.layout(DataType.FLOAT32), 3)) {
        for (int run = 1; run <= 3; run++) {
          try (RunResult result = program.run(block, 1, 2)) {
            assertThat(result.shape(0)).isEqualTo(Shape.of(2));
            assertThat(result.data(0).getFloat(4)).isEqualTo((float) run);
          }
        }
      }
    }
  }

  @Test
  void run_someOutputs_givesThemInOrder() throws Exception {
    try (LoadedModel model = TestModels.load("simple")) {
      Program program = model.program("serving_default", List.of("OUTPUT1", "OUTPUT0"));
      assertThat(model.program("serving_default", List.of("OUTPUT1", "OUTPUT0")))
          .isSameInstanceAs(program);
      try (InputBlock block = program.allocate(TestModels.layout(program), 1)) {
        for (int i = 0; i < 16; i++) {
          block.buffer(0).putInt(4 * i, 10 + i);
          block.buffer(1).putInt(4 * i, i);
        }
        try (RunResult result = program.run(block, 0, 1)) {
          assertThat(result.data(0).getInt(60)).isEqualTo(10);
          assertThat(result.data(1).getInt(60)).isEqualTo(40);
        }
      }
    }
  }

  @Test
  void run_wholeShapes_needsExactlyOneRow() throws Exception {
    try (LoadedModel model = TestModels.load("half_plus_two")) {
      Program program = TestModels.program(model, "serving_default");
      Layout whole = new Layout(List.of(DataType.FLOAT32), List.of(Shape.of(3, 1)), false);
      try (InputBlock block = program.allocate(whole, 1)) {
        try (RunResult result = program.run(block, 0, 1)) {
          assertThat(result.shape(0)).isEqualTo(Shape.of(3, 1));
        }
        assertThrows(IllegalArgumentException.class, () -> program.run(block, 0, 0));
      }
    }
  }

  @Test
  void run_manyThreads_eachGetsItsOwn() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (LoadedModel model = TestModels.load("half_plus_two")) {
      Program program = TestModels.program(model, "serving_default");
      List<Future<?>> futures =
          java.util.stream.IntStream.range(0, 8)
              .<Future<?>>mapToObj(n -> threads.submit(() -> runMany(program, n)))
              .toList();
      for (Future<?> future : futures) {
        future.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Void runMany(Program program, int number) throws RunException {
    try (InputBlock block = program.allocate(TestModels.layout(program), 4)) {
      for (int run = 0; run < 2_000; run++) {
        float value = number * 10_000 + run;
        int count = 1 + run % 4;
        block.buffer(0).putFloat(4 * (count - 1), value);
        try (RunResult result = program.run(block, 0, count)) {
          assertThat(result.data(0).getFloat(4 * (count - 1))).isEqualTo(value / 2 + 2);
        }
      }
    }
    return null;
  }
}
