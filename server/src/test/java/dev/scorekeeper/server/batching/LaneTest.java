package dev.scorekeeper.server.batching;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.batching.BatchingConfig.LaneChoice;
import dev.scorekeeper.server.batching.BatchingConfig.Pairing;
import dev.scorekeeper.server.batching.BatchingConfig.Sharing;
import dev.scorekeeper.server.batching.BatchingReport.Lane;
import dev.scorekeeper.server.testing.FakeModel;
import dev.scorekeeper.server.testing.FakeRows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Where runs take place: chosen by cost, handed over when the loop has enough. */
final class LaneTest {

  private static final String SIGNATURE = "serving_default";

  private static BatchingConfig config(Duration maxWait, LaneChoice lane) {
    return new BatchingConfig(
        4,
        maxWait,
        List.of(),
        lane,
        Duration.ofNanos(150_000),
        Sharing.AUTO,
        Map.of(),
        Pairing.AUTO);
  }

  /** A prepared batcher whose runs take so long on the fixture's clock. */
  private static BatchingFixture costing(long fixedNanos, long rowNanos, LaneChoice lane) {
    FakeModel model = FakeModel.doubling();
    AtomicLong[] clock = new AtomicLong[1];
    BatchingFixture fixture = new BatchingFixture(model, config(Duration.ZERO, lane));
    clock[0] = fixture.now;
    model.beforeRun(rows -> clock[0].addAndGet(fixedNanos + rows * rowNanos));
    org.junit.jupiter.api.Assertions.assertDoesNotThrow(fixture.batcher::prepare);
    model.clearRuns();
    return fixture;
  }

  @Test
  void prepare_shortRuns_choosesTheLoop() {
    BatchingFixture fixture = costing(12_000, 100, LaneChoice.AUTO);

    BatchingReport report = fixture.batcher.report(SIGNATURE);
    assertThat(report.lane()).isEqualTo(Lane.LOOP);
    assertThat(report.fixedMicros()).isWithin(0.1).of(12);
    assertThat(report.rowMicros()).isWithin(0.01).of(0.1);
    fixture.close();
  }

  @Test
  void prepare_longRuns_choosesTheWorkers() {
    BatchingFixture fixture = costing(200_000, 100, LaneChoice.AUTO);

    assertThat(fixture.batcher.report(SIGNATURE).lane()).isEqualTo(Lane.WORKER);
    fixture.close();
  }

  /** Runs of 100 us a row, of which those of four rows and more are held up for as long again. */
  private static BatchingFixture interrupted(LaneChoice lane) {
    FakeModel model = FakeModel.doubling();
    BatchingFixture fixture = new BatchingFixture(model, BatchingFixture.config(4, lane));
    model.beforeRun(
        rows -> {
          long own = 100_000L * rows;
          long waited = rows >= 4 ? own : 0;
          fixture.now.addAndGet(own + waited);
          fixture.workers.waitForCore(waited);
        });
    org.junit.jupiter.api.Assertions.assertDoesNotThrow(fixture.batcher::prepare);
    model.clearRuns();
    return fixture;
  }

  @Test
  void prepare_longRunsAreHeldUpByOthers_measuresWhatRunsTakeThemselves() {
    BatchingFixture fixture = interrupted(LaneChoice.WORKER);

    BatchingReport report = fixture.batcher.report(SIGNATURE);
    assertThat(report.rowMicros()).isWithin(0.1).of(100);
    for (BatchingReport.CostPoint point : report.curve()) {
      assertThat(point.micros() / point.rows()).isWithin(0.1).of(100);
    }
    fixture.close();
  }

  @Test
  void observe_longRunsAreHeldUpByOthers_stillKnowsWhatRunsTakeThemselves() {
    BatchingFixture fixture = interrupted(LaneChoice.WORKER);
    for (int i = 0; i < 400; i++) {
      fixture.submit(4, 1, 2, 3, 4, 5, 6, 7, 8);
      fixture.settle();
    }

    assertThat(fixture.batcher.report(SIGNATURE).rowMicros()).isWithin(1).of(100);
    assertThat(fixture.counts().runTime().sumNanos()).isEqualTo(400 * 800_000L);
    fixture.close();
  }

  @Test
  void observe_runsBecomeLonger_leavesTheLoopAndComesBack() {
    BatchingFixture fixture = costing(12_000, 100, LaneChoice.AUTO);
    fixture.model.beforeRun(rows -> fixture.now.addAndGet(400_000));
    for (int i = 0; i < 400; i++) {
      fixture.submit(4, 1, 2, 3, 4, 5, 6, 7, 8);
      fixture.settle();
    }
    assertThat(fixture.batcher.report(SIGNATURE).lane()).isEqualTo(Lane.WORKER);

    fixture.model.beforeRun(rows -> fixture.now.addAndGet(12_000));
    for (int i = 0; i < 400; i++) {
      fixture.submit(4, 1, 2, 3, 4, 5, 6, 7, 8);
      fixture.settle();
    }
    assertThat(fixture.batcher.report(SIGNATURE).lane()).isEqualTo(Lane.LOOP);
    fixture.close();
  }

  @Test
  void flush_moreThanTheLoopMayRun_handsTheRestToWorkers() {
    BatchingFixture fixture = costing(100_000, 0, LaneChoice.LOOP);
    FakeTask first = fixture.submit(4, 1, 2, 3, 4, 5, 6, 7, 8);
    FakeTask second = fixture.submit(4, 1, 2, 3, 4, 5, 6, 7, 8);
    fixture.loop.runOne();

    assertThat(first.isScored()).isTrue();
    assertThat(second.completions()).isEqualTo(0);
    assertThat(fixture.workers.turns()).isEqualTo(1);

    // While workers have a backlog, further rows gather there.
    FakeTask third = fixture.submit(1, 1, 2);
    assertThat(fixture.loop.tasks()).isEqualTo(0);
    fixture.settle();
    assertThat(second.isScored()).isTrue();
    assertThat(third.isScored()).isTrue();
    fixture.close();
  }

  @Test
  void flush_loopIsBehindAndAWorkerIdle_handsOver() {
    BatchingFixture fixture = costing(60_000, 0, LaneChoice.LOOP);
    fixture.submit(1, 1, 2);
    fixture.now.addAndGet(200_000);
    fixture.loop.runOne();
    assertThat(fixture.workers.turns()).isEqualTo(1);
    fixture.settle();

    fixture.workers.setIdle(false);
    fixture.submit(1, 1, 2);
    fixture.now.addAndGet(200_000);
    fixture.loop.runOne();
    assertThat(fixture.workers.turns()).isEqualTo(0);
    fixture.close();
  }

  @Test
  void submit_maxWait_waitsForCompanyOnce() {
    FakeModel model = FakeModel.doubling();
    BatchingFixture fixture =
        BatchingFixture.of(model, config(Duration.ofMillis(1), LaneChoice.AUTO));
    assertThat(fixture.batcher.report(SIGNATURE).lane()).isEqualTo(Lane.WORKER);

    fixture.submit(1, 1, 2);
    assertThat(fixture.workers.turns()).isEqualTo(0);
    fixture.workers.advance(999_999);
    fixture.submit(1, 3, 4);
    assertThat(fixture.workers.turns()).isEqualTo(0);
    fixture.workers.advance(1);
    fixture.settle();
    assertThat(model.runs()).containsExactly(List.of(1f, 3f));

    FakeTask full = fixture.submit(4, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(fixture.workers.turns()).isEqualTo(1);
    fixture.settle();
    assertThat(full.isScored()).isTrue();
    fixture.close();
  }

  @Test
  void predictedDelay_rowsQueued_growsByTurns() {
    BatchingFixture fixture = costing(1_000_000, 0, LaneChoice.WORKER);
    assertThat(fixture.batcher.predictedDelayNanos(fixture.model.program(), 1)).isEqualTo(0);
    assertThat(fixture.batcher.predictedRunNanos(fixture.model.program(), 1)).isEqualTo(1_000_000);

    for (int i = 0; i < 3; i++) {
      fixture.submit(4, 1, 2, 3, 4, 5, 6, 7, 8);
    }
    assertThat(fixture.batcher.predictedDelayNanos(fixture.model.program(), 1))
        .isEqualTo(3_000_000);
    fixture.close();
  }

  @Test
  void submit_unsharedOnTheLoop_runsEachAloneInOrder() {
    FakeModel model = FakeModel.coupled();
    BatchingFixture fixture = BatchingFixture.of(model, config(Duration.ZERO, LaneChoice.LOOP));
    fixture.submit(FakeRows.floats(1, 1));
    fixture.submit(FakeRows.floats(2, 2, 3));
    fixture.loop.runAll();

    assertThat(model.runs()).containsExactly(List.of(1f), List.of(2f, 3f)).inOrder();
    fixture.close();
  }
}
