package dev.scorekeeper.server.batching;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.scorekeeper.server.batching.BatchingConfig.LaneChoice;
import dev.scorekeeper.server.batching.BatchingConfig.Pairing;
import dev.scorekeeper.server.batching.BatchingConfig.Sharing;
import dev.scorekeeper.server.runtime.RuntimeConfig;
import dev.scorekeeper.server.runtime.RuntimeStartException;
import dev.scorekeeper.server.runtime.StartProgress;
import dev.scorekeeper.server.runtime.TensorFlowRuntime;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ModelLoader.LoadOptions;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.stats.ServerStats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the check at load time finds out about real models. */
final class RealModelsTest {

  /** Few rows keep the measuring short. */
  private static final BatchingConfig CONFIG =
      new BatchingConfig(
          16,
          Duration.ZERO,
          List.of(),
          LaneChoice.AUTO,
          Duration.ofNanos(150_000),
          Sharing.AUTO,
          Map.of(),
          Pairing.AUTO);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "digits        | serving_default | ''",
        "breast_cancer | serving_default | ''",
        "breast_cancer | evaluate        | ''",
        "diabetes      | serving_default | ''",
        "half_plus_two | serving_default | ''",
        "half_plus_two | classify_x_to_y | only equal rows could be tried",
        "reviews       | serving_default | ''",
        "shapes        | serving_default | ''",
        "simple        | serving_default | ''",
        "tokens        | serving_default | ''",
        "wine          | serving_default | ''",
        "row_coupled   | serving_default | rows influence each other in output 'y'",
        "scalar_output | serving_default | output 'mean' has no batch dimension",
        "picky         | serving_default | ''",
        "counter       | serving_default | runs change the model's state",
        "identity      | string          | ''",
        "identity      | complex64       | ''",
      })
  void prepare_realModel_tellsWhetherRowsMayShareARun(String name, String signature, String reason)
      throws ProblemException, RuntimeStartException {
    ModelId id = new ModelId(name, 1);
    try (WorkerPool workers = new WorkerPool(1);
        LoadedModel model =
            runtime().loader().load(id, folder(name).resolve("1"), LoadOptions.defaults());
        ModelBatcher batcher =
            new ModelBatcher(
                model, CONFIG, workers, new ServerStats().model(id), System::nanoTime)) {
      batcher.prepare();

      BatchingReport report = batcher.report(signature);
      assertThat(report.reason()).startsWith(reason);
      assertWithMessage(report.reason()).that(report.shared()).isEqualTo(reason.isEmpty());
    }
  }

  private static Path folder(String name) {
    Path served = Path.of("models").resolve(name);
    return Files.isDirectory(served) ? served : Path.of("src/test/models").resolve(name);
  }

  private static TensorFlowRuntime runtime() throws RuntimeStartException {
    return TensorFlowRuntime.start(RuntimeConfig.defaults(), StartProgress.NONE);
  }
}
