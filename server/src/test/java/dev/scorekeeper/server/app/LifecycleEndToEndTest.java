package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.v1.GetModelRequest;
import dev.scorekeeper.v1.ModelVersionInfo;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import dev.scorekeeper.v1.VersionState;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions that come, change and go while the server serves, with real models. */
final class LifecycleEndToEndTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  private Path models = Path.of("");

  @BeforeEach
  void makeFolder() {
    models = folder.resolve("models");
  }

  private TestServer start(String... settings) throws Exception {
    return TestServer.start(models, folder.resolve("state"), settings);
  }

  private static PredictRequest.Builder half(float x) {
    return Requests.of("half", Requests.column("x", x));
  }

  /** Asks until the answer is as wanted: there is nothing to wait on across the wire. */
  private static void eventually(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + PATIENCE + ": " + what);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static VersionState state(TestServer server, String model, long version) {
    return server
        .models()
        .getModel(GetModelRequest.newBuilder().setName(model).build())
        .getModel()
        .getVersionsList()
        .stream()
        .filter(info -> info.getVersion() == version)
        .map(ModelVersionInfo::getState)
        .findFirst()
        .orElse(VersionState.VERSION_STATE_UNSPECIFIED);
  }

  private static long answeringVersion(TestServer server) {
    return server.predict(half(1).build()).getModel().getVersion();
  }

  @Test
  void newVersion_appears_takesOverWithoutAFailedRequest() throws Exception {
    ModelFolders.copyVersion(models, "half_plus_two", 1, "half", 1);
    try (TestServer server = start()) {
      assertThat(answeringVersion(server)).isEqualTo(1);

      ModelFolders.copyVersion(models, "half_plus_two", 1, "half", 2);

      eventually("version 2 answers", () -> answeringVersion(server) == 2);
      eventually(
          "version 1 is unloaded",
          () -> state(server, "half", 1) != VersionState.VERSION_STATE_SERVING);
      assertThat(server.failedCounts("half")).isEmpty();
    }
  }

  @Test
  void newVersion_broken_oldOneServesOn_andItIsRetriedWhenMended() throws Exception {
    ModelFolders.copyVersion(models, "half_plus_two", 1, "half", 1);
    try (TestServer server = start()) {
      ModelFolders.copyVersion(models, "truncated", 1, "half", 2);
      eventually(
          "version 2 failed", () -> state(server, "half", 2) == VersionState.VERSION_STATE_FAILED);
      assertThat(answeringVersion(server)).isEqualTo(1);

      Files.copy(
          ModelFolders.source("half_plus_two").resolve("1/saved_model.pb"),
          models.resolve("half/2/saved_model.pb"),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);

      eventually("version 2 answers", () -> answeringVersion(server) == 2);
    }
  }

  @Test
  void requestInFlight_versionSwitched_finishesOnItsOwn() throws Exception {
    ModelFolders.copyVersion(models, "slow", 1, "half", 1);
    try (TestServer server = start("batching.max_rows=1", "admission.max_queue_delay=60s")) {
      ScoringServiceGrpc.ScoringServiceFutureStub stub =
          ScoringServiceGrpc.newFutureStub(server.channel);
      Future<PredictResponse> running = stub.predict(half(1500).build());

      ModelFolders.copyVersion(models, "half_plus_two", 1, "half", 2);
      eventually(
          "version 2 serves", () -> state(server, "half", 2) == VersionState.VERSION_STATE_SERVING);

      assertThat(running.get(60, TimeUnit.SECONDS).getModel().getVersion()).isEqualTo(1);
      eventually(
          "version 1 is gone",
          () -> state(server, "half", 1) != VersionState.VERSION_STATE_DRAINING);
      assertThat(answeringVersion(server)).isEqualTo(2);
    }
  }

  @Test
  void modelFolder_vanishes_servesOnAndOthersToo() throws Exception {
    ModelFolders.copyVersion(models, "half_plus_two", 1, "half", 1);
    ModelFolders.copy(models, "simple");
    try (TestServer server = start()) {
      ModelFolders.delete(models.resolve("half"));
      eventually(
          "the loss is reported",
          () ->
              server
                  .models()
                  .getModel(GetModelRequest.newBuilder().setName("half").build())
                  .getModel()
                  .getVersions(0)
                  .hasError());
      assertThat(answeringVersion(server)).isEqualTo(1);
    }
  }

  @Test
  void modelFolder_vanishesWithUnload_notFoundAndOthersServeOn() throws Exception {
    ModelFolders.copyVersion(models, "half_plus_two", 1, "half", 1);
    ModelFolders.copyVersion(models, "half_plus_two", 1, "other", 1);
    try (TestServer server = start("lifecycle.vanished=unload")) {
      ModelFolders.delete(models.resolve("half"));
      eventually(
          "the model is refused",
          () -> {
            try {
              server.predict(half(1).build());
              return false;
            } catch (StatusRuntimeException e) {
              return true;
            }
          });
      PredictResponse other = server.predict(Requests.of("other", Requests.column("x", 2)).build());
      assertThat(Requests.floats(other, "y")).usingExactEquality().containsExactly(3f);
    }
  }

  @Test
  void noModels_atFirst_notReadyUntilOneServes() throws Exception {
    Files.createDirectories(models);
    try (TestServer server = start()) {
      assertThat(server.report.readiness().isReady()).isFalse();
      assertThat(health(server, "")).isEqualTo(ServingStatus.NOT_SERVING);

      ModelFolders.copyVersion(models, "half_plus_two", 1, "half", 1);

      eventually("ready", () -> health(server, "") == ServingStatus.SERVING);
      assertThat(health(server, "half")).isEqualTo(ServingStatus.SERVING);
      assertThat(server.server.readiness().isReady()).isTrue();
    }
  }

  private static ServingStatus health(TestServer server, String service) {
    return HealthGrpc.newBlockingStub(server.channel)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  @Test
  void unsafeModel_trustedInTheConfiguration_loads() throws Exception {
    ModelFolders.copy(models, "unsafe_read_file");
    try (TestServer server = start("models.unsafe_read_file.trusted=true")) {
      assertThat(state(server, "unsafe_read_file", 1))
          .isEqualTo(VersionState.VERSION_STATE_SERVING);
    }
  }

  @Test
  void sideFile_trustingItself_refused() throws Exception {
    ModelFolders.copy(models, "unsafe_read_file", "half_plus_two");
    Files.writeString(models.resolve("unsafe_read_file/scorekeeper.yaml"), "trusted: true\n");
    try (TestServer server = start()) {
      assertThat(state(server, "unsafe_read_file", 1)).isEqualTo(VersionState.VERSION_STATE_FAILED);
      assertThat(state(server, "half_plus_two", 1)).isEqualTo(VersionState.VERSION_STATE_SERVING);
    }
  }

  @Test
  void sideFile_broken_onlyItsModelFailsAndSaysWhere() throws Exception {
    ModelFolders.copyVersion(models, "half_plus_two", 1, "half", 1);
    ModelFolders.copyVersion(models, "half_plus_two", 1, "other", 1);
    Files.writeString(models.resolve("half/scorekeeper.yaml"), "batching:\n  max_row: 7\n");
    try (TestServer server = start()) {
      ModelVersionInfo failed =
          server
              .models()
              .getModel(GetModelRequest.newBuilder().setName("half").build())
              .getModel()
              .getVersions(0);
      assertThat(failed.getState()).isEqualTo(VersionState.VERSION_STATE_FAILED);
      assertThat(failed.getError().getMessage()).contains("scorekeeper.yaml:2");
      assertThat(failed.getError().getMessage()).contains("max_rows");
      assertThat(state(server, "other", 1)).isEqualTo(VersionState.VERSION_STATE_SERVING);
    }
  }

  @Test
  void sideFile_declaresLogits_probabilitiesNeedATransform() throws Exception {
    ModelFolders.copyVersion(models, "half_plus_two", 1, "half", 1);
    Files.writeString(models.resolve("half/scorekeeper.yaml"), "outputs: {y: {kind: logit}}\n");
    try (TestServer server = start()) {
      PredictResponse plain = server.predict(half(1).build());
      assertThat(plain.getOutputs(0).getKind())
          .isEqualTo(dev.scorekeeper.v1.OutputKind.OUTPUT_KIND_LOGIT);
      PredictRequest.Builder asking = half(1);
      asking
          .addOutputsBuilder()
          .setName("y")
          .setExpectedKind(dev.scorekeeper.v1.OutputKind.OUTPUT_KIND_PROBABILITY);
      StatusRuntimeException e =
          assertThrows(StatusRuntimeException.class, () -> server.predict(asking.build()));
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(Requests.reason(e)).isEqualTo("OUTPUT_KIND_MISMATCH");
    }
  }
}
