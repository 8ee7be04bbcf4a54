package dev.scorekeeper.benchmarks.batching;

import dev.scorekeeper.benchmarks.runtime.LoadedProgram;
import dev.scorekeeper.server.batching.BatchingConfig;
import dev.scorekeeper.server.batching.ModelBatcher;
import dev.scorekeeper.server.batching.WorkerPool;
import dev.scorekeeper.server.config.Settings;
import dev.scorekeeper.server.config.SettingsException;
import dev.scorekeeper.server.runtime.RuntimeStartException;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.stats.ServerStats;
import java.nio.file.Path;
import java.util.List;

/** A batcher with its model and one worker, measured and ready. Closed once. */
record BatcherUnderTest(LoadedProgram loaded, WorkerPool workers, ModelBatcher batcher)
    implements AutoCloseable {

  /**
   * Loads the model and measures its cost curve.
   *
   * @param lane {@code loop} or {@code worker}
   */
  static BatcherUnderTest start(String model, String lane)
      throws RuntimeStartException, ProblemException, SettingsException {
    LoadedProgram loaded = LoadedProgram.load(model, Path.of("benchmarks", "models", model));
    BatchingConfig config =
        Settings.ofPairs(List.of("lane=" + lane), "benchmark")
            .over(BatchingConfig.class, BatchingConfig.defaults());
    WorkerPool workers = new WorkerPool(1);
    ModelBatcher batcher =
        new ModelBatcher(
            loaded.model(),
            config,
            workers,
            new ServerStats().model(new ModelId(model, 1)),
            System::nanoTime);
    batcher.prepare();
    return new BatcherUnderTest(loaded, workers, batcher);
  }

  /** A task of one row on this loop. */
  CountedTask task(java.util.concurrent.Executor loop) {
    return new CountedTask(new ZeroRows(loaded.layout(), 1), loop);
  }

  void submit(CountedTask task) {
    batcher.submit(loaded.program(), task);
  }

  @Override
  public void close() {
    batcher.close();
    workers.close();
    loaded.close();
  }
}
