package dev.scorekeeper.cli;

import dev.scorekeeper.cli.evaluate.RecordsText;
import dev.scorekeeper.cli.remote.ClientServer;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.Terminal;
import dev.scorekeeper.v1.CompareEvaluationsResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--despite",
      paramLabel = "FIELD",
      description = {
        "Compare even if this field differs, such as dataset.digest; it is told.",
        "May be repeated."
      })
  private List<String> despite = new ArrayList<>();

  EvaluationsCompareCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (ClientServer server = target.connect(1)) {
      CompareEvaluationsResponse comparison =
          server.compareEvaluations(baseline, candidate, despite);
      if (common.json()) {
        terminal.out().println(Json.print(comparison));
      } else {
        terminal.out().print(RecordsText.comparison(comparison));
      }
      return comparison.getComparable() ? 0 : CommandException.FAILED;
    }
  }
}
