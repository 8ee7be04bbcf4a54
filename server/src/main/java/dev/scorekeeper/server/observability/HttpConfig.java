package dev.scorekeeper.server.observability;

import dev.scorekeeper.server.config.Setting;

/** Where metrics and health are served over HTTP. */
public record HttpConfig(
    @Setting("Whether /metrics, /healthz and /readyz are served at all.") boolean enabled,
    @Setting(
            "Address to listen on. The default is this machine only; 0.0.0.0 or :: for every interface.")
        String address,
    @Setting(value = "Port to listen on; 0 takes any free one.", min = "0", max = "65535")
        int port) {

  public static HttpConfig defaults() {
    return new HttpConfig(true, "127.0.0.1", 8501);
  }
}
