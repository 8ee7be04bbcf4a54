package dev.scorekeeper.server.batching;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.batching.BatchingReport.CostPoint;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.testing.FakeModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether a large request is split. */
final class PieceRowsTest {

  private static final Layout LAYOUT =
      new Layout(List.of(DataType.FLOAT32), List.of(Shape.of(10)), true);

  private static SignaturePlan plan(int maxRows, CostPoint... points) {
    BatchingConfig config =
        new BatchingConfig(
            maxRows,
            Duration.ZERO,
            List.of(),
            BatchingConfig.LaneChoice.AUTO,
            Duration.ofNanos(150_000),
            BatchingConfig.Sharing.AUTO,
            Map.of(),
            BatchingConfig.Pairing.AUTO);
    SignaturePlan plan =
        new SignaturePlan(
            FakeModel.doubling().signatures().values().iterator().next(),
            config,
            Padding.of(FakeModel.doubling().signatures().values().iterator().next(), Map.of()));
    plan.curve().seed(List.of(points));
    plan.chooseLane();
    return plan;
  }

  /** Best batch 512: at 1,024 rows a row costs hardly less. */
  private static SignaturePlan cheap(int maxRows) {
    return plan(maxRows, new CostPoint(1, 5), new CostPoint(512, 44), new CostPoint(1024, 86));
  }

  @Test
  void pieceRows_oneRunCostsLessThanTwo_isNotSplit() {
    assertThat(cheap(0).maxRows()).isEqualTo(512);
    assertThat(cheap(0).pieceRows(LAYOUT, 1_000)).isEqualTo(1_000);
  }

  @Test
  void pieceRows_moreThanWasMeasured_isSplit() {
    assertThat(cheap(0).pieceRows(LAYOUT, 1_025)).isEqualTo(1_024);
    assertThat(cheap(0).pieceRows(LAYOUT, 100_000)).isEqualTo(1_024);
  }

  @Test
  void pieceRows_severalTimesTheBest_isTheCheapestCut() {
    // Best batch 256, within 5 % of the least; runs of 1,024 rows are too long.
    SignaturePlan plan =
        plan(
            0,
            new CostPoint(1, 5),
            new CostPoint(128, 45),
            new CostPoint(256, 62),
            new CostPoint(512, 120),
            new CostPoint(1024, 240));

    assertThat(plan.maxRows()).isEqualTo(256);
    assertThat(plan.pieceRows(LAYOUT, 1_000)).isEqualTo(512);
    assertThat(plan.pieceRows(LAYOUT, 512)).isEqualTo(512);
    assertThat(plan.pieceRows(LAYOUT, 300)).isEqualTo(300);
  }

  @Test
  void pieceRows_largerRunsAreDearer_isSplit() {
    SignaturePlan plan =
        plan(0, new CostPoint(1, 5), new CostPoint(64, 20), new CostPoint(128, 50));

    assertThat(plan.pieceRows(LAYOUT, 128)).isEqualTo(64);
  }

  @Test
  void pieceRows_limitIsConfigured_holds() {
    assertThat(cheap(512).pieceRows(LAYOUT, 1_000)).isEqualTo(512);
  }

  @Test
  void pieceRows_longRun_isSplit() {
    SignaturePlan plan =
        plan(0, new CostPoint(1, 5), new CostPoint(512, 90), new CostPoint(1024, 175));

    assertThat(plan.pieceRows(LAYOUT, 1_000)).isEqualTo(512);
  }

  @Test
  void pieceRows_workerLane_isSplit() {
    SignaturePlan plan = plan(0, new CostPoint(1, 1_000), new CostPoint(32, 15_000));

    assertThat(plan.pieceRows(LAYOUT, 64)).isEqualTo(32);
  }
}
