package dev.scorekeeper.cli;

import dev.scorekeeper.cli.remote.RemoteServer;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.Terminal;
import dev.scorekeeper.v1.GetStatisticsResponse;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a server is doing now: two readings of its counts, and the difference. */
@Command(
    name = "status",
    description = {
      "Show live rates, queue, batch sizes, latencies and refusals: the difference of two readings.",
      "With --json: the second reading and the seconds between the two."
    })
final class StatusCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "Seconds between the readings, [0.1, 3600]. Default: ${DEFAULT-VALUE}.")
  private double interval = 1;

  @Option(names = "--watch", description = "Go on until stopped with Ctrl-C.")
  private boolean watch;

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!(interval >= 0.1 && interval <= 3600)) {
      throw CommandException.misused("--interval %s: allowed is 0.1 to 3600.".formatted(interval));
    }
    try (RemoteServer server = target.connect(1)) {
      GetStatisticsResponse before = server.statistics();
      do {
        TimeUnit.MICROSECONDS.sleep((long) (interval * 1e6));
        GetStatisticsResponse now = server.statistics();
        print(server.target(), new StatusChange(before, now));
        before = now;
      } while (watch);
    }
    return 0;
  }

  private void print(String server, StatusChange change) {
    if (common.json()) {
      terminal.out().println(change.toJson());
      return;
    }
    if (watch && terminal.outIsTerminal()) {
      // Home, and clear to the end of the screen: no flicker.
      terminal.out().print("\u001b[H\u001b[2J");
    }
    terminal.out().print(StatusText.of(server, change));
    if (watch && !terminal.outIsTerminal()) {
      terminal.out().println();
    }
    terminal.out().flush();
  }
}
