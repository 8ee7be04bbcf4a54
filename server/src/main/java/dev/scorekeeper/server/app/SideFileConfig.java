package dev.scorekeeper.server.app;

import dev.scorekeeper.server.batching.BatchingConfig;
import dev.scorekeeper.server.config.Setting;
import java.util.Map;
import java.util.Optional;

/** A model's own settings: the file {@code scorekeeper.yaml} beside its versions. */
public record SideFileConfig(
    @Setting("What the outputs are, by name.") Map<String, OutputConfig> outputs,
    @Setting("Batching of this model; over the server's batching, under its models.NAME.batching.")
        BatchingConfig batching,
    @Setting("Evaluations of this model.") ModelEvaluationConfig evaluation,
    @Setting("Refused: only the server's configuration can trust a model.")
        Optional<Boolean> trusted) {

  public SideFileConfig {
    outputs = Map.copyOf(outputs);
  }

  public static SideFileConfig defaults() {
    return new SideFileConfig(
        Map.of(), BatchingConfig.defaults(), ModelEvaluationConfig.defaults(), Optional.empty());
  }
}
