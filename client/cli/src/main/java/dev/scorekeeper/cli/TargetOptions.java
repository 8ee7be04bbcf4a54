package dev.scorekeeper.cli;

import dev.scorekeeper.cli.remote.ClientServer;
import dev.scorekeeper.cli.text.CommandException;
import picocli.CommandLine.Option;

/** Which server a command asks. */
final class TargetOptions {
  private static final String PATTERN = "(.+):(\\d{1,5})";

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:8500",
      description = "The server to ask. Default: ${DEFAULT-VALUE}.")
  private String target = "localhost:8500";

  /** Prepares a client; nothing is sent yet. */
  ClientServer connect(int connections) {
    return connect("--target", target, connections);
  }

  /** The same to another server. */
  static ClientServer connect(String option, String target, int connections) {
    if (!target.matches(PATTERN)) {
      throw CommandException.misused(
          "%s %s: give a host and a port, such as localhost:8500.".formatted(option, target));
    }
    return ClientServer.at(target, connections);
  }
}
