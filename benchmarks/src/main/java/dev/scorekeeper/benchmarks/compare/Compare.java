package dev.scorekeeper.benchmarks.compare;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Question: did a commit make a step of the hot path slower or hungrier than another commit?
 *
 * <p>See {@link CompareOptions#USAGE}. The forks of the two commits alternate, so that what changes
 * on the machine meanwhile meets both.
 *
 * <pre>
 *   ./scorekeeper bench compare main HEAD --benchmarks Decode --forks 5
 * </pre>
 */
public final class Compare {

  private static final int FAILED = 2;

  private final CompareOptions options;

  private Compare(CompareOptions options) {
    this.options = options;
  }

  /** Ends the JVM with the exit code of the usage. */
  public static void main(String[] args) {
    List<String> arguments = List.of(args);
    if (arguments.contains("--help")) {
      System.out.print(CompareOptions.USAGE);
      return;
    }
    System.exit(run(arguments));
  }

  private static int run(List<String> arguments) {
    try {
      return new Compare(CompareOptions.parse(arguments)).run();
    } catch (IllegalArgumentException e) {
      System.err.println(
          "scorekeeper bench compare: " + e.getMessage() + "\n\n" + CompareOptions.USAGE);
    } catch (IOException e) {
      System.err.println("scorekeeper bench compare: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return FAILED;
  }

  private int run() throws IOException, InterruptedException {
    Path repository = Path.of("").toAbsolutePath();
    Path scratch = Files.createTempDirectory("scorekeeper-compare");
    System.err.println("Building in " + scratch);
    int code = run(repository, scratch);
    deleteAll(scratch);
    return code;
  }

  /** Logs and results stay when something fails, to be looked at. */
  private int run(Path repository, Path scratch) throws IOException, InterruptedException {
    try (Checkout base =
            Checkout.of(
                repository, options.base(), Files.createDirectory(scratch.resolve("base")));
        Checkout head =
            Checkout.of(
                repository, options.head(), Files.createDirectory(scratch.resolve("head")))) {
      Report report = measure(base, head, scratch);
      System.out.print(options.json() ? report.json() + "\n" : report.text());
      if (report.lines().isEmpty()) {
        throw new IOException("no benchmark ran in all forks of both; see the logs in " + scratch);
      }
      return report.isWorse() ? 1 : 0;
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Report measure(Checkout base, Checkout head, Path scratch)
      throws IOException, InterruptedException {
    List<List<Sample>> baseForks = new ArrayList<>();
    List<List<Sample>> headForks = new ArrayList<>();
    for (int fork = 0; fork < options.forks(); fork++) {
      // Which goes first changes, so that a machine that slows down steadily favours neither.
      boolean baseFirst = fork % 2 == 0;
      if (baseFirst) {
        baseForks.add(fork(base, scratch.resolve("base"), fork));
      }
      headForks.add(fork(head, scratch.resolve("head"), fork));
      if (!baseFirst) {
        baseForks.add(fork(base, scratch.resolve("base"), fork));
      }
    }
    return Report.of(options.band(), baseForks, headForks);
  }

  private List<Sample> fork(Checkout checkout, Path logs, int fork)
      throws IOException, InterruptedException {
    System.err.printf("Fork %d of %d, %s%n", fork + 1, options.forks(), checkout.name());
    List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
    return checkout.fork(options.benchmarks(), flags, logs.resolve("fork-" + fork + ".csv"));
  }
}
