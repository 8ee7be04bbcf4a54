package dev.scorekeeper.server.admission;

import dev.scorekeeper.server.config.DataSize;
import dev.scorekeeper.server.config.Setting;
import java.time.Duration;

/** How much the server takes on before it refuses. */
public record AdmissionConfig(
    @Setting(
            value =
                "Most rows admitted and not yet answered. Requests beyond are refused with"
                    + " RESOURCE_EXHAUSTED and advice when to try again; a request that alone has more"
                    + " is served when nothing else is in flight.",
            min = "1",
            max = "1000000000")
        int maxRowsInFlight,
    @Setting(
            value =
                "Most bytes of payload admitted and not yet answered; refusals as for rows. Bounds the"
                    + " memory that requests take.",
            min = "1KiB",
            max = "1024GiB")
        DataSize maxBytesInFlight,
    @Setting(
            value =
                "Longest predicted wait for a run. Requests that would wait longer are refused with"
                    + " RESOURCE_EXHAUSTED and advice when to try again.",
            min = "1ms",
            max = "10m")
        Duration maxQueueDelay) {

  public AdmissionConfig {
    if (maxRowsInFlight < 1) {
      throw new IllegalArgumentException("max_rows_in_flight must be positive: " + maxRowsInFlight);
    }
    if (maxBytesInFlight.bytes() < 1) {
      throw new IllegalArgumentException("max_bytes_in_flight must be positive");
    }
    if (maxQueueDelay.isNegative() || maxQueueDelay.isZero()) {
      throw new IllegalArgumentException("max_queue_delay must be positive: " + maxQueueDelay);
    }
  }

  public static AdmissionConfig defaults() {
    return new AdmissionConfig(1_000_000, DataSize.ofMebibytes(1024), Duration.ofSeconds(1));
  }
}
