package dev.scorekeeper.server.app;

import dev.scorekeeper.server.config.Settings;
import dev.scorekeeper.server.config.SettingsException;
import dev.scorekeeper.v1.ModelServiceGrpc;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A whole server in this process, on free ports of the loopback interface, and a client to it. */
final class TestServer implements AutoCloseable {

  final ScorekeeperServer server;
  final StartReport report;
  final ManagedChannel channel;

  private TestServer(ScorekeeperServer server, StartReport report) {
    this.server = server;
    this.report = report;
    this.channel = connect(report.port());
  }

  static ManagedChannel connect(int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port)
        .usePlaintext()
        .maxInboundMessageSize(Integer.MAX_VALUE)
        .build();
  }

  /** Starts with the models in a folder and further {@code key.path=value} settings. */
  static TestServer start(Path models, Path state, String... settings) throws Exception {
    ScorekeeperServer server = new ScorekeeperServer(settings(models, state, settings));
    return new TestServer(server, server.start());
  }

  static ServerSettings settings(Path models, Path state, String... more) throws SettingsException {
    List<String> pairs =
        new ArrayList<>(
            List.of(
                "models_folder=" + models,
                "state_folder=" + state,
                "grpc.port=0",
                "http.port=0",
                "http.address=127.0.0.1",
                "lifecycle.poll_interval=50ms",
                "warmup.enabled=false"));
    pairs.addAll(List.of(more));
    return ServerSettings.of(List.of(Settings.ofPairs(pairs, "test")));
  }

  ScoringServiceGrpc.ScoringServiceBlockingStub scoring() {
    return ScoringServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  ModelServiceGrpc.ModelServiceBlockingStub models() {
    return ModelServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  PredictResponse predict(PredictRequest request) {
    return scoring().predict(request);
  }

  /** Counts of a model version, by the server's own statistics. */
  Map<String, Long> failedCounts(String model) {
    return models()
        .getStatistics(dev.scorekeeper.v1.GetStatisticsRequest.getDefaultInstance())
        .getModelsList()
        .stream()
        .filter(counts -> counts.getName().equals(model))
        .findFirst()
        .orElseThrow()
        .getFailedCountsMap();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.close();
  }
}
