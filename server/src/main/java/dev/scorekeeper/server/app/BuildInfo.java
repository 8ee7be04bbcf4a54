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

  /**
   * Commit that the server was built from, as the launcher says; empty when nobody did. It is in no
   * jar, so that sources without a repository give the same jars.
   *
   * @param environment variables of the process
   */
  static String commit(Map<String, String> environment) {
    return environment.getOrDefault("SCOREKEEPER_COMMIT", "").strip();
  }

  static Map<String, String> labels() {
    return Map.of(
        "version", version(), "java_version", String.valueOf(System.getProperty("java.version")));
  }
}
