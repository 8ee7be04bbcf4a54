package dev.scorekeeper.benchmarks.compare;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A commit in a folder of its own, built. The folder goes when it is closed. */
final class Checkout implements AutoCloseable {

  private final String name;
  private final Path repository;
  private final Path folder;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Checkout(String name, Path repository, Path folder) {
    this.name = name;
    this.repository = repository;
    this.folder = folder;
  }

  /**
   * Checks out and builds the benchmarks of a commit.
   *
   * @param revision whatever git understands
   * @param parent an empty folder to put it in
   * @throws IOException when git or the build fails; nothing is left then but the build's log
   */
  static Checkout of(Path repository, String revision, Path parent)
      throws IOException, InterruptedException {
    Path folder = parent.resolve("sources");
    run(
        repository,
        parent.resolve("git.log"),
        List.of("git", "worktree", "add", "--detach", folder.toString(), revision));
    Checkout checkout = new Checkout(revision, repository, folder);
    // For who presses Ctrl-C: the worktree would stay known to git.
    Runtime.getRuntime().addShutdownHook(new Thread(checkout::closeAtExit, "remove-worktree"));
    boolean built = false;
    try {
      run(
          folder,
          parent.resolve("build.log"),
          List.of(
              "mvn",
              "-B",
              "-q",
              "-pl",
              "benchmarks",
              "-am",
              "-DskipTests",
              "-Dspotless.check.skip",
              "process-classes"));
      built = true;
    } finally {
      if (!built) {
        checkout.close();
      }
    }
    return checkout;
  }

  /** What the caller calls it. */
  String name() {
    return name;
  }

  /**
   * Runs one fork of each benchmark, on this JVM's Java with this JVM's flags.
   *
   * @param jvmFlags flags for it
   * @param csv written by JMH
   */
  List<Sample> fork(String benchmarks, List<String> jvmFlags, Path csv)
      throws IOException, InterruptedException {
    Path target = folder.resolve("benchmarks").resolve("target");
    String dependencies = Files.readString(target.resolve("runtime.classpath")).strip();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmFlags);
    command.addAll(
        List.of(
            "-cp",
            target.resolve("classes") + File.pathSeparator + dependencies,
            "org.openjdk.jmh.Main",
            benchmarks,
            "-f",
            "1",
            "-prof",
            "gc",
            "-rf",
            "csv",
            "-rff",
            csv.toString()));
    run(folder, csv.resolveSibling(csv.getFileName() + ".log"), command);
    return JmhCsv.read(Files.readAllLines(csv));
  }

  private void closeAtExit() {
    try {
      close();
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
  }

  private static void run(Path folder, Path log, List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int code;
    try {
      code = process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      throw e;
    }
    if (code != 0) {
      throw new IOException(
          "`%s` ended with exit code %d; its output is in %s"
              .formatted(String.join(" ", command), code, log));
    }
  }

  @Override
  public void close() throws IOException {
    if (closed.getAndSet(true)) {
      return;
    }
    Process process =
        new ProcessBuilder("git", "worktree", "remove", "--force", folder.toString())
            .directory(repository.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("git could not remove the worktree " + folder);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
