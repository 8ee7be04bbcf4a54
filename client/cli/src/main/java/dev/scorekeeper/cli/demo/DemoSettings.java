package dev.scorekeeper.cli.demo;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the demonstration runs with.
 *
 * @param launcher the script that starts a server
 * @param models folder with the digits model and its test images
 * @param settle how long the load runs before it is measured
 * @param measure how long it is measured
 */
public record DemoSettings(
    Path launcher, Path models, int port, int httpPort, Duration settle, Duration measure) {
  String target() {
    return "localhost:" + port;
  }
}
