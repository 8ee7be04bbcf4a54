package dev.scorekeeper.server.app;

import dev.scorekeeper.server.observability.Readiness;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How a start went.
 *
 * @param httpPort empty when HTTP is off
 * @param models models found
 */
public record StartReport(
    int port,
    Optional<Integer> httpPort,
    int servingModels,
    int models,
    Readiness readiness,
    Times times) {

  /** How long the steps took; {@code total} counts from the start of the server, not of the JVM. */
  public record Times(Duration natives, Duration models, Duration warmup, Duration total) {}

  /** One line for the log. */
  String sentence() {
    return String.format(
        Locale.ROOT,
        "%s: %d of %d models serve on port %d; %.1f s (native library %.1f, models %.1f, warm-up %.1f)",
        readiness.isReady() ? "Ready" : "Not ready, waiting for " + readiness.missing().get(0),
        servingModels,
        models,
        port,
        seconds(times.total()),
        seconds(times.natives()),
        seconds(times.models()),
        seconds(times.warmup()));
  }

  /** One JSON object for programs. */
  String json() {
    return String.format(
        Locale.ROOT,
        "{\"ready\":%b,\"port\":%d,\"http_port\":%s,\"serving_models\":%d,\"models\":%d,"
            + "\"seconds\":%.3f,\"natives_seconds\":%.3f,\"models_seconds\":%.3f,"
            + "\"warmup_seconds\":%.3f}",
        readiness.isReady(),
        port,
        httpPort.map(String::valueOf).orElse("null"),
        servingModels,
        models,
        seconds(times.total()),
        seconds(times.natives()),
        seconds(times.models()),
        seconds(times.warmup()));
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
