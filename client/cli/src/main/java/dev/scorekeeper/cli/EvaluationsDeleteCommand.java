package dev.scorekeeper.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.scorekeeper.cli.remote.ClientServer;
import dev.scorekeeper.cli.text.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes the content of records. */
@Command(
    name = "delete",
    description = {
      "Remove what records hold, for good.",
      "Their hashes stay, so that the chain can still be verified."
    })
final class EvaluationsDeleteCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(arity = "1..*", paramLabel = "ID", description = "The records.")
  private List<String> ids = new ArrayList<>();

  EvaluationsDeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    JsonArray deleted = new JsonArray();
    try (ClientServer server = target.connect(1)) {
      for (String id : ids) {
        server.deleteEvaluation(id);
        deleted.add(id);
        if (!common.json()) {
          terminal.out().println("deleted " + id);
        }
      }
    }
    if (common.json()) {
      JsonObject json = new JsonObject();
      json.add("deleted", deleted);
      terminal.out().println(json);
    }
    return 0;
  }
}
