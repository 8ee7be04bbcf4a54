package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.scorekeeper.server.batching.BatchingReport;
import dev.scorekeeper.server.lifecycle.ModelStatus;
import dev.scorekeeper.server.pipeline.ModelCatalog;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.scoring.TensorSpec;
import dev.scorekeeper.server.transport.StatusMapper;
import dev.scorekeeper.v1.BatchingInfo;
import dev.scorekeeper.v1.CostPoint;
import dev.scorekeeper.v1.Lane;
import dev.scorekeeper.v1.ModelInfo;
import dev.scorekeeper.v1.ModelVersionInfo;
import dev.scorekeeper.v1.OutputInfo;
import dev.scorekeeper.v1.SignatureInfo;
import dev.scorekeeper.v1.TensorInfo;
import dev.scorekeeper.v1.VersionState;
import java.time.Instant;

/** Messages that tell about models. */
final class ModelMessages {

  private ModelMessages() {}

  static ModelInfo model(ModelStatus status, ModelCatalog catalog) {
    ModelInfo.Builder info = ModelInfo.newBuilder().setName(status.name());
    for (ModelStatus.VersionStatus version : status.versions()) {
      info.addVersions(version(new ModelId(status.name(), version.version()), version, catalog));
    }
    return info.build();
  }

  private static ModelVersionInfo version(
      ModelId id, ModelStatus.VersionStatus status, ModelCatalog catalog) {
    ModelVersionInfo.Builder info =
        ModelVersionInfo.newBuilder()
            .setVersion(status.version())
            .setState(state(status.state()))
            .setStateTime(timestamp(status.since()))
            .addAllLabels(status.labels());
    if (status.problem() != null) {
      info.setError(StatusMapper.rpcStatus(status.problem()));
    }
    if (status.loadTime() != null) {
      info.setLoadDuration(duration(status.loadTime()));
    }
    if (status.warmTime() != null) {
      info.setWarmupDuration(duration(status.warmTime()));
    }
    for (ModelCatalog.SignatureReport report : catalog.signatures(id)) {
      info.addSignatures(signature(report.signature(), report.batching()));
    }
    return info.build();
  }

  private static SignatureInfo signature(Signature signature, BatchingReport batching) {
    SignatureInfo.Builder info = SignatureInfo.newBuilder().setName(signature.name());
    for (TensorSpec input : signature.inputs()) {
      info.addInputs(tensor(input));
    }
    for (OutputSpec output : signature.outputs()) {
      info.addOutputs(
          OutputInfo.newBuilder()
              .setTensor(tensor(output.tensor()))
              .setKind(OutputKinds.toWire(output.kind()))
              .setEvidence(output.evidence()));
    }
    return info.setBatching(batching(batching)).build();
  }

  private static TensorInfo tensor(TensorSpec spec) {
    TensorInfo.Builder info =
        TensorInfo.newBuilder()
            .setName(spec.name())
            .setDtype(DataTypes.toWire(spec.type()))
            .setUnknownRank(spec.shape().isUnknownRank());
    for (long dim : spec.shape().dims()) {
      info.addShape(dim);
    }
    return info.build();
  }

  private static BatchingInfo batching(BatchingReport report) {
    BatchingInfo.Builder info =
        BatchingInfo.newBuilder()
            .setBatched(report.shared())
            .setReason(report.reason())
            .setLane(lane(report.lane()))
            .setFixedCostUs(report.fixedMicros())
            .setRowCostUs(report.rowMicros())
            .setBestBatchRows(report.bestRows())
            .setMaxBatchRows(report.maxRows());
    for (BatchingReport.CostPoint point : report.curve()) {
      info.addCostCurve(
          CostPoint.newBuilder()
              .setRowCount(point.rows())
              .setDuration(
                  duration(java.time.Duration.ofNanos(Math.round(point.micros() * 1_000)))));
    }
    return info.build();
  }

  private static Lane lane(BatchingReport.Lane lane) {
    return switch (lane) {
      case UNMEASURED -> Lane.LANE_UNSPECIFIED;
      case LOOP -> Lane.LANE_LOOP;
      case WORKER -> Lane.LANE_WORKER;
    };
  }

  private static VersionState state(dev.scorekeeper.server.lifecycle.VersionState state) {
    return switch (state) {
      case FOUND -> VersionState.VERSION_STATE_FOUND;
      case LOADING -> VersionState.VERSION_STATE_LOADING;
      case WARMING -> VersionState.VERSION_STATE_WARMING;
      case SERVING -> VersionState.VERSION_STATE_SERVING;
      case DRAINING -> VersionState.VERSION_STATE_DRAINING;
      case UNLOADED -> VersionState.VERSION_STATE_UNLOADED;
      case FAILED -> VersionState.VERSION_STATE_FAILED;
    };
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  static Duration duration(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }
}
