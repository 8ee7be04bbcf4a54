package dev.scorekeeper.cli;

import static dev.scorekeeper.cli.text.CommandException.require;

import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.FileProblems;
import dev.scorekeeper.cli.text.ProgressLine;
import dev.scorekeeper.cli.text.Terminal;
import dev.scorekeeper.cli.tune.ChildServers;
import dev.scorekeeper.cli.tune.TuneJson;
import dev.scorekeeper.cli.tune.TunePage;
import dev.scorekeeper.cli.tune.TuneReport;
import dev.scorekeeper.cli.tune.TuneText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds settings for a model by measuring. */
@Command(
    name = "tune",
    description = {
      "Measure a model and propose settings for it: start servers with and without each change, side"
          + " by side, send both the same loads in turn, and keep what pays.",
      "",
      "A change is proposed when it is 3 % faster on the whole, faster in every round, and slows no"
          + " load by more than 5 % in every round. The machine should have nothing else to do. Takes some minutes.",
      "",
    },
    footer = {
      "",
      "Examples:",
      "  scorekeeper tune digits --html tune.html",
      "  scorekeeper tune my_model --models /srv/models --data rows.npz --config scorekeeper.yaml",
    })
final class TuneCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private RowOptions rows = new RowOptions();

  @Parameters(paramLabel = "MODEL", description = "The model's name: that of its folder.")
  private String model = "";

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "The folder that holds the model's folder. Default: the bundled models.")
  private @Nullable Path models;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings that all servers start from, as for serve.")
  private @Nullable Path config;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each pair is measured, [1, 100]. Default: ${DEFAULT-VALUE}.")
  private int rounds = 3;

  @Option(
      names = "--measure",
      paramLabel = "TIME",
      defaultValue = "700ms",
      converter = DurationConverter.class,
      description = "How long each load is measured, [10ms, 1m]. Default: ${DEFAULT-VALUE}.")
  private Duration measure = Duration.ZERO;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also write a page with charts that show why; it needs no network.")
  private @Nullable Path html;

  TuneCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    require(rounds >= 1 && rounds <= 100, "--rounds: allowed is 1 to 100.");
    require(
        measure.toMillis() >= 10 && measure.toMillis() <= 60_000,
        "--measure: allowed is 10ms to 1m.");
    TuneReport report;
    try (ProgressLine progress = new ProgressLine(terminal, System::nanoTime)) {
      report = new ChildServers(subject(), rows::requests, progress).tune(rounds);
    }
    print(report);
    return 0;
  }

  private ChildServers.Subject subject() {
    Path launcher = Launcher.require("Tuning");
    Path folder = models == null ? Launcher.bundledModels(launcher) : models;
    require(!model.contains("."), "tune cannot set settings of a model with a dot in its name.");
    if (!Files.isDirectory(folder.resolve(model))) {
      throw CommandException.failed(
          "There is no model %s in %s; name the folder with --models.".formatted(model, folder));
    }
    Path settings = config;
    List<String> options =
        settings == null ? List.of() : List.of("--config", settings.toAbsolutePath().toString());
    return new ChildServers.Subject(
        launcher, folder, model, options, measure.dividedBy(3), measure);
  }

  private void print(TuneReport report) {
    terminal.out().println(common.json() ? TuneJson.write(report) : TuneText.of(report).strip());
    Path page = html;
    if (page != null) {
      try {
        TunePage.of(report).write(page);
      } catch (IOException e) {
        throw FileProblems.explain(page, null, e, "");
      }
    }
  }
}
