package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.cli.demo.DemoServer;
import dev.scorekeeper.cli.demo.DemoSettings;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.ProgressLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server of one model for one evaluation, in a process of its own on a free port of the loopback;
 * stopped in order when this is closed.
 */
public final class EmbeddedServer implements AutoCloseable {
  /** Where serve keeps its records when nothing else is said, from the folder it is started in. */
  private static final Path USUAL_RECORDS = Path.of(".scorekeeper", "state", "records.db");

  private static final String NONE = "none";

  private final DemoServer process;
  private final Path folder;

  private EmbeddedServer(DemoServer process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /**
   * Starts it and waits until the model is ready.
   *
   * @param launcher the script that starts servers
   * @param records JDBC URL of the records' database; "none" to keep none; empty for the usual one
   * @throws CommandException when it does not start, with the end of its log
   */
  public static EmbeddedServer start(
      Path launcher, ModelFolder model, String records, ProgressLine progress)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("scorekeeper-evaluate-");
    try {
      link(model, folder.resolve("models"));
      List<String> options = new ArrayList<>();
      set(options, "state_folder", folder.resolve("state").toString());
      set(options, "records.url", recordsUrl(records));
      set(options, "records.required", "true");
      DemoSettings settings =
          new DemoSettings(
              launcher,
              folder.resolve("models"),
              freePort(),
              freePort(),
              Duration.ZERO,
              Duration.ZERO);
      return new EmbeddedServer(DemoServer.start(settings, options, progress), folder);
    } catch (IOException | InterruptedException | RuntimeException e) {
      delete(folder);
      throw e;
    }
  }

  /** A folder of models with this one alone. */
  private static void link(ModelFolder model, Path models) throws IOException {
    Path link = models.resolve(model.model());
    if (model.oneVersion()) {
      Files.createSymbolicLink(
          Files.createDirectories(link).resolve(model.version()), model.folder());
    } else {
      Files.createSymbolicLink(Files.createDirectories(models).resolve(link), model.folder());
    }
  }

  private static void set(List<String> options, String key, String value) {
    options.add("--set");
    options.add(key + "=" + value);
  }

  private static String recordsUrl(String records) {
    if (records.equals(NONE)) {
      return "jdbc:sqlite::memory:";
    }
    return records.isEmpty() ? "jdbc:sqlite:" + USUAL_RECORDS.toAbsolutePath() : records;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Host and port. */
  public String target() {
    return process.target();
  }

  @Override
  public void close() throws IOException {
    try {
      process.close();
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      paths
          .sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.deleteIfExists(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw new IOException("a folder is left behind, " + folder, e);
    }
  }
}
