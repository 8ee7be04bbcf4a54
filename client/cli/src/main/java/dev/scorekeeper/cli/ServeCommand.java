package dev.scorekeeper.cli;

import dev.scorekeeper.cli.text.CommandException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** Place of {@code serve} in the help: the launcher starts the server's own program for it. */
@Command(
    name = "serve",
    description = "Serve models until stopped. See \"scorekeeper serve --help\".",
    synopsisHeading = "Usage: ",
    customSynopsis = "scorekeeper serve [--config FILE] [--models DIR] [--port N] [--http-port N]")
final class ServeCommand implements Callable<Integer> {
  @Unmatched private List<String> options = List.of();

  @Parameters(hidden = true)
  private List<String> arguments = List.of();

  @Override
  public Integer call() {
    throw CommandException.misused(
        "\"serve %s\" is started by the launcher script, ./scorekeeper serve."
            .formatted(String.join(" ", options) + String.join(" ", arguments))
            .strip());
  }
}
