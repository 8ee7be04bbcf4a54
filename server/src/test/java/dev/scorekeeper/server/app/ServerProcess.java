package dev.scorekeeper.server.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server as a process of its own, started as the launcher does. */
final class ServerProcess implements AutoCloseable {

  private static final Pattern PORT = Pattern.compile("\"port\":([0-9]+)");

  private final Process process;
  private final Path errors;

  private ServerProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  /** Starts it; what it writes to standard error goes to a file. */
  static ServerProcess start(Path errors, String... arguments) throws IOException {
    return startWith(System.getProperty("java.class.path"), errors, arguments);
  }

  /** Starts it as the launcher does when a start cache is to be written. */
  static ServerProcess startRecording(Path cache, Path errors, String... arguments)
      throws IOException {
    return start(
        List.of("-Dscorekeeper.start-cache=" + cache),
        System.getProperty("java.class.path"),
        errors,
        arguments);
  }

  /** Starts it with another class path. */
  static ServerProcess startWith(String classPath, Path errors, String... arguments)
      throws IOException {
    return start(List.of(), classPath, errors, arguments);
  }

  private static ServerProcess start(
      List<String> flags, String classPath, Path errors, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(flags);
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            classPath,
            ServerMain.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    return new ServerProcess(process, errors);
  }

  /** Waits until it says that it is ready; returns its port. */
  int awaitReady() throws IOException {
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    String line = out.readLine();
    if (line == null) {
      throw new AssertionError("ended before it was ready: " + errors());
    }
    Matcher port = PORT.matcher(line);
    if (!port.find()) {
      throw new AssertionError("no port in: " + line);
    }
    return Integer.parseInt(port.group(1));
  }

  /** Asks it to stop, as an operator would. */
  void terminate() {
    process.destroy();
  }

  /** Waits for its end; returns the exit code. */
  int awaitExit() throws InterruptedException, IOException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("still running: " + errors());
    }
    return process.exitValue();
  }

  /** What it wrote to standard error. */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
