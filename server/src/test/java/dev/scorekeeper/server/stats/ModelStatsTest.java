package dev.scorekeeper.server.stats;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Reason;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ModelStatsTest {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final ServerStats server = new ServerStats(Clock.fixed(START, ZoneOffset.UTC));

  @Test
  void model_askedTwice_isTheSame() {
    ModelId id = new ModelId("m", 1);

    assertThat(server.model(id)).isSameInstanceAs(server.model(new ModelId("m", 1)));
  }

  @Test
  void forget_knownModel_dropsItsNumbers() {
    server.model(new ModelId("m", 1)).failed(Reason.CANCELLED);

    server.forget(new ModelId("m", 1));

    assertThat(server.snapshot().models()).isEmpty();
  }

  @Test
  void snapshot_afterRequests_countsThem() {
    ModelStats stats = server.model(new ModelId("m", 1));

    stats.succeeded(3, 2_000);
    stats.succeeded(5, 4_000);
    stats.failed(Reason.MODEL_FAILED);
    stats.queuedRows(7);
    stats.queuedRows(-3);

    ModelCounts counts = stats.snapshot();
    assertThat(counts.succeeded()).isEqualTo(2);
    assertThat(counts.rows()).isEqualTo(8);
    assertThat(counts.failed()).containsExactly(Reason.MODEL_FAILED, 1L);
    assertThat(counts.queueTime().sumNanos()).isEqualTo(6_000);
    assertThat(counts.queuedRows()).isEqualTo(4);
  }

  @Test
  void startOver_afterRequests_keepsOnlyWhatIsThereNow() {
    ModelStats stats = server.model(new ModelId("m", 1));
    stats.succeeded(3, 2_000);
    stats.failed(Reason.MODEL_FAILED);
    stats.ran(3, 1, 5_000);
    stats.queuedRows(7);
    server.refused(Reason.DEADLINE_EXPIRED);
    server.entered();
    server.inFlightRows().set(7);

    server.startOver();

    ServerCounts all = server.snapshot();
    assertThat(all.refused()).isEmpty();
    assertThat(all.inFlightRequests()).isEqualTo(1);
    assertThat(all.inFlightRows()).isEqualTo(7);
    ModelCounts fresh = new ServerStats().model(new ModelId("m", 1)).snapshot();
    stats.queuedRows(-7);
    assertThat(stats.snapshot()).isEqualTo(fresh);
  }

  @Test
  void ran_manySizes_countsByPowerOfTwoNotBelow() {
    ModelStats stats = server.model(new ModelId("m", 1));

    for (int rows : new int[] {0, 1, 2, 3, 4, 5, 8, 9, 1 << 21}) {
      stats.ran(rows, 1, 10);
    }

    ModelCounts counts = stats.snapshot();
    assertThat(counts.batchRows())
        .isEqualTo(Map.of(1, 2L, 2, 1L, 4, 2L, 8, 2L, 16, 1L, 1 << 20, 1L));
    assertThat(counts.runs()).isEqualTo(9);
    assertThat(counts.paddingRows()).isEqualTo(9);
    assertThat(counts.runTime().sumNanos()).isEqualTo(90);
  }

  @Test
  void snapshot_severalModels_areInOrderOfNameAndVersion() {
    server.model(new ModelId("b", 1));
    server.model(new ModelId("a", 10));
    server.model(new ModelId("a", 2));

    assertThat(server.snapshot().models().stream().map(ModelCounts::id))
        .containsExactly(new ModelId("a", 2), new ModelId("a", 10), new ModelId("b", 1))
        .inOrder();
  }

  @Test
  void snapshot_enteredAndLeft_showsWhatIsInFlight() {
    server.entered();
    server.entered();
    server.left();
    server.inFlightRows().addAndGet(4);
    server.inFlightBytes().addAndGet(200);
    server.refused(Reason.TOO_MANY_ROWS);

    ServerCounts counts = server.snapshot();
    assertThat(counts.inFlightRows()).isEqualTo(4);
    assertThat(counts.inFlightBytes()).isEqualTo(200);
    assertThat(counts.inFlightRequests()).isEqualTo(1);
    assertThat(counts.refused()).containsExactly(Reason.TOO_MANY_ROWS, 1L);
    assertThat(counts.startTime()).isEqualTo(START);
  }

  @Test
  void quantile_nothingRecorded_isZero() {
    assertThat(new DurationHistogram().snapshot().quantileNanos(0.99)).isEqualTo(0);
  }

  @Test
  void quantile_manyDurations_isAtMostAQuarterAbove() {
    DurationHistogram histogram = new DurationHistogram();
    for (int micros = 1; micros <= 10_000; micros++) {
      histogram.record(micros * 1_000L);
    }

    for (double q : new double[] {0.01, 0.5, 0.9, 0.99, 1}) {
      double exact = q * 10_000_000;
      long estimate = histogram.snapshot().quantileNanos(q);
      assertThat((double) estimate).isAtLeast(exact);
      assertThat((double) estimate).isAtMost(exact * 1.25 + 1);
    }
  }

  @Test
  void record_extremes_goIntoTheOuterBuckets() {
    DurationHistogram histogram = new DurationHistogram();

    histogram.record(-5);
    histogram.record(Long.MAX_VALUE);

    DurationHistogram.Snapshot snapshot = histogram.snapshot();
    assertThat(snapshot.count()).isEqualTo(2);
    assertThat(snapshot.buckets().get(0).count()).isEqualTo(1);
    assertThat(snapshot.quantileNanos(1)).isEqualTo(Long.MAX_VALUE);
    assertThrows(IllegalArgumentException.class, () -> snapshot.quantileNanos(0));
  }
}
