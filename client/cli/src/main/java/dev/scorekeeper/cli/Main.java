package dev.scorekeeper.cli;

import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command a person types. Exit codes: 0 done, 1 failed, 2 misused. */
@Command(
    name = "scorekeeper",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Serves TensorFlow models over gRPC, batched, and asks what serves.",
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 misused. Every command has --help.",
      "Begin with \"scorekeeper demo\"."
    })
public final class Main implements Runnable {
  // picocli sets it before anything runs.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  /** The version that the jar was built as. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"scorekeeper " + (version == null ? "(not packaged)" : version)};
    }
  }

  public static void main(String[] arguments) {
    // gRPC logs every broken connection with its stack; the commands say what is wrong themselves.
    Logger.getLogger("").setLevel(Level.OFF);
    int exitCode = commandLine(Terminal.ofProcess()).execute(arguments);
    System.exit(exitCode);
  }

  /** All commands, writing to a terminal. */
  static CommandLine commandLine(Terminal terminal) {
    CommandLine line = new CommandLine(new Main());
    line.addSubcommand(new DemoCommand(terminal));
    line.addSubcommand(new ServeCommand());
    line.addSubcommand(new ModelsCommand(terminal));
    line.addSubcommand(new PredictCommand(terminal));
    line.addSubcommand(new EvaluateCommand(terminal));
    line.addSubcommand(EvaluationsCommand.with(terminal));
    line.addSubcommand(new StatusCommand(terminal));
    line.addSubcommand(loadCommand(terminal));
    line.addSubcommand(new TuneCommand(terminal));
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    line.setUsageHelpWidth(100);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((e, arguments) -> misused(terminal, e));
    line.setExecutionExceptionHandler((e, command, result) -> failed(terminal, e, result));
    return line;
  }

  private static CommandLine loadCommand(Terminal terminal) {
    return new CommandLine(new LoadCommand(terminal)).addSubcommand(new LoadMergeCommand(terminal));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int misused(Terminal terminal, ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    terminal.err().println("scorekeeper: " + e.getMessage());
    terminal.err().println("Try \"" + command + " --help\".");
    return CommandException.MISUSED;
  }

  private static int failed(Terminal terminal, Exception e, ParseResult result) {
    terminal.err().println("scorekeeper: " + sentence(e));
    if (isVerbose(result)) {
      e.printStackTrace(terminal.err());
    }
    return e instanceof CommandException command ? command.exitCode() : CommandException.FAILED;
  }

  private static String sentence(Exception e) {
    if (e instanceof CommandException) {
      return String.valueOf(e.getMessage());
    }
    return "unexpected failure, %s; --verbose shows where. Please report it.".formatted(e);
  }

  private static boolean isVerbose(ParseResult result) {
    ParseResult last = result;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last.hasMatchedOption("--verbose");
  }
}
