package dev.scorekeeper.server.batching;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.batching.BatchingConfig.LaneChoice;
import dev.scorekeeper.server.batching.BatchingConfig.Pairing;
import dev.scorekeeper.server.batching.BatchingConfig.Sharing;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.RunException;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.testing.FakeModel;
import dev.scorekeeper.server.testing.FakeRows;
import dev.scorekeeper.server.testing.FakeTensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What happens when something is odd: sizes, failures of the server's own, ends of loops. */
final class ModelBatcherEdgeTest {

  private static BatchingConfig config(List<Integer> allowed, Sharing sharing, LaneChoice lane) {
    return new BatchingConfig(
        0,
        Duration.ZERO,
        allowed,
        lane,
        Duration.ofNanos(150_000),
        sharing,
        Map.of(),
        Pairing.AUTO);
  }

  private static BatchingFixture worker(FakeModel model) {
    return BatchingFixture.of(model, BatchingFixture.config(8, LaneChoice.WORKER));
  }

  @Test
  void submit_allowedRows_padsWithTheLastRowAndDropsItAgain() {
    BatchingFixture fixture =
        BatchingFixture.of(
            FakeModel.doubling(), config(List.of(4, 8), Sharing.AUTO, LaneChoice.WORKER));
    FakeTask first = fixture.submit(1, 1, 1);
    FakeTask second = fixture.submit(2, 2, 2, 3, 3);
    fixture.settle();

    assertThat(fixture.model.runs()).containsExactly(List.of(1f, 2f, 3f, 3f));
    assertThat(first.shape(0)).isEqualTo(Shape.of(1, 2));
    assertThat(second.floats(0)).isEqualTo(new float[] {4, 4, 6, 6});
    assertThat(fixture.counts().paddingRows()).isEqualTo(1);
    assertThat(fixture.counts().rows()).isEqualTo(3);
    fixture.close();
  }

  @Test
  void submit_moreThanTheLargestAllowed_isSplitIntoAllowedRuns() {
    BatchingFixture fixture =
        BatchingFixture.of(
            FakeModel.doubling(),
            new BatchingConfig(
                100,
                Duration.ZERO,
                List.of(2, 4),
                LaneChoice.WORKER,
                Duration.ofNanos(150_000),
                Sharing.AUTO,
                Map.of(),
                Pairing.AUTO));
    FakeTask task = fixture.submit(9, new float[18]);
    fixture.settle();

    assertThat(task.shape(0)).isEqualTo(Shape.of(9, 2));
    assertThat(fixture.model.runs().stream().map(List::size)).containsExactly(4, 4, 2);
    fixture.close();
  }

  @Test
  void submit_guiltyAmongPadded_isolatedInAllowedRuns() {
    BatchingFixture fixture =
        BatchingFixture.of(
            FakeModel.picky(), config(List.of(4, 8), Sharing.AUTO, LaneChoice.WORKER));
    FakeTask first = fixture.submit(2, 1, 1, 2, 2);
    FakeTask guilty = fixture.submit(1, -3, 3);
    FakeTask third = fixture.submit(2, 4, 4, 5, 5);
    fixture.settle();

    assertThat(first.floats(0)).isEqualTo(new float[] {2, 2, 4, 4});
    assertThat(third.floats(0)).isEqualTo(new float[] {8, 8, 10, 10});
    assertThat(guilty.reason()).isEqualTo(Reason.MODEL_REJECTED_INPUT);
    for (List<Float> run : fixture.model.runs()) {
      assertThat(run.size()).isAnyOf(4, 8);
    }
    fixture.close();
  }

  @Test
  void submit_sharingNever_runsEachAloneButStillSplits() {
    BatchingConfig never =
        new BatchingConfig(
            2,
            Duration.ZERO,
            List.of(),
            LaneChoice.WORKER,
            Duration.ofNanos(150_000),
            Sharing.NEVER,
            Map.of(),
            Pairing.AUTO);
    BatchingFixture fixture = BatchingFixture.of(FakeModel.doubling(), never);
    fixture.submit(1, 1, 1);
    FakeTask large = fixture.submit(3, 2, 2, 3, 3, 4, 4);
    fixture.settle();

    assertThat(fixture.model.runs())
        .containsExactly(List.of(1f), List.of(2f, 3f), List.of(4f))
        .inOrder();
    assertThat(large.floats(0)).isEqualTo(new float[] {4, 4, 6, 6, 8, 8});
    assertThat(fixture.batcher.report("serving_default").reason()).contains("never");
    fixture.close();
  }

  @Test
  void prepare_nothingWorks_servesAloneAndSaysWhatToDo() {
    AtomicBoolean loading = new AtomicBoolean(true);
    FakeModel model =
        FakeModel.doubling()
            .beforeRun(
                rows -> {
                  if (loading.get()) {
                    throw new IllegalStateException("not this input");
                  }
                });
    BatchingFixture fixture = worker(model);
    loading.set(false);

    assertThat(fixture.batcher.report("serving_default").reason())
        .isEqualTo("no synthetic input works; record warm-up requests or set sharing: always");
    fixture.submit(1, 1, 1);
    fixture.submit(1, 2, 2);
    fixture.settle();
    assertThat(fixture.model.runs()).containsExactly(List.of(1f), List.of(2f));
    fixture.close();
  }

  @Test
  void prepare_randomOutputs_areNotShared() {
    AtomicInteger count = new AtomicInteger();
    FakeModel model =
        new FakeModel()
            .signature(
                "serving_default",
                List.of(FakeModel.floats("x", -1)),
                List.of(FakeModel.floats("y", -1)),
                false,
                in -> {
                  float[] y = new float[in.count()];
                  java.util.Arrays.fill(y, count.incrementAndGet());
                  return Map.of("y", FakeTensor.floats(in.shape(0), y));
                });
    BatchingFixture fixture = worker(model);

    assertThat(fixture.batcher.report("serving_default").reason())
        .contains("outputs of equal rows differ");
    fixture.close();
  }

  @Test
  void submit_outputStopsFollowingTheRows_runsApartFromThenOn() {
    AtomicBoolean odd = new AtomicBoolean();
    FakeModel model =
        new FakeModel()
            .signature(
                "serving_default",
                List.of(FakeModel.floats("x", -1)),
                List.of(FakeModel.floats("y", -1)),
                false,
                in ->
                    odd.get()
                        ? Map.of("y", FakeTensor.floats(Shape.of(1), in.count()))
                        : Map.of("y", FakeTensor.floats(in.shape(0), in.floats(0))));
    BatchingFixture fixture = worker(model);
    odd.set(true);
    FakeTask first = fixture.submit(FakeRows.of(2).floats(Shape.scalar(), 1, 2));
    FakeTask second = fixture.submit(FakeRows.of(1).floats(Shape.scalar(), 3));
    fixture.settle();

    assertThat(first.floats(0)).isEqualTo(new float[] {2});
    assertThat(second.floats(0)).isEqualTo(new float[] {1});
    assertThat(fixture.batcher.report("serving_default").shared()).isFalse();
    fixture.close();
  }

  @Test
  void submit_modelFailsByItself_isAnInternalErrorOfEach() {
    FakeModel model = FakeModel.doubling();
    BatchingFixture fixture = worker(model);
    model.beforeRun(
        rows -> {
          throw new IllegalStateException("out of something");
        });
    FakeTask first = fixture.submit(1, 1, 1);
    FakeTask second = fixture.submit(1, 2, 2);
    fixture.settle();

    assertThat(first.reason()).isEqualTo(Reason.MODEL_FAILED);
    assertThat(second.message()).contains("out of something");
    assertThat(fixture.counts().failed()).containsExactly(Reason.MODEL_FAILED, 2L);
    fixture.close();
  }

  @Test
  void submit_rowsThatCannotBeRead_failAloneAndLeakNothing() {
    for (LaneChoice lane : List.of(LaneChoice.LOOP, LaneChoice.WORKER)) {
      BatchingFixture fixture =
          BatchingFixture.of(FakeModel.doubling(), BatchingFixture.config(8, lane));
      FakeRows tooShort = FakeRows.of(2).floats(Shape.of(2), 1, 2);
      FakeTask broken = fixture.submit(tooShort);
      FakeTask good = fixture.submit(1, 3, 4);
      FakeTask brokenToo = fixture.submit(tooShort);
      fixture.settle();

      assertThat(broken.reason()).isEqualTo(Reason.INTERNAL_ERROR);
      assertThat(brokenToo.reason()).isEqualTo(Reason.INTERNAL_ERROR);
      assertThat(good.floats(0)).isEqualTo(new float[] {6, 8});
      fixture.close();
    }
  }

  @Test
  void complete_loopHasEnded_isToldAllTheSame() {
    BatchingFixture fixture = worker(FakeModel.doubling());
    FakeLoop ending = new FakeLoop();
    FakeTask orphan = new FakeTask(FakeRows.floats(1, 1, 1), ending);
    fixture.batcher.submit(fixture.model.program(), orphan);
    FakeTask other = fixture.submit(1, 2, 2);
    ending.end();
    fixture.settle();

    assertThat(orphan.completions()).isEqualTo(1);
    assertThat(other.isScored()).isTrue();
    fixture.close();
  }

  @Test
  void complete_throws_othersAreToldAllTheSame() {
    BatchingFixture fixture = worker(FakeModel.doubling());
    FakeTask first = fixture.submit(1, 1, 1);
    first.onComplete(
        () -> {
          throw new IllegalStateException("careless");
        });
    FakeTask second = fixture.submit(1, 2, 2);
    fixture.settle();

    assertThat(second.isScored()).isTrue();
    fixture.close();
  }

  @Test
  void complete_submitsAnother_isServed() {
    for (LaneChoice lane : List.of(LaneChoice.LOOP, LaneChoice.WORKER)) {
      BatchingFixture fixture =
          BatchingFixture.of(FakeModel.doubling(), BatchingFixture.config(1, lane));
      FakeTask next = new FakeTask(FakeRows.floats(1, 2, 2), fixture.loop);
      FakeTask first = new FakeTask(FakeRows.floats(1, 1, 1), fixture.loop);
      first.onComplete(() -> fixture.batcher.submit(fixture.model.program(), next));
      fixture.batcher.submit(fixture.model.program(), first);
      fixture.settle();

      assertThat(next.isScored()).isTrue();
      fixture.close();
    }
  }

  @Test
  void submit_pieceOfASplitRequestFails_requestFailsOnce() {
    BatchingFixture fixture =
        BatchingFixture.of(FakeModel.picky(), BatchingFixture.config(2, LaneChoice.WORKER));
    FakeTask task = fixture.submit(5, 1, 1, 2, 2, -3, 3, 4, 4, 5, 5);
    fixture.settle();

    assertThat(task.reason()).isEqualTo(Reason.MODEL_REJECTED_INPUT);
    assertThat(task.completions()).isEqualTo(1);
    assertThat(fixture.counts().failed()).containsExactly(Reason.MODEL_REJECTED_INPUT, 1L);
    fixture.close();
  }

  @Test
  void submit_statefulPrograms_runOneAtATimeInOrder() {
    FakeModel model = FakeModel.counter();
    BatchingFixture fixture = BatchingFixture.of(model, BatchingFixture.config(0, LaneChoice.LOOP));
    FakeTask first = fixture.submit(FakeRows.of(1).floats(Shape.scalar(), 0));
    FakeTask second = fixture.submit(FakeRows.of(3).floats(Shape.scalar(), 0, 0, 0));
    assertThat(fixture.workers.turns()).isEqualTo(1);
    fixture.settle();

    assertThat(first.floats(0)).isEqualTo(new float[] {1});
    assertThat(second.floats(0)).isEqualTo(new float[] {2, 2, 2});
    fixture.close();
  }

  @Test
  void submit_statefulFails_isNotRunAgain() {
    AtomicInteger runs = new AtomicInteger();
    FakeModel model =
        new FakeModel()
            .signature(
                "serving_default",
                List.of(FakeModel.floats("x", -1)),
                List.of(FakeModel.floats("y", -1)),
                true,
                in -> {
                  runs.incrementAndGet();
                  throw new RunException("no", false);
                });
    BatchingFixture fixture = worker(model);
    FakeTask task = fixture.submit(FakeRows.of(2).floats(Shape.scalar(), 0, 0));
    fixture.settle();

    assertThat(task.reason()).isEqualTo(Reason.MODEL_FAILED);
    assertThat(runs.get()).isEqualTo(1);
    fixture.close();
  }

  @Test
  void submit_withoutBatchDimension_runsWhole() {
    FakeModel model =
        new FakeModel()
            .signature(
                "serving_default",
                List.of(FakeModel.floats("x", 2, 2)),
                List.of(FakeModel.floats("y", 4)),
                false,
                in -> Map.of("y", FakeTensor.floats(Shape.of(4), in.floats(0))));
    BatchingFixture fixture = worker(model);
    FakeTask task = fixture.submit(FakeRows.of(1).floats(Shape.of(2, 2), 1, 2, 3, 4).notPerRow());
    fixture.settle();

    assertThat(task.shape(0)).isEqualTo(Shape.of(4));
    assertThat(task.floats(0)).isEqualTo(new float[] {1, 2, 3, 4});
    assertThat(fixture.batcher.report("serving_default").reason())
        .contains("'x' has no batch dimension");
    fixture.close();
  }

  @Test
  void sweep_unusedForAWhile_freesBlocksAndGroups() {
    BatchingFixture fixture = worker(FakeModel.doubling());
    fixture.submit(1, 1, 1);
    fixture.settle();
    assertThat(fixture.model.openBlocks()).isEqualTo(1);

    fixture.now.addAndGet(Duration.ofSeconds(6).toNanos());
    fixture.workers.advance(Duration.ofSeconds(5).toNanos());
    assertThat(fixture.model.openBlocks()).isEqualTo(0);

    fixture.now.addAndGet(Duration.ofSeconds(60).toNanos());
    fixture.workers.advance(Duration.ofSeconds(5).toNanos());
    FakeTask again = fixture.submit(1, 2, 2);
    fixture.settle();
    assertThat(again.isScored()).isTrue();
    fixture.close();
  }

  @Test
  void submit_alreadyCancelledOrExpired_isRefusedAtOnce() {
    BatchingFixture fixture = worker(FakeModel.doubling());
    FakeTask cancelled = new FakeTask(FakeRows.floats(1, 1, 1), fixture.loop);
    cancelled.cancel();
    fixture.batcher.submit(fixture.model.program(), cancelled);
    FakeTask expired = new FakeTask(FakeRows.floats(1, 1, 1), fixture.loop, fixture.now.get());
    fixture.batcher.submit(fixture.model.program(), expired);

    assertThat(cancelled.reason()).isEqualTo(Reason.CANCELLED);
    assertThat(expired.reason()).isEqualTo(Reason.DEADLINE_EXPIRED);
    assertThat(fixture.workers.turns()).isEqualTo(0);
    fixture.close();
  }
}
