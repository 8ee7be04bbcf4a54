package dev.scorekeeper.cli;

import dev.scorekeeper.cli.text.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The records that evaluations leave. */
@Command(
    name = "evaluations",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "List, show, compare, verify, export and delete the records of evaluations.",
    footer = {
      "",
      "Every command has --json and --target. Records are kept by the server, in a chain of hashes:"
          + " \"verify\" finds out when one was changed or removed.",
    })
final class EvaluationsCommand implements Runnable {
  // picocli sets it before anything runs.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  /** The command with its own commands. */
  static CommandLine with(Terminal terminal) {
    return new CommandLine(new EvaluationsCommand())
        .addSubcommand(new EvaluationsListCommand(terminal))
        .addSubcommand(new EvaluationsShowCommand(terminal))
        .addSubcommand(new EvaluationsCompareCommand(terminal))
        .addSubcommand(new EvaluationsVerifyCommand(terminal))
        .addSubcommand(new EvaluationsExportCommand(terminal))
        .addSubcommand(new EvaluationsDeleteCommand(terminal));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing command: list, show, compare, verify, export or delete.");
  }
}
