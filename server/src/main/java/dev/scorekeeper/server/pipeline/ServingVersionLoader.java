package dev.scorekeeper.server.pipeline;

import dev.scorekeeper.server.batching.BatchingConfig;
import dev.scorekeeper.server.batching.ModelBatcher;
import dev.scorekeeper.server.batching.WorkerPool;
import dev.scorekeeper.server.lifecycle.ServableLoader;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ModelLoader;
import dev.scorekeeper.server.scoring.ModelLoader.LoadOptions;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.stats.ServerStats;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** Loads a version and puts a batcher before it. Thread-safe. */
public final class ServingVersionLoader implements ServableLoader<ServingVersion> {

  /**
   * What is set for one model.
   *
   * @param computeRows rows of each run in an evaluation; absent: as the server's settings say
   */
  public record VersionSettings(
      LoadOptions load, BatchingConfig batching, OptionalInt computeRows) {}

  /** Tells what is set for a model; asked anew for each version that is loaded. */
  public interface SettingsSource {

    /**
     * The settings for a model's version.
     *
     * @throws ProblemException MODEL_UNREADABLE when the model's own settings file is broken
     */
    VersionSettings settings(ModelId id, Path versionDirectory) throws ProblemException;
  }

  private final ModelLoader models;
  private final SettingsSource settings;
  private final WorkerPool workers;
  private final ServerStats stats;
  private final LongSupplier nanoTime;

  /** The worker pool and the statistics stay the caller's. */
  public ServingVersionLoader(
      ModelLoader models,
      SettingsSource settings,
      WorkerPool workers,
      ServerStats stats,
      LongSupplier nanoTime) {
    this.models = models;
    this.settings = settings;
    this.workers = workers;
    this.stats = stats;
    this.nanoTime = nanoTime;
  }

  @Override
  public ServingVersion load(ModelId id, Path versionDirectory) throws ProblemException {
    VersionSettings set = settings.settings(id, versionDirectory);
    LoadedModel model = models.load(id, versionDirectory, set.load());
    try {
      ModelBatcher batcher =
          new ModelBatcher(model, set.batching(), workers, stats.model(id), nanoTime);
      return new ServingVersion(
          id,
          model,
          batcher,
          VersionFiles.note(versionDirectory),
          set.computeRows(),
          () -> stats.forget(id));
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }
}
