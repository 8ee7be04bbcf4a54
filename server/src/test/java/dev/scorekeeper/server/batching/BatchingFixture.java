package dev.scorekeeper.server.batching;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.batching.BatchingConfig.LaneChoice;
import dev.scorekeeper.server.batching.BatchingConfig.Pairing;
import dev.scorekeeper.server.batching.BatchingConfig.Sharing;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Rows;
import dev.scorekeeper.server.stats.ModelCounts;
import dev.scorekeeper.server.stats.ModelStats;
import dev.scorekeeper.server.stats.ServerStats;
import dev.scorekeeper.server.testing.FakeModel;
import dev.scorekeeper.server.testing.FakeRows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A batcher over a fake model, with a clock, workers and a loop that the test moves. */
final class BatchingFixture {

  final FakeModel model;
  final PuppetWorkers workers = new PuppetWorkers();
  final FakeLoop loop = new FakeLoop();
  final AtomicLong now = new AtomicLong(1_000_000);
  final ModelStats stats = new ServerStats().model(new ModelId("fake", 1));
  final ModelBatcher batcher;

  BatchingFixture(FakeModel model, BatchingConfig config) {
    this.model = model;
    this.batcher = new ModelBatcher(model, config, workers, stats, now::get);
  }

  /** A prepared batcher. */
  static BatchingFixture of(FakeModel model, BatchingConfig config) {
    BatchingFixture fixture = new BatchingFixture(model, config);
    try {
      fixture.batcher.prepare();
    } catch (ProblemException e) {
      throw new AssertionError(e);
    }
    model.clearRuns();
    return fixture;
  }

  static BatchingConfig config(int maxRows, LaneChoice lane) {
    return new BatchingConfig(
        maxRows,
        Duration.ZERO,
        List.of(),
        lane,
        Duration.ofNanos(150_000),
        Sharing.AUTO,
        Map.of(),
        Pairing.AUTO);
  }

  /** Submits rows of one float32 input. */
  FakeTask submit(int count, float... values) {
    return submit(FakeRows.floats(count, values));
  }

  FakeTask submit(Rows rows) {
    FakeTask task = new FakeTask(rows, loop);
    batcher.submit(model.program(), task);
    return task;
  }

  /** Lets workers and the loop finish all they have. */
  void settle() {
    while (workers.turns() + loop.tasks() > 0) {
      workers.runAll();
      loop.runAll();
    }
  }

  ModelCounts counts() {
    return stats.snapshot();
  }

  /** Closes batcher and model; fails when a block or result was not given back. */
  void close() {
    settle();
    batcher.close();
    assertThat(model.openBlocks()).isEqualTo(0);
    assertThat(model.openResults()).isEqualTo(0);
    assertThat(stats.queuedRows()).isEqualTo(0);
    model.close();
  }
}
