package dev.scorekeeper.benchmarks.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Question: how long does the server take from its command to ready?
 *
 * <p>Starts {@code ./scorekeeper serve} with the model {@code digits} over and over; the first
 * start is not counted, since it may unpack the native library and, when it stops, write the cache
 * that makes later ones faster. {@code JAVA_HOME} chooses the JDK of the server, {@code
 * SCOREKEEPER_START_CACHE=off} does without the cache.
 *
 * <p>Command, from the repository, after {@code mvn -q -pl benchmarks -am test-compile}:
 *
 * <pre>
 *   B="java -cp benchmarks/target/classes:$(cat benchmarks/target/runtime.classpath)
 *       dev.scorekeeper.benchmarks.start.StartBench"
 *   $B --warmup false
 *   $B --warmup true --runs 5
 * </pre>
 *
 * <p>How the first second after that compares with later ones is a row of {@link
 * dev.scorekeeper.benchmarks.targets.Targets}: {@code --only first_second}.
 */
public final class StartBench {

  private final String[] arguments;

  private StartBench(String[] arguments) {
    this.arguments = arguments;
  }

  public static void main(String[] arguments) throws Exception {
    new StartBench(arguments).run();
  }

  private String option(String name, String otherwise) {
    int at = Arrays.asList(arguments).indexOf(name);
    return at < 0 ? otherwise : arguments[at + 1];
  }

  private void run() throws IOException, InterruptedException {
    int runs = Integer.parseInt(option("--runs", "5"));
    Path log = Files.createTempFile("scorekeeper-start", ".log");
    Path models = digits();
    List<Double> total = new ArrayList<>();
    for (int i = 0; i <= runs; i++) {
      try (StartedServer server = StartedServer.start(command(), models, log, settings())) {
        System.out.printf(
            Locale.ROOT,
            "%s %.2f s to ready (native library %.2f, models %.2f, warm-up %.2f, JVM and rest %.2f)%n",
            i == 0 ? "not counted:" : "start " + i + ":",
            server.seconds,
            server.number("natives_seconds"),
            server.number("models_seconds"),
            server.number("warmup_seconds"),
            server.seconds - server.number("seconds"));
        if (i > 0) {
          total.add(server.seconds);
        }
      }
    }
    print("to ready, seconds", total);
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    String cores = option("--server-cores", "");
    if (!cores.isEmpty()) {
      command.addAll(List.of("taskset", "-c", cores));
    }
    command.add(option("--launcher", "./scorekeeper"));
    return command;
  }

  private List<String> settings() {
    List<String> settings = new ArrayList<>();
    settings.add("warmup.enabled=" + option("--warmup", "true"));
    for (String setting : option("--set", "").split(";", -1)) {
      if (!setting.isEmpty()) {
        settings.add(setting);
      }
    }
    return settings;
  }

  /** A folder with the one model, a link to the bundled one. */
  private static Path digits() throws IOException {
    Path folder = Files.createTempDirectory("scorekeeper-start-models");
    Files.createSymbolicLink(
        folder.resolve("digits"), Path.of("server/models/digits").toAbsolutePath());
    return folder;
  }

  private static void print(String what, List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "%s: median %.2f, least %.2f, greatest %.2f of %d%n",
        what,
        median(values),
        sorted.get(0),
        sorted.get(sorted.size() - 1),
        sorted.size());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
