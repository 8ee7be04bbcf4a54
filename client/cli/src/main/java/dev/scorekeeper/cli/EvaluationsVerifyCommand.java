package dev.scorekeeper.cli;

import dev.scorekeeper.cli.evaluate.RecordsText;
import dev.scorekeeper.cli.remote.ClientServer;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.Terminal;
import dev.scorekeeper.v1.VerifyEvaluationsResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

  EvaluationsVerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (ClientServer server = target.connect(1)) {
      VerifyEvaluationsResponse found = server.verifyEvaluations();
      if (common.json()) {
        terminal.out().println(Json.print(found));
      } else {
        terminal.out().print(RecordsText.verification(found));
      }
      return found.getProblemsCount() == 0 ? 0 : CommandException.FAILED;
    }
  }
}
