package dev.scorekeeper.cli;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.scorekeeper.v1.BatchingInfo;
import dev.scorekeeper.v1.CostPoint;
import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.GetModelRequest;
import dev.scorekeeper.v1.GetModelResponse;
import dev.scorekeeper.v1.GetStatisticsRequest;
import dev.scorekeeper.v1.GetStatisticsResponse;
import dev.scorekeeper.v1.Lane;
import dev.scorekeeper.v1.ListModelsRequest;
import dev.scorekeeper.v1.ListModelsResponse;
import dev.scorekeeper.v1.ModelInfo;
import dev.scorekeeper.v1.ModelServiceGrpc;
import dev.scorekeeper.v1.ModelStatistics;
import dev.scorekeeper.v1.ModelVersionInfo;
import dev.scorekeeper.v1.OutputInfo;
import dev.scorekeeper.v1.OutputKind;
import dev.scorekeeper.v1.SignatureInfo;
import dev.scorekeeper.v1.TensorInfo;
import dev.scorekeeper.v1.VersionState;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** What the fake server says about its models: one that serves and one that is broken. */
final class FakeModels extends ModelServiceGrpc.ModelServiceImplBase {
  private final String busyModel;
  private int readings;

  FakeModels(String busyModel) {
    this.busyModel = busyModel;
  }

  static ModelInfo doubling() {
    TensorInfo x = tensor("x");
    OutputInfo y =
        OutputInfo.newBuilder()
            .setTensor(tensor("y"))
            .setKind(OutputKind.OUTPUT_KIND_VALUE)
            .setEvidence("last operation is Mul")
            .build();
    return ModelInfo.newBuilder()
        .setName("double")
        .addVersions(
            ModelVersionInfo.newBuilder()
                .setVersion(3)
                .setState(VersionState.VERSION_STATE_SERVING)
                .addLabels("stable")
                .setLoadDuration(Duration.newBuilder().setNanos(250_000_000))
                .addSignatures(
                    SignatureInfo.newBuilder()
                        .setName("serving_default")
                        .addInputs(x)
                        .addOutputs(y)
                        .setBatching(batching())))
        .build();
  }

  /** Two outputs: probabilities of 3 classes, and a number. */
  static ModelInfo wine() {
    return model(
        "wine",
        tensor("x"),
        output("alcohol", OutputKind.OUTPUT_KIND_VALUE, "last operation is BiasAdd", 1),
        output("cultivar", OutputKind.OUTPUT_KIND_PROBABILITY, "last operation is Softmax", 3));
  }

  /** One output: probabilities of 10 classes. */
  static ModelInfo digits() {
    return model(
        "digits",
        tensor("image").toBuilder().clearShape().addAllShape(List.of(-1L, 8L, 8L, 1L)).build(),
        output("output_0", OutputKind.OUTPUT_KIND_PROBABILITY, "last operation is Softmax", 10));
  }

  private static ModelInfo model(String name, TensorInfo input, OutputInfo... outputs) {
    return ModelInfo.newBuilder()
        .setName(name)
        .addVersions(
            ModelVersionInfo.newBuilder()
                .setVersion(1)
                .setState(VersionState.VERSION_STATE_SERVING)
                .addSignatures(
                    SignatureInfo.newBuilder()
                        .setName("serving_default")
                        .addInputs(input)
                        .addAllOutputs(List.of(outputs))
                        .setBatching(batching())))
        .build();
  }

  private static OutputInfo output(String name, OutputKind kind, String evidence, long size) {
    return OutputInfo.newBuilder()
        .setTensor(tensor(name).toBuilder().setShape(1, size))
        .setKind(kind)
        .setEvidence(evidence)
        .build();
  }

  private static BatchingInfo batching() {
    return BatchingInfo.newBuilder()
        .setBatched(true)
        .setLane(Lane.LANE_LOOP)
        .setFixedCostUs(12.5)
        .setRowCostUs(0.075)
        .setBestBatchRows(256)
        .setMaxBatchRows(1024)
        .addCostCurve(
            CostPoint.newBuilder()
                .setRowCount(1)
                .setDuration(Duration.newBuilder().setNanos(12_600)))
        .build();
  }

  private static TensorInfo tensor(String name) {
    return TensorInfo.newBuilder()
        .setName(name)
        .setDtype(DataType.DATA_TYPE_FLOAT32)
        .addShape(-1)
        .addShape(4)
        .build();
  }

  static ModelInfo broken() {
    return ModelInfo.newBuilder()
        .setName("truncated")
        .addVersions(
            ModelVersionInfo.newBuilder()
                .setVersion(1)
                .setState(VersionState.VERSION_STATE_FAILED)
                .setError(
                    Status.newBuilder()
                        .setCode(9)
                        .setMessage("saved_model.pb is cut off.")
                        .addDetails(Any.pack(reason("MODEL_UNREADABLE")))))
        .build();
  }

  private static ErrorInfo reason(String reason) {
    return ErrorInfo.newBuilder().setReason(reason).setDomain("scorekeeper.dev").build();
  }

  @Override
  public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> answer) {
    answer.onNext(
        ListModelsResponse.newBuilder().addAllModels(List.of(doubling(), broken())).build());
    answer.onCompleted();
  }

  @Override
  public void getModel(GetModelRequest request, StreamObserver<GetModelResponse> answer) {
    ModelInfo found =
        switch (request.getName()) {
          case "truncated" -> broken();
          case "wine" -> wine();
          case "digits" -> digits();
          default -> doubling();
        };
    if (!request.getName().equals(found.getName())) {
      answer.onError(notFound(request.getName()));
      return;
    }
    answer.onNext(GetModelResponse.newBuilder().setModel(found).build());
    answer.onCompleted();
  }

  private static StatusRuntimeException notFound(String name) {
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(io.grpc.Status.Code.NOT_FOUND.value())
            .setMessage("There is no model '" + name + "'.")
            .addDetails(Any.pack(reason("MODEL_NOT_FOUND")))
            .build());
  }

  @Override
  public synchronized void getStatistics(
      GetStatisticsRequest request, StreamObserver<GetStatisticsResponse> answer) {
    GetStatisticsResponse.Builder reading = reading(readings++).toBuilder();
    reading.getModelsBuilder(0).setName(busyModel);
    answer.onNext(reading.build());
    answer.onCompleted();
  }

  /** Counts after some seconds of 100 requests, 1,000 rows and 10 runs each. */
  static GetStatisticsResponse reading(int seconds) {
    return GetStatisticsResponse.newBuilder()
        .setStartTime(Timestamp.newBuilder().setSeconds(1_000))
        .setTime(Timestamp.newBuilder().setSeconds(1_060 + seconds))
        .setInFlightRequestCount(2)
        .setInFlightRowCount(20)
        .setInFlightByteCount(2048)
        .putRefusedCounts("TOO_MANY_ROWS", 5L * seconds)
        .addModels(
            ModelStatistics.newBuilder()
                .setName("double")
                .setVersion(3)
                .setSucceededCount(100L * seconds)
                .setRowCount(1_000L * seconds)
                .setRunCount(10L * seconds)
                .setQueueDuration(Duration.newBuilder().setNanos(20_000_000 * seconds))
                .setRunDuration(Duration.newBuilder().setNanos(3_000_000 * seconds))
                .putBatchRowsCounts(128, 10L * seconds)
                .setQueuedRowCount(7))
        .build();
  }
}
