package dev.scorekeeper.cli;

import dev.scorekeeper.cli.evaluate.EvaluationPages;
import dev.scorekeeper.cli.evaluate.RecordsText;
import dev.scorekeeper.cli.remote.ClientServer;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.Terminal;
import dev.scorekeeper.v1.EvaluationSummary;
import dev.scorekeeper.v1.ListEvaluationsResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists records, newest first. */
@Command(name = "list", description = "List records, newest first.")
final class EvaluationsListCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private EvaluationFilterOptions filter = new EvaluationFilterOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Most records; 0 for all. Default: ${DEFAULT-VALUE}.")
  private int limit = 50;

  EvaluationsListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (limit < 0) {
      throw CommandException.misused("--limit: at least 0.");
    }
    try (ClientServer server = target.connect(1)) {
      Iterator<EvaluationSummary> all = new EvaluationPages(server, filter.request());
      List<EvaluationSummary> shown = new ArrayList<>();
      while (all.hasNext() && (limit == 0 || shown.size() < limit)) {
        shown.add(all.next());
      }
      if (common.json()) {
        terminal
            .out()
            .println(
                Json.print(ListEvaluationsResponse.newBuilder().addAllEvaluations(shown).build()));
      } else {
        terminal.out().print(RecordsText.list(shown, all.hasNext()));
      }
    }
    return 0;
  }
}
