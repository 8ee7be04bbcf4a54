package dev.scorekeeper.server.runtime;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.scoring.Activation;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Program;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Programs that also give logits: of those outputs that are wanted, and have some. */
final class LogitsProgramTest {

  private static final String SERVING = "serving_default";
  private static final List<String> BOTH = List.of("alcohol", "cultivar");

  private static List<String> names(Program program) {
    return program.outputs().stream().map(OutputSpec::name).toList();
  }

  @Test
  void withLogits_givesThoseThatAreWantedAndThere() throws Exception {
    try (LoadedModel model = TestModels.load("wine")) {
      assertThat(model.activation(SERVING, "cultivar")).isEqualTo(Activation.SOFTMAX);
      assertThat(model.activation(SERVING, "alcohol")).isEqualTo(Activation.NONE);

      assertThat(names(model.withLogits(SERVING, BOTH, Set.of("cultivar"))))
          .containsExactly("alcohol", "cultivar", "cultivar/logits")
          .inOrder();
      assertThat(names(model.withLogits(SERVING, BOTH, Set.of())))
          .containsExactly("alcohol", "cultivar")
          .inOrder();
      assertThat(names(model.withLogits(SERVING, BOTH, Set.of("alcohol"))))
          .containsExactly("alcohol", "cultivar")
          .inOrder();
    }
  }
}
