package dev.scorekeeper.server.runtime;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.RunResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everything native is closed once, and refuses use afterwards. */
final class OwnershipTest {

  @Test
  void close_twice_throws() throws Exception {
    LoadedModel model = TestModels.load("half_plus_two");
    Program program = TestModels.program(model, "serving_default");
    InputBlock block = program.allocate(TestModels.layout(program), 1);
    RunResult result = program.run(block, 0, 1);
    result.close();
    assertThrows(IllegalStateException.class, result::close);
    assertThrows(IllegalStateException.class, () -> result.data(0));
    block.close();
    assertThrows(IllegalStateException.class, block::close);
    assertThrows(IllegalStateException.class, () -> block.buffer(0));
    assertThrows(IllegalStateException.class, () -> program.run(block, 0, 1));
    model.close();
    assertThrows(IllegalStateException.class, model::close);
    assertThrows(IllegalStateException.class, () -> model.program("serving_default", List.of("y")));
  }

  @Test
  void slab_closedTwice_throws() {
    TestModels.runtime();
    Slab slab = Slab.allocate(100);
    assertThat(slab.address() % Slab.ALIGNMENT).isEqualTo(0);
    assertThat(slab.view().remaining()).isEqualTo(100);
    slab.close();
    assertThrows(IllegalStateException.class, slab::close);
  }

  @Test
  void program_badArguments_throws() throws Exception {
    try (LoadedModel model = TestModels.load("half_plus_two")) {
      assertThrows(IllegalArgumentException.class, () -> model.program("none", List.of("y")));
      assertThrows(
          IllegalArgumentException.class, () -> model.program("serving_default", List.of("none")));
      assertThrows(
          IllegalArgumentException.class, () -> model.program("serving_default", List.of()));
      Program program = model.program("serving_default", List.of("y"));
      assertThrows(
          IllegalArgumentException.class,
          () -> program.allocate(TestModels.layout(DataType.INT32, 1), 1));
      assertThrows(
          IllegalArgumentException.class, () -> program.allocate(TestModels.layout(program), 0));
      try (InputBlock block = program.allocate(TestModels.layout(program), 2)) {
        assertThrows(IndexOutOfBoundsException.class, () -> program.run(block, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> block.setString(0, 0, new byte[1]));
      }
    }
  }
}
