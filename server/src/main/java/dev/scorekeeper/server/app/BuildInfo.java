package dev.scorekeeper.server.app;

import java.util.Map;

/** What is running. */
final class BuildInfo {

  private BuildInfo() {}

  /** Version of the server, {@code development} when it does not run from its jar. */
  static String version() {
    String version = BuildInfo.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  static Map<String, String> labels() {
    return Map.of(
        "version", version(), "java_version", String.valueOf(System.getProperty("java.version")));
  }
}
