package dev.scorekeeper.server.batching;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.batching.BatchingReport.CostPoint;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

final class CostFitTest {

  private static CostFit line(double a, double b, int... rows) {
    List<CostPoint> points = new ArrayList<>();
    for (int n : rows) {
      points.add(new CostPoint(n, a + b * n));
    }
    return new CostFit(points);
  }

  @Test
  void predict_nothingMeasured_isZero() {
    assertThat(CostFit.UNKNOWN.predictNanos(100)).isEqualTo(0);
    assertThat(CostFit.UNKNOWN.bestRows(7)).isEqualTo(7);
    assertThat(CostFit.UNKNOWN.mostRows()).isEqualTo(0);
    assertThat(CostFit.UNKNOWN.isKnown()).isFalse();
  }

  @Test
  void predict_betweenAndBeyondPoints_followsTheLine() {
    CostFit fit = line(10, 2, 1, 4, 16);

    assertThat(fit.predictNanos(0)).isEqualTo(12_000);
    assertThat(fit.predictNanos(10)).isEqualTo(30_000);
    assertThat(fit.predictNanos(100)).isWithin(2).of(210_000);
    assertThat(fit.mostRows()).isEqualTo(16);
  }

  @Property(tries = 200)
  void fit_pointsOnALine_findsIt(
      @ForAll @DoubleRange(min = 0.5, max = 1_000) double a,
      @ForAll @DoubleRange(min = 0.01, max = 100) double b) {
    CostFit fit = line(a, b, 1, 2, 4, 8, 16, 32, 64);

    assertThat(fit.fixedMicros()).isWithin(a * 1e-3 + b * 1e-2).of(a);
    assertThat(fit.rowMicros()).isWithin(b * 1e-2).of(b);
  }

  @Test
  void fit_costThatFalls_isFlat() {
    CostFit fit = new CostFit(List.of(new CostPoint(1, 10), new CostPoint(2, 8)));

    assertThat(fit.rowMicros()).isEqualTo(0);
    assertThat(fit.fixedMicros()).isGreaterThan(7.9);
  }

  @Test
  void bestRows_costPerRowRisesAgain_isTheLeastThatIsGoodEnough() {
    CostFit cnn =
        new CostFit(
            List.of(
                new CostPoint(1, 114),
                new CostPoint(8, 362),
                new CostPoint(32, 1281),
                new CostPoint(64, 2559),
                new CostPoint(128, 5527),
                new CostPoint(256, 13662)));

    assertThat(cnn.bestRows(1)).isEqualTo(32);
  }

  @Test
  void bestRows_costPerRowIsAboutTheSameForAll_isNotTheLongestRun() {
    List<CostPoint> points = new ArrayList<>();
    for (int rows = 4; rows <= 4096; rows *= 2) {
      points.add(new CostPoint(rows, rows * (rows == 4096 ? 92 : rows >= 256 ? 94 : 105)));
    }

    assertThat(new CostFit(points).bestRows(1)).isEqualTo(256);
  }

  @Test
  void bestRows_rowsCostMuchLessInLongRuns_isALongRun() {
    CostFit mobilenet =
        new CostFit(
            List.of(
                new CostPoint(1, 1_422),
                new CostPoint(4, 4_000),
                new CostPoint(16, 12_900),
                new CostPoint(32, 24_900)));

    assertThat(mobilenet.bestRows(1)).isEqualTo(16);
  }

  @Test
  void bestRows_meanOfUnevenBatches_isTheLimitTheyHeld() {
    CostFit fit = new CostFit(List.of(new CostPoint(1, 10), new CostPoint(783, 160)));

    assertThat(fit.bestRows(1)).isEqualTo(1024);
  }

  @Test
  void observe_farLessThanExpected_isSoonBelieved() {
    CostCurve curve = new CostCurve();
    curve.seed(List.of(new CostPoint(16, 6_000)));

    for (int i = 0; i < 8; i++) {
      curve.observe(16, 2_000_000);
    }

    assertThat(curve.fit().predictNanos(16)).isLessThan(3_200_000);
    assertThat(curve.fit().predictNanos(16)).isAtLeast(2_000_000);
  }

  @Test
  void observe_newCosts_movesTheCurve() {
    CostCurve curve = new CostCurve();
    curve.seed(List.of(new CostPoint(1, 10), new CostPoint(8, 20)));

    for (int i = 0; i < 500; i++) {
      curve.observe(8, 60_000);
    }

    assertThat(curve.fit().predictNanos(8)).isWithin(500).of(60_000);
    assertThat(curve.fit().predictNanos(1)).isEqualTo(10_000);
  }

  @Test
  void observe_onePause_hardlyMovesTheCurve() {
    CostCurve curve = new CostCurve();
    curve.seed(List.of(new CostPoint(1, 10)));

    curve.observe(1, 1_000_000_000);
    for (int i = 0; i < 63; i++) {
      curve.observe(1, 10_000);
    }

    assertThat(curve.fit().predictNanos(1)).isLessThan(11_000);
  }

  @Test
  void observe_thousandsOfTimesMoreThanAtFirst_isLearnedInAFewDozenRuns() {
    CostCurve curve = new CostCurve();
    curve.seed(List.of(new CostPoint(1, 5)));

    for (int i = 0; i < 40; i++) {
      curve.observe(1, 20_000_000);
    }

    assertThat(curve.fit().predictNanos(1)).isGreaterThan(12_000_000);
    assertThat(curve.fit().predictNanos(1)).isAtMost(20_000_000);
  }

  @Test
  void observe_unevenRunsAfterARise_areToldBeforeManyHaveCome() {
    CostCurve curve = new CostCurve();
    curve.seed(List.of(new CostPoint(1, 5)));

    for (int i = 0; i < 48; i++) {
      curve.observe(1, i % 2 == 0 ? 20_000_000 : 30_000_000);
    }

    assertThat(curve.fit().predictNanos(1)).isAtLeast(18_000_000);
    assertThat(curve.fit().predictNanos(1)).isAtMost(30_000_000);
  }

  @Test
  void observe_pausesWithRunsBetweenThem_hardlyMoveTheCurve() {
    CostCurve curve = new CostCurve();
    curve.seed(List.of(new CostPoint(1, 100)));

    for (int i = 0; i < 640; i++) {
      curve.observe(1, i % 8 == 0 ? 50_000_000 : 100_000);
    }

    assertThat(curve.fit().predictNanos(1)).isAtMost(115_000);
  }

  @Test
  void observe_neverMeasured_startsTheCurve() {
    CostCurve curve = new CostCurve();

    curve.observe(5, 7_000);

    assertThat(curve.fit().points()).containsExactly(new CostPoint(5, 7));
  }
}
