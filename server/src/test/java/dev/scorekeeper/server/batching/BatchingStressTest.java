package dev.scorekeeper.server.batching;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.batching.BatchingConfig.LaneChoice;
import dev.scorekeeper.server.batching.BatchingConfig.Pairing;
import dev.scorekeeper.server.batching.BatchingConfig.Sharing;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.stats.ModelStats;
import dev.scorekeeper.server.stats.ServerStats;
import dev.scorekeeper.server.testing.FakeModel;
import dev.scorekeeper.server.testing.FakeRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real loops and workers together: every request its own rows, nothing leaks. */
final class BatchingStressTest {

  private static final int LOOPS = 3;
  private static final int REQUESTS = 6_000;
  private static final int IN_FLIGHT = 64;

  private final AtomicInteger wrong = new AtomicInteger();
  private final AtomicInteger scored = new AtomicInteger();
  private final AtomicInteger rejected = new AtomicInteger();

  @ParameterizedTest
  @EnumSource(LaneChoice.class)
  void submit_fromManyLoops_eachGetsItsOwnRows(LaneChoice lane)
      throws InterruptedException, ProblemException {
    FakeModel model = FakeModel.picky().forgetRuns();
    ModelStats stats = new ServerStats().model(new ModelId("stress", 1));
    BatchingConfig config =
        new BatchingConfig(
            16,
            Duration.ZERO,
            List.of(),
            lane,
            Duration.ofNanos(150_000),
            Sharing.AUTO,
            Map.of(),
            Pairing.AUTO);
    List<ExecutorService> loops = new ArrayList<>();
    try (WorkerPool workers = new WorkerPool(3)) {
      ModelBatcher batcher = new ModelBatcher(model, config, workers, stats, System::nanoTime);
      batcher.prepare();
      CountDownLatch done = new CountDownLatch(LOOPS * REQUESTS);
      for (int i = 0; i < LOOPS; i++) {
        loops.add(Executors.newSingleThreadExecutor());
      }
      for (ExecutorService loop : loops) {
        Thread feeder = new Thread(() -> feed(model, batcher, loop, done));
        feeder.start();
      }
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
      batcher.close();
    } finally {
      loops.forEach(ExecutorService::shutdownNow);
    }
    model.close();

    assertThat(wrong.get()).isEqualTo(0);
    assertThat(scored.get() + rejected.get()).isEqualTo(LOOPS * REQUESTS);
    assertThat(rejected.get()).isGreaterThan(0);
    assertThat(stats.snapshot().succeeded()).isEqualTo(scored.get());
    assertThat(stats.queuedRows()).isEqualTo(0);
  }

  @Test
  void close_whileRequestsStillCome_refusesTheRestAndFreesAll() throws InterruptedException {
    for (int round = 0; round < 50; round++) {
      FakeModel model = FakeModel.doubling().forgetRuns();
      ModelStats stats = new ServerStats().model(new ModelId("closing", round));
      ExecutorService loop = Executors.newSingleThreadExecutor();
      List<FakeTask> tasks = new CopyOnWriteArrayList<>();
      try (WorkerPool workers = new WorkerPool(2)) {
        ModelBatcher batcher =
            new ModelBatcher(model, BatchingConfig.defaults(), workers, stats, System::nanoTime);
        CountDownLatch some = new CountDownLatch(20);
        for (int i = 0; i < 200; i++) {
          loop.execute(
              () -> {
                FakeTask task = new FakeTask(FakeRows.floats(1, 1, 2), loop);
                tasks.add(task);
                batcher.submit(model.program(), task);
                some.countDown();
              });
        }
        assertThat(some.await(10, TimeUnit.SECONDS)).isTrue();
        batcher.close();
        model.close();
        loop.shutdown();
        assertThat(loop.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      } finally {
        loop.shutdownNow();
      }
      for (FakeTask task : tasks) {
        assertThat(task.completions()).isEqualTo(1);
        assertThat(task.isScored() || task.reason() == Reason.SERVER_STOPPING).isTrue();
      }
    }
  }

  private void feed(
      FakeModel model, ModelBatcher batcher, ExecutorService loop, CountDownLatch done) {
    Semaphore places = new Semaphore(IN_FLIGHT);
    for (int i = 0; i < REQUESTS; i++) {
      places.acquireUninterruptibly();
      int number = i;
      loop.execute(
          () -> {
            float[] values = values(number);
            boolean bad = number % 101 == 0;
            if (bad) {
              values[values.length - 1] = -1;
            }
            FakeTask task = new FakeTask(FakeRows.floats(values.length / 2, values), loop);
            task.onComplete(
                () -> {
                  check(task, values, bad);
                  places.release();
                  done.countDown();
                });
            batcher.submit(model.program(), task);
          });
    }
  }

  /** Mostly one row, now and then more than a run takes. */
  private static float[] values(int number) {
    int rows = number % 50 == 0 ? 40 : 1 + number % 3;
    float[] values = new float[2 * rows];
    for (int i = 0; i < values.length; i++) {
      values[i] = ThreadLocalRandom.current().nextFloat();
    }
    return values;
  }

  private void check(FakeTask task, float[] values, boolean bad) {
    if (bad) {
      rejected.incrementAndGet();
      wrong.addAndGet(task.reason() == Reason.MODEL_REJECTED_INPUT ? 0 : 1);
      return;
    }
    if (!task.isScored() || task.floats(0).length != values.length) {
      wrong.incrementAndGet();
      return;
    }
    scored.incrementAndGet();
    for (int i = 0; i < values.length; i++) {
      if (task.floats(0)[i] != 2 * values[i]) {
        wrong.incrementAndGet();
        return;
      }
    }
  }
}
