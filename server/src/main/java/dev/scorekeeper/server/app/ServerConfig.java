package dev.scorekeeper.server.app;

import dev.scorekeeper.server.admission.AdmissionConfig;
import dev.scorekeeper.server.batching.BatchingConfig;
import dev.scorekeeper.server.config.Setting;
import dev.scorekeeper.server.evaluating.EvaluationConfig;
import dev.scorekeeper.server.lifecycle.LifecycleConfig;
import dev.scorekeeper.server.observability.HttpConfig;
import dev.scorekeeper.server.records.RecordsConfig;
import dev.scorekeeper.server.runtime.RuntimeConfig;
import dev.scorekeeper.server.transport.TransportConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** All settings of the server. */
public record ServerConfig(
    @Setting("Folder of models in TensorFlow Serving's layout: <model>/<version>/saved_model.pb.")
        Path modelsFolder,
    @Setting("Settings of single models, by name.") Map<String, ModelConfig> models,
    @Setting(
            "Folder for what outlives the server; made when it is not there. One server at a time: a"
                + " second one on the same folder refuses to start.")
        Path stateFolder,
    @Setting("gRPC.") TransportConfig grpc,
    @Setting("Metrics and health over HTTP.") HttpConfig http,
    @Setting("What is taken on before requests are refused.") AdmissionConfig admission,
    @Setting("Batching of every model that does not say otherwise.") BatchingConfig batching,
    @Setting(
            value = "Threads that run models in the worker lane; 0: one for each core.",
            min = "0",
            max = "1024")
        int workerThreads,
    @Setting("Evaluations.") EvaluationConfig evaluation,
    @Setting("Watching folders, loading and unloading.") LifecycleConfig lifecycle,
    @Setting("The database of evaluation records; see docs/records.md.") RecordsConfig records,
    @Setting("TensorFlow.") RuntimeConfig runtime,
    @Setting("Traffic that the server sends to itself before it is ready.") WarmupConfig warmup,
    @Setting(
            value =
                "How many models must serve before the server says that it is ready. Models that cannot"
                    + " be loaded do not count.",
            min = "0",
            max = "10000")
        int readyModels,
    @Setting(
            value =
                "How long the server, told to stop, goes on taking requests after it has said that it is"
                    + " not healthy, so that load balancers notice first.",
            min = "0s",
            max = "5m")
        Duration drainDelay,
    @Setting(
            value =
                "How long the server, told to stop, waits for requests in flight before it cuts them off.",
            min = "0s",
            max = "10m")
        Duration drainGrace) {

  public ServerConfig {
    models = Map.copyOf(models);
  }

  public static ServerConfig defaults() {
    return new ServerConfig(
        Path.of("models"),
        Map.of(),
        Path.of(".scorekeeper", "state"),
        TransportConfig.defaults(),
        HttpConfig.defaults(),
        AdmissionConfig.defaults(),
        BatchingConfig.defaults(),
        0,
        EvaluationConfig.defaults(),
        LifecycleConfig.defaults(),
        RecordsConfig.defaults(),
        RuntimeConfig.defaults(),
        WarmupConfig.defaults(),
        1,
        Duration.ZERO,
        Duration.ofSeconds(30));
  }

  /** Number of worker threads that the setting stands for. */
  int workers() {
    return workerThreads > 0 ? workerThreads : Runtime.getRuntime().availableProcessors();
  }
}
