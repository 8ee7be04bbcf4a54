package dev.scorekeeper.server.lifecycle;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the configuration says about one model: where it is and which of its versions are wanted.
 *
 * @param folder its folder, when it is not a child of the models folder
 * @param labels version numbers by label; a label does not make a version wanted, the policy does
 */
public record ModelPlan(Optional<Path> folder, VersionPolicy versions, Map<String, Long> labels) {

  public ModelPlan {
    labels = Map.copyOf(labels);
  }

  /** A child of the models folder, latest version, no labels. */
  public static ModelPlan defaults() {
    return new ModelPlan(Optional.empty(), VersionPolicy.defaults(), Map.of());
  }
}
