package dev.scorekeeper.server.app;

import dev.scorekeeper.server.batching.BatchingConfig;
import dev.scorekeeper.server.config.Setting;
import dev.scorekeeper.server.lifecycle.VersionPolicy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What is set for one model in the server's configuration. */
public record ModelConfig(
    @Setting(
            "Whether graphs that reach files, sockets or the host may be loaded. A model is code: say"
                + " true only of models that you would run as a program.")
        boolean trusted,
    @Setting("Folder of the model's versions; absent: its folder in models_folder.")
        Optional<Path> path,
    @Setting("Which versions are served; exactly one of the keys.") VersionPolicy versions,
    @Setting("Version numbers by label, such as stable: 1, canary: 2; requests may name the label.")
        Map<String, Long> labels,
    @Setting(
            "Batching of this model. Absent keys: what the model's own scorekeeper.yaml says, else the"
                + " batching of the server.")
        BatchingConfig batching,
    @Setting("Evaluations of this model; over what its own scorekeeper.yaml says.")
        ModelEvaluationConfig evaluation,
    @Setting("What the outputs are, by name; over what the model's own scorekeeper.yaml declares.")
        Map<String, OutputConfig> outputs) {

  public ModelConfig {
    labels = Map.copyOf(labels);
    outputs = Map.copyOf(outputs);
  }

  public static ModelConfig defaults() {
    return new ModelConfig(
        false,
        Optional.empty(),
        VersionPolicy.defaults(),
        Map.of(),
        BatchingConfig.defaults(),
        ModelEvaluationConfig.defaults(),
        Map.of());
  }
}
