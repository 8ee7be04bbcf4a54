package dev.scorekeeper.cli;

import dev.scorekeeper.cli.evaluate.RecordsText;
import dev.scorekeeper.cli.remote.ClientServer;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.Terminal;
import dev.scorekeeper.v1.VerifyEvaluationsResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Verifies the chain of records. */
@Command(
    name = "verify",
    description = {
      "Compute the hashes of all records anew and compare them with the chain.",
      "Exit code 1 when a record was changed or removed."
    })
final class EvaluationsVerifyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--known-head",
      paramLabel = "HASH",
      description = {
        "The last hash of an earlier verification, kept in another place.",
        "Without it a chain whose end was cut off and mended looks whole."
      })
  private String knownHead = "";

  EvaluationsVerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (!knownHead.matches("([0-9a-f]{64})?")) {
      throw CommandException.misused(
          "--known-head %s: a hash has 64 digits, 0 to 9 and a to f.".formatted(knownHead));
    }
    try (ClientServer server = target.connect(1)) {
      VerifyEvaluationsResponse found = server.verifyEvaluations(knownHead);
      if (common.json()) {
        terminal.out().println(Json.print(found));
      } else {
        terminal.out().print(RecordsText.verification(found));
      }
      return found.getProblemsCount() == 0 ? 0 : CommandException.FAILED;
    }
  }
}
