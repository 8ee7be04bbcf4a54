package dev.scorekeeper.benchmarks.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Question: how long does the server take from its command to ready, and how much slower than later
 * is it in the second after that?
 *
 * <p>Starts {@code ./scorekeeper serve} with the model {@code digits} over and over; the first
 * start is not counted, since it may unpack the native library and write the JVM's cache. With a
 * rate, sends requests of one row at it from the moment that the server is ready, and compares the
 * 99th percentile of the first second with the median of those of five later seconds. {@code
 * JAVA_HOME} chooses the JDK of the server.
 *
 * <p>Command, from the repository, after {@code mvn -q -pl benchmarks -am test-compile}:
 *
 * <pre>
 *   B="java -cp benchmarks/target/classes:$(cat benchmarks/target/runtime.classpath)
 *       dev.scorekeeper.benchmarks.start.StartBench"
 *   $B --warmup false
 *   $B --warmup true
 *   taskset -c 1 $B --warmup true --rate 1000 --server-cores 0
 * </pre>
 */
public final class StartBench {

  private static final int LATER_SECONDS = 5;

  /** What the server and this program still compile or tidy up after the first second. */
  private static final double SETTLING_SECONDS = 5;

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
    int rate = Integer.parseInt(option("--rate", "0"));
    Path log = Files.createTempFile("scorekeeper-start", ".log");
    Path models = digits();
    List<Double> total = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i <= runs; i++) {
      try (StartedServer server = StartedServer.start(command(), models, log, settings())) {
        double ratio = rate == 0 ? 0 : firstSecond(server.port(), rate);
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
          ratios.add(ratio);
        }
      }
    }
    print("to ready, seconds", total);
    if (rate > 0) {
      print("p99 of the first second over that of later ones", ratios);
    }
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

  private static double firstSecond(int port, int rate) throws InterruptedException {
    try (PacedLoad load = new PacedLoad(port, "digits", "image", List.of(1L, 8L, 8L, 1L))) {
      double first = load.p99Micros(rate, 1);
      double settling = load.p99Micros(rate, SETTLING_SECONDS);
      List<Double> later = new ArrayList<>();
      for (int i = 0; i < LATER_SECONDS; i++) {
        later.add(load.p99Micros(rate, 1));
      }
      System.out.printf(
          Locale.ROOT,
          "p99, microseconds: first second %.0f, the next %.0f s %.0f, then %s%s%n",
          first,
          SETTLING_SECONDS,
          settling,
          later.stream().map(value -> String.format(Locale.ROOT, "%.0f", value)).toList(),
          load.failures() == 0 ? "" : "; FAILED: " + load.failures());
      return first / median(later);
    }
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
