package dev.scorekeeper.server.app;

import dev.scorekeeper.server.config.Setting;
import java.util.Optional;

/** What is declared about one output of a model. */
public record OutputConfig(
    @Setting(
            "What its numbers are: value, logit or probability; over what the graph suggests. Absent:"
                + " what the graph suggests.")
        Optional<Kind> kind) {

  /** What can be declared. */
  public enum Kind {
    VALUE,
    LOGIT,
    PROBABILITY
  }

  public static OutputConfig defaults() {
    return new OutputConfig(Optional.empty());
  }
}
