package dev.scorekeeper.cli.tune;

import dev.scorekeeper.cli.data.InputSpec;
import dev.scorekeeper.cli.demo.DemoServer;
import dev.scorekeeper.cli.demo.DemoSettings;
import dev.scorekeeper.cli.load.LoadEngine;
import dev.scorekeeper.cli.load.LoadPlan;
import dev.scorekeeper.cli.load.LoadProtocol;
import dev.scorekeeper.cli.load.LoadRunner;
import dev.scorekeeper.cli.load.LoadSubject;
import dev.scorekeeper.cli.load.Pacing;
import dev.scorekeeper.cli.load.ScorekeeperProtocol;
import dev.scorekeeper.cli.load.Sender;
import dev.scorekeeper.cli.load.Timeline;
import dev.scorekeeper.cli.load.Traffic;
import dev.scorekeeper.cli.load.WindowResult;
import dev.scorekeeper.cli.predict.ScoringOptions;
import dev.scorekeeper.cli.predict.ScoringPlanner;
import dev.scorekeeper.cli.remote.ClientServer;
import dev.scorekeeper.cli.remote.RemoteServer;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.ProgressLine;
import dev.scorekeeper.v1.BatchingInfo;
import dev.scorekeeper.v1.ModelSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts {@code scorekeeper serve} in processes of its own, with one model each, on free ports of
 * this machine, and measures them with the load generator.
 */
public final class ChildServers implements TrialServers {
  private static final int CONNECTIONS = 4;
  private static final long DEADLINE_NANOS = 10_000_000_000L;

  private final Subject subject;
  private final Requests requests;
  private final ProgressLine progress;

  /**
   * What is tuned.
   *
   * @param launcher the script that starts a server
   * @param models folder of the model's folder
   * @param serveOptions options of {@code serve} that all servers get
   * @param settle how long each load runs before it is measured
   * @param measure how long it is measured
   */
  public record Subject(
      Path launcher,
      Path models,
      String model,
      List<String> serveOptions,
      Duration settle,
      Duration measure) {
    public Subject {
      serveOptions = List.copyOf(serveOptions);
    }
  }

  /** Makes the request messages that a load sends. */
  @FunctionalInterface
  public interface Requests {
    /** Messages with so many rows each. */
    List<byte[]> make(LoadProtocol protocol, List<InputSpec> inputs, int rows);
  }

  public ChildServers(Subject subject, Requests requests, ProgressLine progress) {
    this.subject = subject;
    this.requests = requests;
    this.progress = progress;
  }

  /** Tunes the model, each pair of servers measured so many times. */
  public TuneReport tune(int rounds) throws InterruptedException {
    return new Tuner(this, subject.model(), rounds, progress::step).run();
  }

  @Override
  public TrialServer start(List<Setting> settings) throws InterruptedException {
    try {
      Path folder = Files.createTempDirectory("scorekeeper-tune-");
      Path models = Files.createDirectory(folder.resolve("models"));
      Path model = subject.models().resolve(subject.model()).toRealPath();
      Files.createSymbolicLink(models.resolve(subject.model()), model);
      List<String> options = new ArrayList<>(subject.serveOptions());
      options.add("--set");
      options.add("state_folder=" + folder.resolve("state"));
      for (Setting setting : settings) {
        options.add("--set");
        options.add(setting.toString());
      }
      DemoSettings places =
          new DemoSettings(
              subject.launcher(),
              models,
              freePort(),
              freePort(),
              subject.settle(),
              subject.measure());
      DemoServer process = DemoServer.start(places, options, progress);
      return child(process, folder);
    } catch (IOException e) {
      throw CommandException.failed("A server cannot be started: " + e.getMessage(), e);
    }
  }

  /** Makes the child, or stops the process when it does not serve the model. */
  private TrialServer child(DemoServer process, Path folder) {
    RemoteServer server = ClientServer.at(process.target(), 1);
    Child child = new Child(process, server, folder);
    try {
      child.planner();
      return child;
    } catch (CommandException e) {
      child.close();
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A process, and the connections to it. */
  private final class Child implements TrialServer {
    private final DemoServer process;
    private final RemoteServer server;
    private final Path folder;
    private final Map<Integer, List<byte[]>> requestsByRows = new HashMap<>();

    Child(DemoServer process, RemoteServer server, Path folder) {
      this.process = process;
      this.server = server;
      this.folder = folder;
    }

    ScoringPlanner planner() {
      return ScoringPlanner.of(
          server.getModel(subject.model()), ScoringOptions.plain(subject.model()));
    }

    @Override
    public BatchingInfo batching() {
      return planner().batching();
    }

    @Override
    public double rowsPerSecond(LoadPoint point) throws InterruptedException {
      LoadProtocol protocol =
          new ScorekeeperProtocol(ModelSpec.newBuilder().setName(subject.model()).build(), "");
      List<byte[]> messages =
          requestsByRows.computeIfAbsent(
              point.rows(), rows -> requests.make(protocol, planner().inputs(), rows));
      LoadPlan plan =
          new LoadPlan(
              Traffic.concurrency(point.calls()),
              new Timeline(subject.settle().toNanos(), subject.measure().toNanos(), 1),
              point.rows(),
              CONNECTIONS,
              false,
              DEADLINE_NANOS,
              1,
              null);
      LoadSubject about =
          new LoadSubject(
              server.target(), subject.model(), 0, "", protocol.name(), 0, messages.size(), "");
      try (Sender sender = protocol.open(server.target(), CONNECTIONS, false, DEADLINE_NANOS)) {
        LoadEngine engine = new LoadEngine(sender, messages, Pacing.ofMachine());
        LoadRunner runner = new LoadRunner(engine, about, server, share -> {});
        return checked(runner.measure(plan).total(), point);
      }
    }

    private double checked(WindowResult total, LoadPoint point) {
      if (total.answered() == 0) {
        throw CommandException.failed(
            "No answer under %s: %s.".formatted(point.label(), total.statuses()));
      }
      return total.answeredPerSecond() * point.rows();
    }

    @Override
    public void close() {
      server.close();
      try (process) {
        progress.step("Stopping a server");
      } catch (IOException e) {
        throw CommandException.failed("A server's log cannot be removed: " + e.getMessage(), e);
      } finally {
        deleteFolder();
      }
    }

    /** The link and what the server left in its state folder. */
    private void deleteFolder() {
      try (var paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      } catch (IOException e) {
        progress.step("A folder is left behind, " + folder + ": " + e.getMessage());
      }
    }
  }
}
