package dev.scorekeeper.benchmarks.guard;

import dev.scorekeeper.benchmarks.guard.Comparison.Plan;
import dev.scorekeeper.benchmarks.guard.RequestCost.Load;
import dev.scorekeeper.benchmarks.guard.RequestCost.Target;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Question: how many bytes of heap does a request cost the whole server, unary and on a stream, and
 * how many more is that than bare gRPC needs for the same bytes?
 *
 * <p>Both servers and the generator are in this JVM; the servers' turns alternate. Prints medians
 * of bytes, CPU time and wall time a request.
 *
 * <pre>
 *   ./scorekeeper bench allocation [--models perf_mlp,perf_ctr,digits] [--turns 5] [--seconds 2]
 *       [--connections 4] [--in-flight 64]
 * </pre>
 */
public final class AllocationPerRequest {

  private AllocationPerRequest() {}

  public static void main(String[] args) throws Exception {
    Options options = new Options(args);
    Map<String, Path> models = new LinkedHashMap<>();
    for (String name : options.text("--models", "perf_mlp,perf_ctr,digits").split(",", -1)) {
      models.put(name, OneRow.folder(name));
    }
    Load load =
        new Load(
            options.number("--connections", 4),
            options.number("--in-flight", 64),
            0,
            options.number("--seconds", 2));
    Plan plan = new Plan(load, 2, options.number("--turns", 5));
    try (LocalServer server = LocalServer.start(models)) {
      Target target = server.target();
      for (String name : models.keySet()) {
        print(name, Comparison.measure(target, OneRow.of(name), plan));
      }
    }
  }

  private static void print(String name, Comparison comparison) {
    RequestCost ours = comparison.ours();
    RequestCost ceiling = comparison.ceiling();
    RequestCost stream = comparison.stream();
    System.out.printf(
        Locale.ROOT,
        "%-15s bytes/request %.0f, ceiling %.0f, over it %.0f, on a stream %.0f;  CPU us/request"
            + " %.2f, ceiling %.2f, on a stream %.2f;  requests/s against the ceiling %.2f,"
            + " on a stream %.2f%n",
        name,
        ours.bytes(),
        ceiling.bytes(),
        comparison.bytesOverCeiling(),
        stream.bytes(),
        ours.cpuMicros(),
        ceiling.cpuMicros(),
        stream.cpuMicros(),
        ceiling.wallMicros() / ours.wallMicros(),
        ceiling.wallMicros() / stream.wallMicros());
  }
}
