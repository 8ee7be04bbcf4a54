package dev.scorekeeper.benchmarks.guard;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.scorekeeper.benchmarks.guard.Comparison.Plan;
import dev.scorekeeper.benchmarks.guard.RequestCost.Load;
import dev.scorekeeper.server.pipeline.Scorer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Shows that the guard, with the committed budgets, sees what is planted into a real server. */
class PlantedCostTest {

  private static final String MODEL = "perf_mlp";
  private static final Path FOLDER = Path.of("models", MODEL);

  private static final int PLANTED_BYTES = 4096;

  /** More than bare gRPC takes for a request on a machine that other work slows down. */
  private static final long PLANTED_NANOS = 30_000;

  @Test
  void checks_allocationPlanted_bytesAreOverBudget() throws Exception {
    List<PlantedCost> planted = new ArrayList<>();

    List<Check> checks =
        measure(
            scorer -> {
              planted.add(new PlantedCost(scorer, PLANTED_BYTES, 0));
              return planted.get(0);
            });

    assertThat(planted.get(0).wasted()).isEqualTo(PLANTED_BYTES);
    Check bytes = checks.get(0);
    assertThat(bytes.budget()).isEqualTo("perf_mlp.bytes");
    assertWithMessage(bytes.line()).that(bytes.holds()).isFalse();
  }

  @Test
  void checks_slowdownPlanted_cpuTimeIsOverBudgetAndBytesAreNot() throws Exception {
    List<Check> checks = measure(scorer -> new PlantedCost(scorer, 0, PLANTED_NANOS));

    Check cpu = checks.get(1);
    assertThat(cpu.budget()).isEqualTo("perf_mlp.cpu");
    assertWithMessage(cpu.line()).that(cpu.holds()).isFalse();
    assertWithMessage(checks.get(0).line()).that(checks.get(0).holds()).isTrue();
  }

  private static List<Check> measure(UnaryOperator<Scorer> plant) throws Exception {
    Plan plan = new Plan(new Load(4, 64, 0, 0.5), 3, 1);
    try (ComposedServer server = ComposedServer.start(MODEL, FOLDER, plant);
        ForwardPass forward = ForwardPass.load(MODEL, FOLDER)) {
      Comparison comparison = Comparison.measure(server.target(), OneRow.of(MODEL), plan);
      Budgets budgets = Budgets.read(Path.of("guard.properties"));
      return new Guard(budgets).checks(MODEL, comparison, forward.measure(1));
    }
  }
}
