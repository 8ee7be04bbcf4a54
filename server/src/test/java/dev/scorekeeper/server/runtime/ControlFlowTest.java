package dev.scorekeeper.server.runtime;

import static com.google.common.truth.Truth.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which graphs the single-threaded executor suits. */
final class ControlFlowTest {

  @ParameterizedTest
  @CsvSource({"digits, false", "wine, false", "perf_mlp, false", "tokens, true"})
  void isIn_model_findsLoopsAndBranches(String model, boolean expected) throws Exception {
    GraphIndex graph = new GraphIndex(SavedModelFile.read(TestModels.folder(model).resolve("1")));

    assertThat(ControlFlow.isIn(graph)).isEqualTo(expected);
  }
}
