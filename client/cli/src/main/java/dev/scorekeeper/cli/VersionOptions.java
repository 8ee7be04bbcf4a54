package dev.scorekeeper.cli;

import static dev.scorekeeper.cli.text.CommandException.require;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which version and signature of its model a command asks. */
final class VersionOptions {
  @Option(
      names = "--model-version",
      paramLabel = "N",
      description = "This version. Default: the newest that serves.")
  private @Nullable Long version;

  @Option(
      names = "--signature",
      paramLabel = "S",
      description = "The signature. Default: serving_default.")
  private String signature = "";

  /**
   * Checks the version.
   *
   * @param labelOption option that names a version by its label
   * @param label what it says; empty when it is not given
   */
  void check(String labelOption, String label) {
    require(
        version == null || label.isEmpty(),
        "--model-version and %s: give one of them.".formatted(labelOption));
    require(version == null || version >= 1, "--model-version: at least 1.");
  }

  /** Empty for the newest, or the one that a label stands for. */
  OptionalLong version() {
    return version == null ? OptionalLong.empty() : OptionalLong.of(version);
  }

  /** Empty for the usual one. */
  String signature() {
    return signature;
  }
}
