package dev.scorekeeper.server.batching;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.batching.BatchingConfig.LaneChoice;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.testing.FakeModel;
import dev.scorekeeper.server.testing.FakeRows;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ModelBatcherTest {

  private static BatchingFixture worker(FakeModel model, int maxRows) {
    return BatchingFixture.of(model, BatchingFixture.config(maxRows, LaneChoice.WORKER));
  }

  private static BatchingFixture loop(FakeModel model, int maxRows) {
    return BatchingFixture.of(model, BatchingFixture.config(maxRows, LaneChoice.LOOP));
  }

  @Test
  void submit_workerLane_batchesWhatArrivedBeforeTheTurn() {
    BatchingFixture fixture = worker(FakeModel.doubling(), 8);

    FakeTask first = fixture.submit(1, 1, 2);
    FakeTask second = fixture.submit(2, 3, 4, 5, 6);
    assertThat(fixture.workers.turns()).isEqualTo(1);
    assertThat(fixture.stats.queuedRows()).isEqualTo(3);
    fixture.settle();

    assertThat(fixture.model.runs()).containsExactly(List.of(1f, 3f, 5f));
    assertThat(first.floats(0)).isEqualTo(new float[] {2, 4});
    assertThat(second.floats(0)).isEqualTo(new float[] {6, 8, 10, 12});
    assertThat(second.shape(0)).isEqualTo(Shape.of(2, 2));
    fixture.close();
  }

  @Test
  void submit_loopLane_runsWhatOneReadCycleBroughtOnTheLoop() {
    BatchingFixture fixture = loop(FakeModel.doubling(), 8);

    FakeTask first = fixture.submit(1, 1, 2);
    FakeTask second = fixture.submit(1, 3, 4);
    assertThat(fixture.loop.tasks()).isEqualTo(1);
    fixture.loop.runOne();

    assertThat(fixture.model.runs()).containsExactly(List.of(1f, 3f));
    assertThat(first.floats(0)).isEqualTo(new float[] {2, 4});
    assertThat(second.floats(0)).isEqualTo(new float[] {6, 8});
    assertThat(fixture.workers.turns()).isEqualTo(0);
    fixture.close();
  }

  @Test
  void submit_moreThanTheLimit_isSplitAndJoinedInOrder() {
    for (BatchingFixture fixture :
        List.of(worker(FakeModel.doubling(), 2), loop(FakeModel.doubling(), 2))) {
      FakeTask task = fixture.submit(5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
      fixture.settle();

      assertThat(fixture.model.runs())
          .containsExactly(List.of(1f, 3f), List.of(5f, 7f), List.of(9f));
      assertThat(task.floats(0)).isEqualTo(new float[] {2, 4, 6, 8, 10, 12, 14, 16, 18, 20});
      assertThat(task.completions()).isEqualTo(1);
      assertThat(fixture.counts().succeeded()).isEqualTo(1);
      assertThat(fixture.counts().rows()).isEqualTo(5);
      fixture.close();
    }
  }

  @Test
  void submit_guiltyRowAmongOthers_failsAlone() {
    for (BatchingFixture fixture :
        List.of(worker(FakeModel.picky(), 8), loop(FakeModel.picky(), 8))) {
      FakeTask first = fixture.submit(1, 1, 2);
      FakeTask guilty = fixture.submit(1, 3, -4);
      FakeTask third = fixture.submit(1, 5, 6);
      fixture.settle();

      assertThat(first.floats(0)).isEqualTo(new float[] {2, 4});
      assertThat(third.floats(0)).isEqualTo(new float[] {10, 12});
      assertThat(guilty.reason()).isEqualTo(Reason.MODEL_REJECTED_INPUT);
      assertThat(guilty.message()).contains("negative row");
      fixture.close();
    }
  }

  @Test
  void submit_cancelledOrExpiredBeforeTheRun_neverReachesTheModel() {
    for (BatchingFixture fixture :
        List.of(worker(FakeModel.doubling(), 8), loop(FakeModel.doubling(), 8))) {
      FakeTask cancelled = fixture.submit(1, 1, 1);
      FakeTask kept = fixture.submit(1, 2, 2);
      FakeTask late = new FakeTask(FakeRows.floats(1, 3, 3), fixture.loop, fixture.now.get() + 10);
      fixture.batcher.submit(fixture.model.program(), late);
      FakeTask last = fixture.submit(1, 4, 4);
      cancelled.cancel();
      fixture.now.addAndGet(10);
      fixture.settle();

      assertThat(fixture.model.runs()).containsExactly(List.of(2f, 4f));
      assertThat(cancelled.reason()).isEqualTo(Reason.CANCELLED);
      assertThat(late.reason()).isEqualTo(Reason.DEADLINE_EXPIRED);
      assertThat(kept.floats(0)).isEqualTo(new float[] {4, 4});
      assertThat(last.floats(0)).isEqualTo(new float[] {8, 8});
      fixture.close();
    }
  }

  @Test
  void submit_deadlineOneNanosecondAway_isRun() {
    BatchingFixture fixture = worker(FakeModel.doubling(), 8);
    FakeTask task = new FakeTask(FakeRows.floats(1, 3, 3), fixture.loop, fixture.now.get() + 10);
    fixture.batcher.submit(fixture.model.program(), task);
    fixture.now.addAndGet(9);
    fixture.settle();

    assertThat(task.isScored()).isTrue();
    fixture.close();
  }

  @Test
  void submit_noRows_isAnsweredWithNoRowsWithoutARun() {
    BatchingFixture fixture = worker(FakeModel.doubling(), 8);
    FakeTask task = fixture.submit(FakeRows.of(0).floats(Shape.of(2)));

    assertThat(task.isScored()).isTrue();
    assertThat(task.shape(0)).isEqualTo(Shape.of(0, 2));
    assertThat(fixture.model.runCount()).isEqualTo(0);
    fixture.close();
  }

  @Test
  void submit_noRowsOfUnknownShape_asksTheModel() {
    BatchingFixture fixture = worker(FakeModel.echo(), 8);
    FakeTask task = fixture.submit(FakeRows.of(0).strings(Shape.of(1)).floats(Shape.of(3)));
    fixture.settle();

    assertThat(task.isScored()).isTrue();
    assertThat(task.shape(1)).isEqualTo(Shape.of(0, 3));
    assertThat(fixture.model.runCount()).isEqualTo(1);
    fixture.close();
  }

  @Test
  void prepare_coupledRows_areNotShared() {
    BatchingFixture fixture = worker(FakeModel.coupled(), 8);

    BatchingReport report = fixture.batcher.report("serving_default");
    assertThat(report.shared()).isFalse();
    assertThat(report.reason()).contains("influence each other in output 'y'");

    FakeTask first = fixture.submit(2, 1, 3);
    FakeTask second = fixture.submit(1, 5);
    fixture.settle();
    assertThat(fixture.model.runs()).containsExactly(List.of(1f, 3f), List.of(5f)).inOrder();
    assertThat(first.floats(0)[1]).isWithin(1e-5f).of(0.75f);
    assertThat(second.floats(0)[0]).isWithin(1e-5f).of(1);
    fixture.close();
  }

  @Test
  void prepare_scalarOutput_isNotSharedAndGivenWhole() {
    BatchingFixture fixture = worker(FakeModel.withScalar(), 8);

    assertThat(fixture.batcher.report("serving_default").reason())
        .contains("'mean' does not follow the rows");
    FakeTask task = fixture.submit(12, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    fixture.settle();
    assertThat(task.floats(0)).isEqualTo(new float[] {5.5f});
    assertThat(task.shape(1)).isEqualTo(Shape.of(12, 1));
    fixture.close();
  }

  @Test
  void prepare_stateful_runsNothing() {
    FakeModel model = FakeModel.counter();
    BatchingFixture fixture =
        new BatchingFixture(model, BatchingFixture.config(0, LaneChoice.AUTO));
    org.junit.jupiter.api.Assertions.assertDoesNotThrow(fixture.batcher::prepare);

    assertThat(model.runCount()).isEqualTo(0);
    FakeTask first = fixture.submit(FakeRows.of(1).floats(Shape.scalar(), 0));
    FakeTask second = fixture.submit(FakeRows.of(2).floats(Shape.scalar(), 0, 0));
    fixture.settle();
    assertThat(first.floats(0)).isEqualTo(new float[] {1});
    assertThat(second.floats(0)).isEqualTo(new float[] {2, 2});
    fixture.close();
  }

  @Test
  void prepare_picky_isSharedBecauseSomeInputsWork() {
    BatchingFixture fixture = worker(FakeModel.picky(), 8);

    assertThat(fixture.batcher.report("serving_default").shared()).isTrue();
    fixture.close();
  }

  @Test
  void submit_differentShapes_areRunApart() {
    BatchingFixture fixture = worker(FakeModel.echo(), 8);
    FakeTask first =
        fixture.submit(FakeRows.of(1).strings(Shape.of(1), "é").floats(Shape.of(2), 1, 2));
    FakeTask second =
        fixture.submit(FakeRows.of(1).strings(Shape.of(1), "b").floats(Shape.of(3), 3, 4, 5));
    FakeTask third =
        fixture.submit(FakeRows.of(1).strings(Shape.of(1), "").floats(Shape.of(2), 6, 7));
    fixture.settle();

    assertThat(fixture.model.runs()).containsExactly(List.of(1f, 6f), List.of(3f));
    assertThat(first.strings(0)).containsExactly("é");
    assertThat(second.floats(1)).isEqualTo(new float[] {3, 4, 5});
    assertThat(third.strings(0)).containsExactly("");
    fixture.close();
  }

  @Test
  void close_twice_throws() {
    BatchingFixture fixture = worker(FakeModel.doubling(), 8);
    fixture.close();

    assertThrows(IllegalStateException.class, fixture.batcher::close);
    FakeTask task = new FakeTask(FakeRows.floats(1, 1, 1), fixture.loop);
    fixture.batcher.submit(fixture.model.program(), task);
    assertThat(task.reason()).isEqualTo(Reason.SERVER_STOPPING);
  }
}
