package dev.scorekeeper.benchmarks.targets;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of ours, pinned to cores, spoken to by lines. Its owner closes it, which ends it. */
final class Child implements AutoCloseable {

  private static final long GRACE_SECONDS = 30;

  private final Process process;
  private final BufferedReader out;
  private final PrintStream in;

  private Child(Process process) {
    this.process = process;
    // When this program is interrupted nobody closes it.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  /**
   * Starts a command.
   *
   * @param cores in the form of taskset, such as {@code 0} or {@code 0,1}
   * @param log what it writes to standard error goes there
   */
  static Child start(String cores, Path log, List<String> command) throws IOException {
    return start(cores, log, command, Map.of());
  }

  /** The same with further variables of the environment. */
  static Child start(String cores, Path log, List<String> command, Map<String, String> environment)
      throws IOException {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", cores));
    pinned.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(pinned).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return new Child(builder.start());
  }

  /** Starts a main class of this class path with the flags of this JVM, which are the server's. */
  static Child startJava(
      String cores,
      Path log,
      Class<?> main,
      List<String> arguments,
      Map<String, String> environment)
      throws IOException {
    return start(cores, log, javaCommand(main, arguments), environment);
  }

  /** The command that does so. */
  static List<String> javaCommand(Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // Two of its settings files lie on this class path, of which it would tell.
    command.add("-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return command;
  }

  long pid() {
    return process.pid();
  }

  void tell(String line) {
    in.println(line);
  }

  /**
   * The next line it writes.
   *
   * @throws IOException when it has ended
   */
  String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("a process ended unasked: " + process.info().commandLine().orElse("?"));
    }
    return line;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
