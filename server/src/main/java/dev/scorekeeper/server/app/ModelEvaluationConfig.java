package dev.scorekeeper.server.app;

import dev.scorekeeper.server.config.Setting;
import java.util.Optional;

/** What is set about the evaluations of one model. */
public record ModelEvaluationConfig(
    @Setting(
            value =
                "Rows of each run of the model in an evaluation. Absent: evaluation.compute_rows of the"
                    + " server.",
            min = "1",
            max = "65536")
        Optional<Integer> computeRows) {

  public static ModelEvaluationConfig defaults() {
    return new ModelEvaluationConfig(Optional.empty());
  }
}
