package dev.scorekeeper.cli;

import picocli.CommandLine.Option;

/** Options that every command has. */
final class CommonOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  @Option(names = "--json", description = "Print JSON for programs instead of text for people.")
  private boolean json;

  // Read by name when a command fails.
  @Option(names = "--verbose", description = "Show where a failure came from.")
  private boolean verbose;

  boolean json() {
    return json;
  }

  boolean help() {
    return help;
  }

  boolean verbose() {
    return verbose;
  }
}
