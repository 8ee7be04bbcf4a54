package dev.scorekeeper.server.batching;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Whatever is submitted in whatever order of events, each request is told its end once, gets its
 * own rows back, and nothing stays open.
 */
final class ScatterGatherTest {

  /** What the test does next. */
  record Step(Kind kind, int rows, int length, int loop, boolean bad) {}

  enum Kind {
    SUBMIT,
    SUBMIT_LATE,
    CANCEL,
    RUN_WORKER,
    RUN_LOOP,
    PASS_TIME
  }

  private record Submitted(FakeTask task, float first, int rows, int length, boolean bad) {}

  /** Gives back what came, and fails a run that holds a negative number. */
  private static FakeModel pickyEcho() {
    return new FakeModel()
        .signature(
            "serving_default",
            FakeModel.echo().program().signature().inputs(),
            FakeModel.echo().program().signature().inputs(),
            false,
            in -> {
              for (float value : in.floats(1)) {
                if (value < 0) {
                  throw new RunException("negative", true);
                }
              }
              return Map.of(
                  "s", FakeTensor.strings(in.shape(0), in.strings(0)),
                  "x", FakeTensor.floats(in.shape(1), in.floats(1)));
            });
  }

  @Property(tries = 400)
  void submit_anySchedule_eachGetsItsOwnRowsOnce(
      @ForAll("steps") @Size(max = 60) List<Step> steps,
      @ForAll LaneChoice lane,
      @ForAll Sharing sharing,
      @ForAll @IntRange(min = 1, max = 9) int maxRows,
      @ForAll boolean padLengths,
      @ForAll boolean padRows,
      @ForAll boolean wait) {
    BatchingFixture fixture =
        BatchingFixture.of(
            pickyEcho(),
            new BatchingConfig(
                maxRows,
                wait ? Duration.ofMillis(1) : Duration.ZERO,
                padRows ? List.of(2, 4, 7) : List.of(),
                lane,
                Duration.ofNanos(150_000),
                sharing,
                padLengths ? Map.of("x", new InputPadding("0", List.of(3))) : Map.of(),
                Pairing.AUTO));
    List<FakeLoop> loops = List.of(fixture.loop, new FakeLoop());
    List<Submitted> submitted = new ArrayList<>();
    for (Step step : steps) {
      perform(step, fixture, loops, submitted);
    }
    settle(fixture, loops);

    submitted.forEach(ScatterGatherTest::check);
    fixture.close();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.frequency(
                net.jqwik.api.Tuple.of(6, Kind.SUBMIT),
                net.jqwik.api.Tuple.of(1, Kind.SUBMIT_LATE),
                net.jqwik.api.Tuple.of(1, Kind.CANCEL),
                net.jqwik.api.Tuple.of(2, Kind.RUN_WORKER),
                net.jqwik.api.Tuple.of(2, Kind.RUN_LOOP),
                net.jqwik.api.Tuple.of(1, Kind.PASS_TIME)),
            Arbitraries.integers().between(0, 20),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(0, 6).map(n -> n == 0))
        .as(Step::new)
        .list();
  }

  private static void perform(
      Step step, BatchingFixture fixture, List<FakeLoop> loops, List<Submitted> submitted) {
    FakeLoop loop = loops.get(step.loop());
    switch (step.kind()) {
      case SUBMIT -> submitted.add(submit(step, fixture, loop, submitted.size(), Long.MAX_VALUE));
      case SUBMIT_LATE ->
          submitted.add(submit(step, fixture, loop, submitted.size(), fixture.now.get() + 500_000));
      case CANCEL -> {
        if (!submitted.isEmpty()) {
          submitted.get(step.rows() % submitted.size()).task().cancel();
        }
      }
      case RUN_WORKER -> fixture.workers.runOne();
      case RUN_LOOP -> loop.runOne();
      case PASS_TIME -> {
        fixture.now.addAndGet(600_000);
        fixture.workers.advance(600_000);
      }
    }
  }

  private static Submitted submit(
      Step step, BatchingFixture fixture, FakeLoop loop, int index, long deadline) {
    Random random = new Random(index);
    float[] x = new float[step.rows() * step.length()];
    String[] s = new String[step.rows()];
    for (int i = 0; i < x.length; i++) {
      x[i] = 1000 * index + i;
    }
    for (int i = 0; i < s.length; i++) {
      s[i] = index + ":" + i;
    }
    boolean bad = step.bad() && x.length > 0;
    if (bad) {
      x[random.nextInt(x.length)] = -1;
    }
    FakeTask task =
        new FakeTask(
            FakeRows.of(step.rows()).strings(Shape.of(1), s).floats(Shape.of(step.length()), x),
            loop,
            deadline);
    fixture.batcher.submit(fixture.model.program(), task);
    return new Submitted(task, 1000 * index, step.rows(), step.length(), bad);
  }

  private static void settle(BatchingFixture fixture, List<FakeLoop> loops) {
    fixture.workers.advance(1_000_000);
    boolean moved = true;
    while (moved) {
      moved = fixture.workers.runOne();
      for (FakeLoop loop : loops) {
        moved |= loop.runOne();
      }
    }
  }

  private static void check(Submitted request) {
    FakeTask task = request.task();
    assertThat(task.completions()).isEqualTo(1);
    Reason reason = task.reason();
    if (reason == Reason.CANCELLED) {
      assertThat(task.isCancelled()).isTrue();
    } else if (reason == Reason.DEADLINE_EXPIRED) {
      assertThat(task.deadlineNanos()).isLessThan(Long.MAX_VALUE);
    } else if (request.bad()) {
      assertThat(reason).isEqualTo(Reason.MODEL_REJECTED_INPUT);
    } else {
      assertWithMessage(task.message()).that(task.isScored()).isTrue();
      assertThat(task.shape(1)).isEqualTo(Shape.of(request.rows(), request.length()));
      for (int i = 0; i < request.rows() * request.length(); i++) {
        assertThat(task.floats(1)[i]).isEqualTo(request.first() + i);
      }
      for (int i = 0; i < request.rows(); i++) {
        assertThat(task.strings(0).get(i)).endsWith(":" + i);
      }
      assertThat(task.strings(0)).hasSize(request.rows());
    }
  }
}
