package dev.scorekeeper.server.lifecycle;

import dev.scorekeeper.server.scoring.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model and its versions, newest first, at one moment. */
public record ModelStatus(String name, List<VersionStatus> versions) {

  public ModelStatus {
    versions = List.copyOf(versions);
  }

  /**
   * One version.
   *
   * @param since when it came into this state
   * @param problem why it could not be loaded or what is wrong with it; null when all is well
   * @param loadTime null until loaded
   * @param warmTime null until warmed
   */
  public record VersionStatus(
      long version,
      VersionState state,
      Instant since,
      List<String> labels,
      @Nullable Problem problem,
      @Nullable Duration loadTime,
      @Nullable Duration warmTime) {
    public VersionStatus {
      labels = List.copyOf(labels);
    }
  }
}
