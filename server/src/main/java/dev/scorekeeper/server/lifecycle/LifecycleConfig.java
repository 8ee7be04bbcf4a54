package dev.scorekeeper.server.lifecycle;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.config.Setting;
import java.time.Duration;

/** How model folders are watched and their versions loaded and unloaded. */
public record LifecycleConfig(
    @Setting(
            value =
                "How often the model folders are looked at. A version that appears while the server runs"
                    + " is loaded once its files stayed unchanged from one look to the next.",
            min = "50ms",
            max = "1h")
        Duration pollInterval,
    @Setting(
            "What happens to a version whose folder vanishes while it serves: keep (it serves on until"
                + " another wanted version does) or unload (it is drained as soon as no wanted version is"
                + " on its way).")
        Vanished vanished,
    @Setting(
            value = "How many versions are loaded and warmed at the same time.",
            min = "1",
            max = "64")
        int loadThreads,
    @Setting(
            value =
                "After how long a version that could not be loaded is tried again although its files did"
                    + " not change. 0s: only when they change.",
            min = "0s",
            max = "24h")
        Duration retryInterval,
    @Setting(
            value =
                "How long the end of the server waits for requests that still use a model; a model in use"
                    + " is never closed.",
            min = "0s",
            max = "10m")
        Duration closeGrace) {

  /** What becomes of a serving version whose folder is gone. */
  public enum Vanished {
    KEEP,
    UNLOAD
  }

  public LifecycleConfig {
    requireNonNull(vanished, "vanished is null");
    if (pollInterval.isNegative() || pollInterval.isZero()) {
      throw new IllegalArgumentException("poll_interval must be positive: " + pollInterval);
    }
    if (loadThreads < 1) {
      throw new IllegalArgumentException("load_threads must be at least 1: " + loadThreads);
    }
    if (retryInterval.isNegative() || closeGrace.isNegative()) {
      throw new IllegalArgumentException("retry_interval and close_grace must not be negative");
    }
  }

  public static LifecycleConfig defaults() {
    return new LifecycleConfig(
        Duration.ofSeconds(1), Vanished.KEEP, 2, Duration.ZERO, Duration.ofSeconds(10));
  }
}
