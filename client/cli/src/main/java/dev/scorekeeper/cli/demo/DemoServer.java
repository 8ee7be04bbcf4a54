package dev.scorekeeper.cli.demo;

import dev.scorekeeper.cli.remote.ClientServer;
import dev.scorekeeper.cli.remote.RemoteServer;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.ProgressLine;
import dev.scorekeeper.v1.ModelInfo;
import dev.scorekeeper.v1.VersionState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Server in a process of its own, stopped when this is closed or the program ends.
 *
 * <p>For one thread; the hook at the program's end may run beside it.
 */
public final class DemoServer implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final long START_SECONDS = 300;
  private static final long STOP_SECONDS = 30;
  private static final int LOG_LINES = 20;

  /** Precedes a step of the start in the server's log. */
  private static final String START_STEP = ": Start: ";

  private final DemoSettings settings;
  private final Process process;
  private final Path log;
  private final Thread hook;
  private final double secondsToReady;

  private DemoServer(DemoSettings settings, Process process, Path log, ProgressLine progress)
      throws InterruptedException {
    this.settings = settings;
    this.process = process;
    this.log = log;
    hook = new Thread(this::stop, "stop-demo-server");
    Runtime.getRuntime().addShutdownHook(hook);
    long start = System.nanoTime();
    try {
      awaitReady(progress, start);
    } catch (CommandException e) {
      stop();
      throw e;
    }
    secondsToReady = (System.nanoTime() - start) / 1e9;
  }

  /**
   * Starts a server and waits until it says that it is ready.
   *
   * @throws CommandException when a port is taken or the server gives up, with the end of its log
   */
  public static DemoServer start(DemoSettings settings, ProgressLine progress)
      throws IOException, InterruptedException {
    return start(settings, List.of(), progress);
  }

  /**
   * The same with further options of {@code serve}.
   *
   * @throws CommandException as above
   */
  public static DemoServer start(
      DemoSettings settings, List<String> serveOptions, ProgressLine progress)
      throws IOException, InterruptedException {
    requireFree(settings.port(), "--port");
    requireFree(settings.httpPort(), "--http-port");
    Path log = Files.createTempFile("scorekeeper-demo-", ".log");
    List<String> words = new ArrayList<>();
    words.addAll(List.of(settings.launcher().toString(), "serve"));
    words.addAll(List.of("--models", settings.models().toString()));
    words.addAll(List.of("--port", Integer.toString(settings.port())));
    words.addAll(List.of("--http-port", Integer.toString(settings.httpPort())));
    words.addAll(serveOptions);
    Process process =
        new ProcessBuilder(words)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new DemoServer(settings, process, log, progress);
  }

  private static void requireFree(int port, String option) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw CommandException.failed(
          "Port %d is in use: stop what runs there, or choose another with %s."
              .formatted(port, option),
          e);
    }
  }

  private void awaitReady(ProgressLine progress, long start) throws InterruptedException {
    try (RemoteServer server = ClientServer.at(settings.target(), 1)) {
      while (!server.isServing(POLL)) {
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!process.isAlive()) {
          throw CommandException.failed("The server stopped while it started." + logTail());
        }
        if (seconds > START_SECONDS) {
          throw CommandException.failed(
              "The server was not ready after %d s.%s".formatted(START_SECONDS, logTail()));
        }
        progress.step(phase(server));
      }
    }
  }

  /** What the server is busy with, as far as it tells. */
  private String phase(RemoteServer server) {
    List<ModelInfo> models;
    try {
      models = server.listModels();
    } catch (CommandException e) {
      // No connection yet.
      return "Starting the server";
    }
    if (models.isEmpty()) {
      return "Starting the server" + startStep();
    }
    long ready =
        models.stream().filter(model -> has(model, VersionState.VERSION_STATE_SERVING)).count();
    boolean warming =
        models.stream().anyMatch(model -> has(model, VersionState.VERSION_STATE_WARMING));
    return ready == models.size()
        ? "Warming up the server"
        : "%s models: %d of %d ready"
            .formatted(warming ? "Loading and warming" : "Loading", ready, models.size());
  }

  /** What its log says last of its start, such as how much is unpacked; empty when nothing yet. */
  private String startStep() {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.contains(START_STEP))
          .map(line -> ": " + line.substring(line.indexOf(START_STEP) + START_STEP.length()))
          .reduce("", (first, second) -> second);
    } catch (IOException | UncheckedIOException e) {
      return ""; // only a hint for people
    }
  }

  private static boolean has(ModelInfo model, VersionState state) {
    return model.getVersionsList().stream().anyMatch(version -> version.getState() == state);
  }

  private String logTail() {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
      List<String> all = lines.toList();
      List<String> tail = all.subList(Math.max(0, all.size() - LOG_LINES), all.size());
      return " The end of its log, %s:%n%s"
          .formatted(log, String.join(System.lineSeparator(), tail));
    } catch (IOException e) {
      return " Its log cannot be read: " + e.getMessage();
    }
  }

  /** Seconds from the start of the process until it was ready. */
  double secondsToReady() {
    return secondsToReady;
  }

  /** Host and port. */
  public String target() {
    return settings.target();
  }

  /** Returns when the server ends; the program's end stops it. */
  public void serveUntilStopped() throws InterruptedException {
    int exitCode = process.waitFor();
    if (exitCode != 0) {
      throw CommandException.failed(
          "The server stopped with exit code %d.%s".formatted(exitCode, logTail()));
    }
  }

  /**
   * Asks the server to finish what is in flight and to end.
   *
   * @throws CommandException when it does not end well; its log is kept then
   */
  @Override
  public void close() throws IOException {
    stop();
    Runtime.getRuntime().removeShutdownHook(hook);
    if (process.isAlive() || process.exitValue() != 0) {
      String how = process.isAlive() ? "has not stopped" : "ended with code " + process.exitValue();
      throw CommandException.failed("The server " + how + "." + logTail());
    }
    Files.deleteIfExists(log);
  }

  private void stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
