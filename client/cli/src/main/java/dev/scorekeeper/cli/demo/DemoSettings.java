package dev.scorekeeper.cli.demo;

import java.nio.file.Path;

/**
 * What the demonstration runs with.
 *
 * @param launcher the script that starts a server
 * @param models folder with the digits model and its test images
 */
public record DemoSettings(Path launcher, Path models, int port, int httpPort) {
  String target() {
    return "localhost:" + port;
  }
}
