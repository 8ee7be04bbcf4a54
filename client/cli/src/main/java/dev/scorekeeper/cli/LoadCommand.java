package dev.scorekeeper.cli;

import dev.scorekeeper.cli.load.FindMax;
import dev.scorekeeper.cli.load.LoadEngine;
import dev.scorekeeper.cli.load.LoadPlan;
import dev.scorekeeper.cli.load.LoadProtocol;
import dev.scorekeeper.cli.load.LoadReport;
import dev.scorekeeper.cli.load.LoadResult;
import dev.scorekeeper.cli.load.LoadRunner;
import dev.scorekeeper.cli.load.LoadSubject;
import dev.scorekeeper.cli.load.Measurer;
import dev.scorekeeper.cli.load.OverloadCurve;
import dev.scorekeeper.cli.load.Pacing;
import dev.scorekeeper.cli.load.PreparedRequests;
import dev.scorekeeper.cli.load.ScorekeeperProtocol;
import dev.scorekeeper.cli.load.Sender;
import dev.scorekeeper.cli.load.Slo;
import dev.scorekeeper.cli.load.Timeline;
import dev.scorekeeper.cli.load.Traffic;
import dev.scorekeeper.cli.predict.ScoringOptions;
import dev.scorekeeper.cli.predict.ScoringPlanner;
import dev.scorekeeper.cli.remote.RemoteServer;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.ProgressLine;
import dev.scorekeeper.cli.text.Terminal;
import dev.scorekeeper.v1.ModelSpec;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sends load to a server and says what it saw. */
@Command(
    name = "load",
    description = {
      "Send requests to a server as a crowd of callers would, and report latency, throughput, errors,"
          + " and where the time went.",
      "",
      "Latency counts from the time at which a request was intended to be sent, errors are never left"
          + " out, a percentile is shown only when there are enough requests to know it, and the report"
          + " says when the generator itself was the limit.",
      "",
    },
    footer = {
      "",
      "Examples:",
      "  scorekeeper load digits                                    half load, open loop",
      "  scorekeeper load digits --rate 5000 --slo p99=10ms --html load.html",
      "  scorekeeper load digits --slo p99=10ms --find-max",
      "  scorekeeper load digits --overload --deadline 100ms",
      "  scorekeeper load digits --concurrency 256 --json > one.json",
      "  scorekeeper load merge one.json two.json",
    })
final class LoadCommand implements Callable<Integer> {
  private static final Timeline CAPACITY = new Timeline(3_000_000_000L, 1_000_000_000L, 2);

  private final Terminal terminal;

  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private VersionOptions versions = new VersionOptions();
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private TrafficOptions traffic = new TrafficOptions();
  @Mixin private RowOptions rows = new RowOptions();
  @Mixin private ReportOptions report = new ReportOptions();

  @Parameters(arity = "0..1", paramLabel = "MODEL", description = "The model to ask.")
  private @Nullable String model;

  LoadCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    String name = model;
    if (name == null) {
      throw CommandException.misused("Name the model: scorekeeper load MODEL.");
    }
    traffic.check();
    LoadReport measured;
    try (RemoteServer server = target.connect(1);
        ProgressLine progress = new ProgressLine(terminal, System::nanoTime)) {
      measured = measure(server, name, progress);
    }
    report.print(terminal, common.json(), measured);
    LoadResult headline = measured.headline();
    return headline != null && headline.total().answered() > 0 ? 0 : CommandException.FAILED;
  }

  private LoadReport measure(RemoteServer server, String name, ProgressLine progress)
      throws InterruptedException {
    progress.step("Preparing the requests");
    ScoringPlanner planner = ScoringPlanner.of(server.getModel(name), options(name));
    ModelSpec.Builder spec = ModelSpec.newBuilder().setName(name);
    versions.version().ifPresent(spec::setVersion);
    LoadProtocol protocol = new ScorekeeperProtocol(spec.build(), versions.signature());
    List<byte[]> requests = rows.requests(protocol, planner.inputs(), traffic.rows());
    LoadSubject subject =
        new LoadSubject(
            server.target(),
            name,
            planner.version(),
            versions.signature(),
            protocol.name(),
            PreparedRequests.meanBytes(requests),
            requests.size(),
            rows.origin());
    try (Sender sender =
        protocol.open(
            server.target(), traffic.connections(), traffic.stream(), traffic.deadlineNanos())) {
      LoadEngine engine = new LoadEngine(sender, requests, Pacing.ofMachine());
      return run(new LoadRunner(engine, subject, server, share -> draw(progress, share)), progress);
    }
  }

  private ScoringOptions options(String name) {
    return ScoringOptions.plain(name, versions.version(), versions.signature());
  }

  private static void draw(ProgressLine progress, double share) {
    progress.update("Measuring " + ProgressLine.bar(share));
  }

  private LoadReport run(Measurer measurer, ProgressLine progress) throws InterruptedException {
    Traffic asked = traffic.traffic();
    Slo slo = traffic.slo();
    if (traffic.overload()) {
      LoadPlan plan = traffic.plan(traffic.crowd(), rows.seed());
      return new OverloadCurve(measurer, plan, progress::step).run();
    }
    if (traffic.findMax() && slo != null) {
      double start = asked == null ? capacity(measurer, progress) / 4 : asked.perSecond();
      LoadPlan plan = traffic.plan(Traffic.rate(start, traffic.poisson()), rows.seed());
      return new FindMax(measurer, plan, slo, progress::step).run(start);
    }
    Traffic chosen =
        asked == null ? Traffic.rate(capacity(measurer, progress) / 2, traffic.poisson()) : asked;
    progress.step("Measuring");
    return new LoadReport.Single(measurer.measure(traffic.plan(chosen, rows.seed())));
  }

  /** Answers a second that a short closed loop reaches. */
  private double capacity(Measurer measurer, ProgressLine progress) throws InterruptedException {
    progress.step("Finding out what the server can do");
    LoadPlan plan = traffic.plan(traffic.crowd(), rows.seed()).with(CAPACITY);
    LoadResult result = measurer.measure(plan);
    double perSecond = result.total().answeredPerSecond();
    if (!(perSecond > 0)) {
      throw CommandException.failed(
          "The server answered no request: " + result.total().statuses() + ".");
    }
    return perSecond;
  }
}
