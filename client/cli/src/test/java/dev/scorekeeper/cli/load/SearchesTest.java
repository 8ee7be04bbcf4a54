package dev.scorekeeper.cli.load;

import static com.google.common.truth.Truth.assertThat;

import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Searches over rates, on a server that is a formula: above its capacity it is slow, or sheds. */
final class SearchesTest {
  private static final double CAPACITY = 8_000;

  private final List<String> steps = new ArrayList<>();
  private final List<LoadPlan> plans = new ArrayList<>();

  private LoadResult slowAbove(LoadPlan plan) {
    return measure(plan, plan.traffic().perSecond() > CAPACITY ? 50_000_000 : 2_000_000, 0);
  }

  private LoadResult measure(LoadPlan plan, long latency, double shedShare) {
    plans.add(plan);
    Timeline timeline = plan.timeline();
    Recording recording = new Recording(timeline, 0, plan.goodWithinNanos());
    double rate = plan.traffic().mode().isClosed() ? CAPACITY : plan.traffic().perSecond();
    Arrivals arrivals = new Arrivals(0, rate, false, 1);
    double shed = 0;
    for (long at = arrivals.next(); at < recording.end(); at = arrivals.next()) {
      shed += shedShare;
      Code code = shed >= 1 ? Code.RESOURCE_EXHAUSTED : Code.OK;
      shed -= shed >= 1 ? 1 : 0;
      recording.offered(at);
      recording.ended(at, at, at + latency, code);
    }
    return LoadResults.result(plan, recording.results(recording.end()), LoadResults.IDLE);
  }

  @Test
  void findMax_serverThatSlowsDown_findsItsCapacityAndConfirmsIt() throws InterruptedException {
    LoadPlan plan = LoadResults.plan(Traffic.rate(1_000, true), 5);
    LoadReport.Found found =
        new FindMax(this::slowAbove, plan, Slo.parse("p99=10ms"), steps::add).run(1_000);
    LoadResult confirmed = found.confirmed();
    assertThat(confirmed).isNotNull();
    double rate = confirmed == null ? 0 : confirmed.plan().traffic().perSecond();
    assertThat(rate).isAtMost(CAPACITY);
    assertThat(rate).isAtLeast(CAPACITY / 1.05);
    assertThat(plans.get(plans.size() - 1).timeline()).isEqualTo(plan.timeline());
    assertThat(found.limited()).isFalse();
    assertThat(LoadText.of(found)).contains("requests a second keep p99 ≤ 10.0 ms.");
    assertThat(steps).hasSize(found.probes().size());
  }

  @Test
  void findMax_serverThatIsAlwaysSlow_saysThatNoRateKeepsIt() throws InterruptedException {
    LoadPlan plan = LoadResults.plan(Traffic.rate(4, true), 3);
    LoadReport.Found found =
        new FindMax(p -> measure(p, 50_000_000, 0), plan, Slo.parse("p50=10ms"), steps::add)
            .run(64);
    assertThat(found.confirmed()).isNull();
    assertThat(LoadText.of(found)).contains("No rate keeps p50 ≤ 10.0 ms.");
  }

  @Test
  void findMax_lowRate_measuresUntilThePercentileMeansSomething() throws InterruptedException {
    LoadPlan plan = LoadResults.plan(Traffic.rate(10, true), 100);
    FindMax search =
        new FindMax(p -> measure(p, 50_000_000, 0), plan, Slo.parse("p99=10ms"), s -> {});
    LoadReport.Found found = search.run(100);
    assertThat(found.probes().get(0).result().total().offered()).isAtLeast(662);
    assertThat(found.probes().get(0).why()).contains("0.00 % within the bound");
  }

  @Test
  void findMax_generatorThatStumblesOnce_triesTheRateAgain() throws InterruptedException {
    LoadPlan plan = LoadResults.plan(Traffic.rate(1_000, true), 3);
    GeneratorUse busy = new GeneratorUse(1, 0.99, 0.99, "loop", 1, true);
    Measurer stumbles =
        p -> {
          LoadResult result = plans.isEmpty() ? measure(p, 50_000_000, 0) : slowAbove(p);
          return plans.size() > 1 ? result : LoadResults.result(p, result.windows(), busy);
        };
    LoadReport.Found found =
        new FindMax(stumbles, plan, Slo.parse("p99=10ms"), steps::add).run(6_000);
    assertThat(found.probes().get(0).kept()).isFalse();
    assertThat(found.probes().get(1).perSecond()).isEqualTo(6_000);
    LoadResult confirmed = found.confirmed();
    assertThat(confirmed == null ? 0 : confirmed.plan().traffic().perSecond())
        .isAtLeast(CAPACITY / 1.05);
  }

  @Test
  void overload_generatorThatIsTheLimit_isNotJudged() throws InterruptedException {
    LoadPlan plan = LoadResults.plan(Traffic.concurrency(256), 3);
    GeneratorUse busy = new GeneratorUse(1, 0.99, 0.99, "loop", 1, true);
    Measurer limited =
        p ->
            p.traffic().mode().isClosed()
                ? measure(p, 2_000_000, 0)
                : LoadResults.result(p, slowAbove(p).windows(), busy);
    Verdict verdict = Descriptions.overload(new OverloadCurve(limited, plan, steps::add).run());
    assertThat(verdict.good()).isFalse();
    assertThat(verdict.text()).startsWith("Not judged beyond the capacity. At 2 rates");
  }

  @Test
  void overload_serverThatShedsWell_staysAtItsCapacity() throws InterruptedException {
    LoadPlan plan = LoadResults.plan(Traffic.concurrency(256), 3);
    Measurer sheds =
        p ->
            measure(
                p,
                2_000_000,
                p.traffic().mode().isClosed()
                    ? 0
                    : Math.max(0, 1 - CAPACITY / p.traffic().perSecond()));
    LoadReport.Curve curve = new OverloadCurve(sheds, plan, steps::add).run();
    assertThat(curve.points()).hasSize(5);
    assertThat(Descriptions.overload(curve).good()).isTrue();
    assertThat(LoadText.of(curve)).contains("2.0 ×");
    assertThat(LoadPage.of(curve).html()).contains("Answers against offered load");
  }

  @Test
  void overload_serverThatGetsSlow_fallsBelowIt() throws InterruptedException {
    LoadPlan plan = LoadResults.plan(Traffic.concurrency(256), 3);
    Measurer slow = p -> p.traffic().mode().isClosed() ? measure(p, 2_000_000, 0) : slowAbove(p);
    Verdict verdict = Descriptions.overload(new OverloadCurve(slow, plan, steps::add).run());
    assertThat(verdict.good()).isFalse();
    assertThat(verdict.text()).contains("fall to 0.0 %");
  }
}
