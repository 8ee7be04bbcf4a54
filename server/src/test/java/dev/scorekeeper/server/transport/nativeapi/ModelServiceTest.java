package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.scorekeeper.server.batching.BatchingReport;
import dev.scorekeeper.server.lifecycle.ModelStatus;
import dev.scorekeeper.server.lifecycle.VersionState;
import dev.scorekeeper.server.pipeline.ModelCatalog;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.OutputKind;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.scoring.TensorSpec;
import dev.scorekeeper.server.transport.FakeCatalog;
import dev.scorekeeper.server.transport.TestServer;
import dev.scorekeeper.v1.EvaluationStatistics;
import dev.scorekeeper.v1.GetModelRequest;
import dev.scorekeeper.v1.GetStatisticsRequest;
import dev.scorekeeper.v1.GetStatisticsResponse;
import dev.scorekeeper.v1.Lane;
import dev.scorekeeper.v1.ListModelsRequest;
import dev.scorekeeper.v1.ModelInfo;
import dev.scorekeeper.v1.ModelServiceGrpc;
import dev.scorekeeper.v1.ModelStatistics;
import dev.scorekeeper.v1.ModelVersionInfo;
import dev.scorekeeper.v1.SignatureInfo;
import dev.scorekeeper.v1.WatchModelsRequest;
import dev.scorekeeper.v1.WatchModelsResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server tells about models. */
final class ModelServiceTest {

  private TestServer server = TestServer.start();

  @BeforeEach
  void models() {
    server.catalog.put(
        new ModelStatus(
            "digits",
            List.of(
                new ModelStatus.VersionStatus(
                    2,
                    VersionState.FAILED,
                    FakeCatalog.SINCE,
                    List.of(),
                    Problem.of(Reason.MODEL_UNREADABLE, "half of it is missing"),
                    null,
                    null),
                new ModelStatus.VersionStatus(
                    1,
                    VersionState.SERVING,
                    FakeCatalog.SINCE,
                    List.of("stable"),
                    null,
                    Duration.ofMillis(1_500),
                    Duration.ofMillis(20)))));
    server.catalog.put("another", VersionState.LOADING);
    server.catalog.report(
        new ModelId("digits", 1),
        new ModelCatalog.SignatureReport(
            new Signature(
                "serving_default",
                List.of(new TensorSpec("image", DataType.FLOAT32, Shape.of(-1, 8, 8, 1))),
                List.of(
                    new OutputSpec(
                        new TensorSpec("digit", DataType.FLOAT32, Shape.ofUnknownRank()),
                        OutputKind.PROBABILITY,
                        "last operation is Softmax")),
                false),
            new BatchingReport(
                true,
                "",
                BatchingReport.Lane.LOOP,
                12.5,
                0.25,
                128,
                256,
                List.of(new BatchingReport.CostPoint(8, 14.5)))));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void listModels_all_inOrderOfNames() {
    List<String> names =
        server.models().listModels(ListModelsRequest.getDefaultInstance()).getModelsList().stream()
            .map(ModelInfo::getName)
            .toList();

    assertThat(names).containsExactly("another", "digits").inOrder();
  }

  @Test
  void getModel_known_tellsAll() throws Exception {
    ModelInfo model =
        server.models().getModel(GetModelRequest.newBuilder().setName("digits").build()).getModel();

    ModelVersionInfo broken = model.getVersions(0);
    assertThat(broken.getVersion()).isEqualTo(2);
    assertThat(broken.getState()).isEqualTo(dev.scorekeeper.v1.VersionState.VERSION_STATE_FAILED);
    assertThat(broken.getError().getMessage()).isEqualTo("half of it is missing");
    assertThat(broken.hasLoadDuration()).isFalse();
    ModelVersionInfo serving = model.getVersions(1);
    assertThat(serving.hasError()).isFalse();
    assertThat(serving.getLabelsList()).containsExactly("stable");
    assertThat(Timestamps.toString(serving.getStateTime()))
        .isEqualTo("2026-01-02T03:04:05.000000006Z");
    assertThat(Durations.toMillis(serving.getLoadDuration())).isEqualTo(1_500);
    assertThat(Durations.toMillis(serving.getWarmupDuration())).isEqualTo(20);
    SignatureInfo signature = serving.getSignatures(0);
    assertThat(signature.getInputs(0).getShapeList()).containsExactly(-1L, 8L, 8L, 1L).inOrder();
    assertThat(signature.getOutputs(0).getTensor().getUnknownRank()).isTrue();
    assertThat(signature.getOutputs(0).getKind())
        .isEqualTo(dev.scorekeeper.v1.OutputKind.OUTPUT_KIND_PROBABILITY);
    assertThat(signature.getOutputs(0).getEvidence()).isEqualTo("last operation is Softmax");
    assertThat(signature.getBatching().getLane()).isEqualTo(Lane.LANE_LOOP);
    assertThat(signature.getBatching().getFixedCostUs()).isEqualTo(12.5);
    assertThat(signature.getBatching().getBestBatchRows()).isEqualTo(128);
    assertThat(Durations.toNanos(signature.getBatching().getCostCurve(0).getDuration()))
        .isEqualTo(14_500);
  }

  @Test
  void getModel_unknown_isNotFound() {
    StatusRuntimeException e =
        assertThrows(
            StatusRuntimeException.class,
            () -> server.models().getModel(GetModelRequest.newBuilder().setName("digit").build()));

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(TestServer.reason(e)).isEqualTo("MODEL_NOT_FOUND");
  }

  @Test
  void getModel_noName_isInvalid() {
    StatusRuntimeException e =
        assertThrows(
            StatusRuntimeException.class,
            () -> server.models().getModel(GetModelRequest.getDefaultInstance()));

    assertThat(TestServer.reason(e)).isEqualTo("MODEL_NAME_MISSING");
  }

  @Test
  void watchModels_all_sendsEachOnceThenChanges() {
    Iterator<WatchModelsResponse> changes =
        server.models().watchModels(WatchModelsRequest.getDefaultInstance());

    assertThat(changes.next().getModel().getName()).isEqualTo("another");
    assertThat(changes.next().getModel().getName()).isEqualTo("digits");
    server.catalog.put("another", VersionState.SERVING);
    ModelInfo changed = changes.next().getModel();
    assertThat(changed.getName()).isEqualTo("another");
    assertThat(changed.getVersions(0).getState())
        .isEqualTo(dev.scorekeeper.v1.VersionState.VERSION_STATE_SERVING);
  }

  @Test
  void watchModels_named_sendsOnlyThose() {
    Iterator<WatchModelsResponse> changes =
        server.models().watchModels(WatchModelsRequest.newBuilder().addNames("digits").build());

    assertThat(changes.next().getModel().getName()).isEqualTo("digits");
    server.catalog.put("another", VersionState.SERVING);
    server.catalog.put("digits", VersionState.UNLOADED);
    assertThat(changes.next().getModel().getName()).isEqualTo("digits");
  }

  @Test
  void watchModels_cancelled_isForgotten() throws Exception {
    int before = server.catalog.listenerCount();
    io.grpc.ManagedChannel channel = server.connect();
    Iterator<WatchModelsResponse> changes =
        ModelServiceGrpc.newBlockingStub(channel)
            .watchModels(WatchModelsRequest.getDefaultInstance());
    changes.next();
    assertThat(server.catalog.listenerCount()).isEqualTo(before + 1);

    channel.shutdownNow();

    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (server.catalog.listenerCount() > before && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertThat(server.catalog.listenerCount()).isEqualTo(before);
  }

  @Test
  void watchModels_serverDrains_endsUnavailable() throws Exception {
    Iterator<WatchModelsResponse> changes =
        server.models().watchModels(WatchModelsRequest.getDefaultInstance());
    changes.next();
    changes.next();

    assertThat(server.server.drain(Duration.ofSeconds(20))).isTrue();

    StatusRuntimeException e = assertThrows(StatusRuntimeException.class, changes::hasNext);
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(TestServer.reason(e)).isEqualTo("SERVER_STOPPING");
  }

  @Test
  void getStatistics_counts_areTold() {
    ModelId id = new ModelId("digits", 1);
    server.stats.model(id).succeeded(5, 3_000);
    server.stats.model(id).failed(Reason.MODEL_FAILED);
    server.stats.model(id).ran(5, 3, 7_000);
    server.stats.refused(Reason.TOO_MANY_ROWS);
    server.stats.entered();
    server.stats.inFlightRows().addAndGet(4);
    server.stats.inFlightBytes().addAndGet(100);
    server.stats.evaluations().started();
    server.stats.evaluations().started();
    server.stats.evaluations().completed(9, 8_000);
    server.stats.evaluations().failed(Reason.LABELS_MISSING);

    GetStatisticsResponse response =
        server.models().getStatistics(GetStatisticsRequest.getDefaultInstance());

    assertThat(response.getRefusedCountsMap()).containsExactly("TOO_MANY_ROWS", 1L);
    assertThat(response.getInFlightRowCount()).isEqualTo(4);
    assertThat(response.getInFlightByteCount()).isEqualTo(100);
    assertThat(response.getInFlightRequestCount()).isEqualTo(1);
    ModelStatistics model = response.getModels(0);
    assertThat(model.getName()).isEqualTo("digits");
    assertThat(model.getVersion()).isEqualTo(1);
    assertThat(model.getSucceededCount()).isEqualTo(1);
    assertThat(model.getFailedCountsMap()).containsExactly("MODEL_FAILED", 1L);
    assertThat(model.getRowCount()).isEqualTo(5);
    assertThat(model.getRunCount()).isEqualTo(1);
    assertThat(model.getBatchRowsCountsMap()).containsExactly(8, 1L);
    assertThat(Durations.toNanos(model.getQueueDuration())).isEqualTo(3_000);
    assertThat(Durations.toNanos(model.getRunDuration())).isEqualTo(7_000);
    EvaluationStatistics evaluations = response.getEvaluations();
    assertThat(evaluations.getStartedCount()).isEqualTo(2);
    assertThat(evaluations.getCompletedCount()).isEqualTo(1);
    assertThat(evaluations.getFailedCountsMap()).containsExactly("LABELS_MISSING", 1L);
    assertThat(evaluations.getRowCount()).isEqualTo(9);
    assertThat(Durations.toNanos(evaluations.getDuration())).isEqualTo(8_000);
  }
}
