package dev.scorekeeper.server.batching;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.batching.BatchingReport.CostPoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether sizes out of use are looked at, so that a cost measured at a bad time does not stay. */
final class ExplorationTest {

  private static final CostFit CHEAP =
      new CostFit(List.of(new CostPoint(1, 10), new CostPoint(1024, 1_000)));

  private static List<Integer> limits(int best, CostFit fit, int batches) {
    Exploration exploration = new Exploration();
    List<Integer> limits = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      limits.add(exploration.next(best, fit));
    }
    return limits;
  }

  @Test
  void next_manyBatches_nearlyAllAreTheBest() {
    List<Integer> limits = limits(16, CHEAP, 640);

    assertThat(limits.stream().filter(limit -> limit == 16).count()).isEqualTo(630);
    assertThat(limits).containsAtLeast(8, 32, 64);
  }

  @Test
  void next_bestIsOne_isNeverLess() {
    assertThat(limits(1, CHEAP, 640).stream().min(Integer::compare)).hasValue(1);
    assertThat(limits(1, CHEAP, 640)).containsAtLeast(2, 4);
  }

  @Test
  void next_bestIsTheGreatest_isNeverMore() {
    assertThat(limits(1024, CHEAP, 640).stream().max(Integer::compare)).hasValue(1024);
  }

  @Test
  void next_longRuns_areNotTried() {
    CostFit slow = new CostFit(List.of(new CostPoint(1, 10_000), new CostPoint(16, 160_000)));

    assertThat(limits(4, slow, 640).stream().max(Integer::compare)).hasValue(4);
  }

  @Test
  void next_nothingMeasured_isTheBest() {
    assertThat(limits(64, CostFit.UNKNOWN, 640).stream().distinct()).containsExactly(64);
  }

  /** Rows cost 50 us and a run 30, but the machine was busy when all but one row was measured. */
  @Test
  void curve_measuredBesideOtherWork_findsTheBestBatchUnderLoad() {
    CostCurve curve = new CostCurve();
    List<CostPoint> measured = new ArrayList<>();
    for (int rows = 1; rows <= 128; rows *= 2) {
      measured.add(new CostPoint(rows, rows == 1 ? 80 : 3 * (30 + 50.0 * rows)));
    }
    curve.seed(measured);
    Exploration exploration = new Exploration();
    assertThat(curve.fit().bestRows(0)).isEqualTo(1);

    long worst = 0;
    for (int run = 0; run < 20_000; run++) {
      int rows = exploration.next(curve.fit().bestRows(0), curve.fit());
      curve.observe(rows, 1_000L * (30 + 50 * rows));
      worst = Math.max(worst, rows);
    }

    // From eight rows on a row costs at most 54 us, of the 50 that it costs at the best.
    assertThat(curve.fit().bestRows(0)).isAtLeast(8);
    assertThat(worst).isAtMost(64);
  }
}
