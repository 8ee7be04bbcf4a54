package dev.scorekeeper.server.app;

import dev.scorekeeper.server.config.Setting;
import java.time.Duration;

/** Traffic that the server sends to itself before it says that it is ready. */
public record WarmupConfig(
    @Setting(
            "Whether the server sends itself requests before it is ready, so that the first callers do"
                + " not meet a cold JVM, which serves at a quarter of its speed for some seconds.")
        boolean enabled,
    @Setting(
            value =
                "Longest time of that traffic. It ends sooner: after 10,000 requests and, on a single core,"
                    + " once it gives the compiler nothing more to do.",
            min = "0s",
            max = "5m")
        Duration maxTime) {

  public static WarmupConfig defaults() {
    return new WarmupConfig(true, Duration.ofSeconds(20));
  }
}
