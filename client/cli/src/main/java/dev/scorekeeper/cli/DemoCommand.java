package dev.scorekeeper.cli;

import dev.scorekeeper.cli.demo.Demo;
import dev.scorekeeper.cli.demo.DemoReport;
import dev.scorekeeper.cli.demo.DemoServer;
import dev.scorekeeper.cli.demo.DemoSettings;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.ProgressLine;
import dev.scorekeeper.cli.text.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a server with the bundled models, scores real images with it, and says how it went. */
@Command(
    name = "demo",
    description = {
      "Start a server with the bundled models, score 450 real images of digits from many concurrent"
          + " calls, and print how it went."
    })
final class DemoCommand implements Callable<Integer> {
  private static final Duration SETTLE = Duration.ofSeconds(2);
  private static final Duration MEASURE = Duration.ofSeconds(5);

  private final Terminal terminal;

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(names = "--keep", description = "Go on serving until stopped with Ctrl-C.")
  private boolean keep;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8500",
      description = "Port for gRPC, [1, 65535]. Default: ${DEFAULT-VALUE}.")
  private int port = 8500;

  @Option(
      names = "--http-port",
      paramLabel = "N",
      defaultValue = "8501",
      description =
          "Port for /metrics, /healthz and /readyz, [1, 65535]. Default: ${DEFAULT-VALUE}.")
  private int httpPort = 8501;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "The models to serve; digits must be among them. Default: the bundled ones.")
  private @Nullable Path models;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    DemoSettings settings = settings();
    DemoReport report;
    try (ProgressLine progress = new ProgressLine(terminal, System::nanoTime)) {
      DemoServer server = DemoServer.start(settings, progress);
      try (server) {
        report = new Demo(settings, server, progress).run();
        progress.clear();
        terminal.out().println(common.json() ? report.toJson() : report.toText(settings, keep));
        terminal.out().flush();
        if (keep) {
          server.serveUntilStopped();
        } else {
          progress.step("Stopping the server");
        }
      }
    }
    return 0;
  }

  private DemoSettings settings() {
    checkPort("--port", port);
    checkPort("--http-port", httpPort);
    if (port == httpPort) {
      throw CommandException.misused("--port and --http-port: two different ports are needed.");
    }
    Path launcher = Launcher.require("The demo");
    Path folder = models;
    if (folder == null) {
      folder = Launcher.bundledModels(launcher);
    }
    if (!Files.isDirectory(folder.resolve("digits/data"))) {
      throw CommandException.failed(
          "There is no digits model with its test images in %s; name the folder with --models."
              .formatted(folder));
    }
    return new DemoSettings(launcher, folder, port, httpPort, SETTLE, MEASURE);
  }

  private static void checkPort(String option, int port) {
    if (port < 1 || port > 65535) {
      throw CommandException.misused("%s %d: allowed is 1 to 65535.".formatted(option, port));
    }
  }
}
