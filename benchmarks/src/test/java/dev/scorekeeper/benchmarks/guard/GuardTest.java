package dev.scorekeeper.benchmarks.guard;

import static com.google.common.truth.Truth.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests of how {@link Guard} and {@link RequestCost} reckon. */
class GuardTest {

  private static final Budgets BUDGETS =
      new Budgets(
          Map.of(
              "m.bytes", 500.0,
              "m.cpu", 1.2,
              "m.stream_bytes", 700.0,
              "m.stream_cpu", 0.5,
              "m.run_bytes", 100.0));

  @Test
  void checks_ofAModel_areDifferencesAndRatios() {
    RequestCost ours = new RequestCost(10, 1400, 13.2, 14);
    RequestCost stream = new RequestCost(10, 600, 3, 4);
    RequestCost ceiling = new RequestCost(10, 1000, 5, 6);

    List<Check> checks =
        new Guard(BUDGETS)
            .checks("m", new Comparison(ours, stream, ceiling), new ForwardPass.Cost(32, 7, 64));

    assertThat(checks)
        .containsExactly(
            new Check("m.bytes", 400, 500),
            new Check("m.cpu", 13.2 / 12, 1.2),
            new Check("m.stream_bytes", 600, 700),
            new Check("m.stream_cpu", 0.25, 0.5),
            new Check("m.run_bytes", 64, 100))
        .inOrder();
  }

  @Test
  void median_ofTurns_takesEachComponentByItself() {
    RequestCost median =
        RequestCost.median(
            List.of(
                new RequestCost(1, 30, 200, 7),
                new RequestCost(2, 10, 300, 8),
                new RequestCost(3, 20, 100, 9)));

    assertThat(median).isEqualTo(new RequestCost(2, 20, 200, 8));
  }
}
