package dev.scorekeeper.cli;

import dev.scorekeeper.cli.remote.RemoteServer;
import dev.scorekeeper.cli.text.Terminal;
import dev.scorekeeper.v1.GetModelResponse;
import dev.scorekeeper.v1.ListModelsResponse;
import dev.scorekeeper.v1.ModelInfo;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists what a server has: models, versions, what they take and give, and how they are batched. */
@Command(
    name = "models",
    description = "List models: versions, inputs, outputs and what they mean, cost, best batch.")
final class ModelsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "Only this model, in full: every version and signature.")
  private String model = "";

  ModelsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (RemoteServer server = target.connect(1)) {
      if (model.isEmpty()) {
        list(server.listModels());
      } else {
        show(server.getModel(model));
      }
    }
    return 0;
  }

  private void list(List<ModelInfo> models) {
    if (common.json()) {
      terminal
          .out()
          .println(Json.print(ListModelsResponse.newBuilder().addAllModels(models).build()));
    } else {
      terminal.out().print(ModelsText.overview(models));
    }
  }

  private void show(ModelInfo found) {
    if (common.json()) {
      terminal.out().println(Json.print(GetModelResponse.newBuilder().setModel(found).build()));
    } else {
      terminal.out().print(ModelsText.details(found));
    }
  }
}
