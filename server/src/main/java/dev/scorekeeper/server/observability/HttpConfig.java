package dev.scorekeeper.server.observability;

import dev.scorekeeper.server.config.Setting;

/** Where metrics and health are served over HTTP. */
public record HttpConfig(
    @Setting("Whether /metrics, /healthz and /readyz are served at all.") boolean enabled,
    @Setting("Address to listen on: 0.0.0.0 for every interface, 127.0.0.1 for this machine alone.")
        String address,
    @Setting(value = "Port to listen on; 0 takes any free one.", min = "0", max = "65535")
        int port) {

  public static HttpConfig defaults() {
    return new HttpConfig(true, "0.0.0.0", 8501);
  }
}
