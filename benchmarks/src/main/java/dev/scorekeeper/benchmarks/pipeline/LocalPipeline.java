package dev.scorekeeper.benchmarks.pipeline;

import dev.scorekeeper.server.admission.AdmissionConfig;
import dev.scorekeeper.server.admission.AdmissionController;
import dev.scorekeeper.server.batching.BatchingConfig;
import dev.scorekeeper.server.batching.WorkerPool;
import dev.scorekeeper.server.lifecycle.FolderModelRegistry;
import dev.scorekeeper.server.lifecycle.LifecycleConfig;
import dev.scorekeeper.server.lifecycle.ModelPlan;
import dev.scorekeeper.server.lifecycle.VersionPolicy;
import dev.scorekeeper.server.pipeline.ModelCatalog;
import dev.scorekeeper.server.pipeline.PipelineCatalog;
import dev.scorekeeper.server.pipeline.Scorer;
import dev.scorekeeper.server.pipeline.ScoringPipeline;
import dev.scorekeeper.server.pipeline.ServingVersion;
import dev.scorekeeper.server.pipeline.ServingVersionLoader;
import dev.scorekeeper.server.runtime.RuntimeConfig;
import dev.scorekeeper.server.runtime.RuntimeStartException;
import dev.scorekeeper.server.runtime.StartProgress;
import dev.scorekeeper.server.runtime.TensorFlowRuntime;
import dev.scorekeeper.server.scoring.ModelLoader.LoadOptions;
import dev.scorekeeper.server.stats.ServerCounts;
import dev.scorekeeper.server.stats.ServerStats;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The server without transport, with one model and default settings. Closed once. */
public final class LocalPipeline implements AutoCloseable {

  private static final Duration LOAD_TIME = Duration.ofMinutes(2);

  private final ServerStats stats = new ServerStats();
  private final WorkerPool workers = new WorkerPool(1);
  private final FolderModelRegistry<ServingVersion> registry;
  private final Scorer scorer;

  private LocalPipeline(String model, Path folder) throws RuntimeStartException {
    ServingVersionLoader loader =
        new ServingVersionLoader(
            TensorFlowRuntime.start(RuntimeConfig.defaults(), StartProgress.NONE).loader(),
            (id, directory) ->
                new ServingVersionLoader.VersionSettings(
                    LoadOptions.defaults(), BatchingConfig.defaults(), OptionalInt.empty()),
            workers,
            stats,
            System::nanoTime);
    registry =
        new FolderModelRegistry<>(
            LifecycleConfig.defaults(),
            Optional.empty(),
            Map.of(model, new ModelPlan(Optional.of(folder), VersionPolicy.defaults(), Map.of())),
            loader,
            Clock.systemUTC());
    scorer =
        new ScoringPipeline(
            registry,
            new AdmissionController(AdmissionConfig.defaults(), stats, System::nanoTime),
            stats);
  }

  /**
   * Loads and warms the model.
   *
   * @param folder of the model's versions
   * @throws IllegalStateException when it is not loaded in two minutes
   */
  public static LocalPipeline start(String model, Path folder)
      throws RuntimeStartException, InterruptedException {
    LocalPipeline pipeline = new LocalPipeline(model, folder);
    pipeline.registry.start();
    if (!pipeline.registry.awaitInitialLoad(LOAD_TIME)) {
      pipeline.close();
      throw new IllegalStateException(model + " was not loaded in " + LOAD_TIME);
    }
    return pipeline;
  }

  public Scorer scorer() {
    return scorer;
  }

  public ModelCatalog catalog() {
    return new PipelineCatalog(registry);
  }

  public ServerCounts counts() {
    return stats.snapshot();
  }

  @Override
  public void close() {
    registry.close();
    workers.close();
  }
}
