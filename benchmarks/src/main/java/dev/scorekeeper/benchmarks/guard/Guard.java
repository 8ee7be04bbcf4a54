package dev.scorekeeper.benchmarks.guard;

import dev.scorekeeper.benchmarks.guard.Comparison.Plan;
import dev.scorekeeper.benchmarks.guard.RequestCost.Load;
import dev.scorekeeper.benchmarks.guard.RequestCost.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Question: did the hot path become more expensive than its budgets allow?
 *
 * <p>Measures, in one JVM, what a request costs the whole server, unary and on a stream, the bare
 * gRPC server and the bare forward pass, and compares with {@code benchmarks/guard.properties}.
 * Exit code 1 when a budget is exceeded. Takes about a minute and a half.
 *
 * <pre>
 *   ./scorekeeper bench guard
 * </pre>
 */
public final class Guard {

  /*
   * Why it does not trip on a noisy machine: bytes are counted, not timed; times are CPU times of
   * the threads concerned, which other processes hardly touch; ours and the ceiling's turns
   * alternate, so that both see the same frequency and cache; medians are compared, as ratios. A
   * failure is measured a second time, since a machine can be busy for all of a minute.
   */

  static final List<String> MODELS = List.of("perf_mlp", "perf_ctr", "perf_cnn");
  private static final double FORWARD_SECONDS = 2;

  private final Budgets budgets;

  Guard(Budgets budgets) {
    this.budgets = budgets;
  }

  public static void main(String[] args) throws Exception {
    Map<String, Path> models = new LinkedHashMap<>();
    MODELS.forEach(name -> models.put(name, OneRow.folder(name)));
    boolean holds;
    try (LocalServer server = LocalServer.start(models)) {
      holds = new Guard(Budgets.read(Budgets.FILE)).run(server.target());
    }
    System.exit(holds ? 0 : 1);
  }

  private boolean run(Target target) throws Exception {
    List<Check> failed = new ArrayList<>();
    for (String model : MODELS) {
      List<Check> checks = measure(target, model);
      if (!checks.stream().allMatch(Check::holds)) {
        checks.forEach(check -> System.out.println(check.line() + " (measured once more)"));
        checks = measure(target, model);
      }
      checks.forEach(check -> System.out.println(check.line()));
      checks.stream().filter(check -> !check.holds()).forEach(failed::add);
    }
    failed.forEach(check -> System.out.println("\n" + check.complaint()));
    return failed.isEmpty();
  }

  private List<Check> measure(Target target, String model) throws Exception {
    Plan plan = new Plan(new Load(4, 64, 0, 0.6), 3, 5);
    try (ForwardPass forward = ForwardPass.load(model, OneRow.folder(model))) {
      Comparison comparison = Comparison.measure(target, OneRow.of(model), plan);
      return checks(model, comparison, forward.measure(FORWARD_SECONDS));
    }
  }

  /** Holds what was measured of a model against the budgets. */
  List<Check> checks(String model, Comparison comparison, ForwardPass.Cost forward) {
    double parts = comparison.ceiling().cpuMicros() + forward.cpuMicros();
    return List.of(
        budgets.check(model + ".bytes", comparison.bytesOverCeiling()),
        budgets.check(model + ".cpu", comparison.ours().cpuMicros() / parts),
        budgets.check(model + ".stream_bytes", comparison.stream().bytes()),
        budgets.check(model + ".stream_cpu", comparison.stream().cpuMicros() / parts),
        budgets.check(model + ".run_bytes", forward.bytesPerRun()));
  }
}
