package dev.scorekeeper.benchmarks.start;

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

/** A server in a process of its own, started by the launcher and ready. Closed once. */
final class StartedServer implements AutoCloseable {

  private static final int STOP_SECONDS = 60;

  private final Process process;
  private final String report;

  /** From the start of the command to the server's word that it is ready. */
  final double seconds;

  private StartedServer(Process process, String report, double seconds) {
    this.process = process;
    this.report = report;
    this.seconds = seconds;
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param command the launcher, perhaps behind a program that runs it on some cores only
   * @param models folder of models
   * @param log what it writes to standard error is appended here
   */
  static StartedServer start(List<String> command, Path models, Path log, List<String> settings)
      throws IOException {
    Path state = Files.createTempDirectory("scorekeeper-start");
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of("serve", "--json", "--port", "0", "--http-port", "0"));
    words.addAll(List.of("--models", models.toString(), "--set", "state_folder=" + state));
    for (String setting : settings) {
      words.addAll(List.of("--set", setting));
    }
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    long start = System.nanoTime();
    Process process = builder.start();
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    String line = out.readLine();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (line == null || !line.contains("\"ready\":true")) {
      process.destroy();
      throw new IOException("the server did not become ready; see " + log);
    }
    return new StartedServer(process, line, seconds);
  }

  /** A number of the server's own report on its start, such as {@code warmup_seconds}. */
  double number(String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\":([0-9.]+)").matcher(report);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + name + " in " + report);
    }
    return Double.parseDouble(matcher.group(1));
  }

  /** Asks it to stop, and waits until it has. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("the server did not stop within " + STOP_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
