package dev.scorekeeper.cli;

import dev.scorekeeper.cli.evaluate.RecordsText;
import dev.scorekeeper.cli.remote.ClientServer;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.Terminal;
import dev.scorekeeper.v1.CompareEvaluationsResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Compares two records. */
@Command(
    name = "compare",
    description = {
      "Compare two records, value by value.",
      "Exit code 1 when they cannot be compared."
    })
final class EvaluationsCompareCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(index = "0", paramLabel = "BASELINE", description = "The record to compare with.")
  private String baseline = "";

  @Parameters(index = "1", paramLabel = "CANDIDATE", description = "The record that is judged.")
  private String candidate = "";

  EvaluationsCompareCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (ClientServer server = target.connect(1)) {
      CompareEvaluationsResponse comparison = server.compareEvaluations(baseline, candidate);
      if (common.json()) {
        terminal.out().println(Json.print(comparison));
      } else {
        terminal.out().print(RecordsText.comparison(comparison));
      }
      return comparison.getComparable() ? 0 : CommandException.FAILED;
    }
  }
}
