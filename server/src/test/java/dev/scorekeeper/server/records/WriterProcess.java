package dev.scorekeeper.server.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link RecordWriter} as a process of its own. */
final class WriterProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader out;

  private WriterProcess(Process process) {
    this.process = process;
    this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  static WriterProcess start(TestDatabase database, String prefix, int count) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(
        List.of(
            "-Xmx128m",
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            RecordWriter.class.getName(),
            database.config().url(),
            database.config().user(),
            database.config().password(),
            prefix,
            Integer.toString(count)));
    return new WriterProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Waits until it writes. */
  void awaitReady() throws IOException {
    String line = out.readLine();
    if (!"ready".equals(line)) {
      throw new AssertionError("ended before it was ready: " + line);
    }
  }

  /** Waits until it has written so many more; returns their ids. */
  List<String> awaitSaid(int count) throws IOException {
    List<String> said = new ArrayList<>();
    while (said.size() < count) {
      String line = out.readLine();
      if (line == null) {
        throw new AssertionError("ended before it was told to");
      }
      said.add(line);
    }
    return said;
  }

  /** SIGKILL, by its own id. Returns what it said before. */
  List<String> kill() throws IOException, InterruptedException {
    // Not the process itself: that would close the pipe with what it said.
    process.toHandle().destroyForcibly();
    process.waitFor();
    return said();
  }

  /** Waits until it has written everything. Returns what it said. */
  List<String> awaitEnd() throws IOException, InterruptedException {
    List<String> said = said();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("the writer failed");
    }
    return said;
  }

  /** The ids; one that was cut off in the middle of its line is none. */
  private List<String> said() throws IOException {
    List<String> said = new ArrayList<>();
    String line = out.readLine();
    while (line != null) {
      if (line.matches("ev-[0-9]{8}-[0-9a-f]{8}")) {
        said.add(line);
      }
      line = out.readLine();
    }
    return said;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
