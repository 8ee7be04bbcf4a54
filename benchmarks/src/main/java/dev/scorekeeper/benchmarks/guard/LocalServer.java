package dev.scorekeeper.benchmarks.guard;

import dev.scorekeeper.server.app.ScorekeeperServer;
import dev.scorekeeper.server.app.ScorekeeperServer.StartException;
import dev.scorekeeper.server.app.ServerSettings;
import dev.scorekeeper.server.config.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The whole server in this JVM, on a free port, with one event loop. Closed once. */
final class LocalServer implements AutoCloseable {

  /** Names of its threads on the way of a request begin so. */
  static final List<String> THREADS = List.of("loop-", "scorekeeper-worker-");

  private final Path folder;
  private final ScorekeeperServer server;

  private LocalServer(Path folder, ScorekeeperServer server) {
    this.folder = folder;
    this.server = server;
  }

  /**
   * Starts it without warm-up, which is left to the turns.
   *
   * @param models folder of versions, by model
   */
  static LocalServer start(Map<String, Path> models)
      throws IOException, StartException, InterruptedException, SettingsException {
    Path folder = Files.createTempDirectory("scorekeeper-benchmark");
    Path none = Files.createDirectory(folder.resolve("models"));
    List<String> settings =
        new ArrayList<>(
            List.of(
                "models_folder=" + none,
                "state_folder=" + folder.resolve("state"),
                "grpc.port=0",
                "grpc.event_loop_threads=1",
                "http.enabled=false",
                "warmup.enabled=false",
                "ready_models=" + models.size()));
    models.forEach(
        (name, path) -> settings.add("models." + name + ".path=" + path.toAbsolutePath()));
    ScorekeeperServer server =
        new ScorekeeperServer(ServerSettings.read(Optional.empty(), settings));
    if (!server.start().readiness().isReady()) {
      server.close();
      throw new IOException("not all models could be loaded: " + models.keySet());
    }
    return new LocalServer(folder, server);
  }

  /** It, to be measured. */
  RequestCost.Target target() {
    return new RequestCost.Target("the server", server.port(), THREADS);
  }

  @Override
  public void close() throws IOException {
    server.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
