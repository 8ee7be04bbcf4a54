package dev.scorekeeper.server.transport.nativeapi;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.lifecycle.ModelStatus;
import dev.scorekeeper.server.pipeline.ModelCatalog;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.stats.ServerCounts;
import dev.scorekeeper.server.transport.CallTracker;
import dev.scorekeeper.server.transport.StatusMapper;
import dev.scorekeeper.v1.GetModelRequest;
import dev.scorekeeper.v1.GetModelResponse;
import dev.scorekeeper.v1.GetStatisticsRequest;
import dev.scorekeeper.v1.GetStatisticsResponse;
import dev.scorekeeper.v1.ListModelsRequest;
import dev.scorekeeper.v1.ListModelsResponse;
import dev.scorekeeper.v1.ModelServiceGrpc;
import dev.scorekeeper.v1.WatchModelsRequest;
import dev.scorekeeper.v1.WatchModelsResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers {@code ModelService} from what the catalog and the counters say at that moment. */
final class ModelServiceImpl extends ModelServiceGrpc.ModelServiceImplBase {

  private final ModelCatalog catalog;
  private final Supplier<ServerCounts> counts;
  private final CallTracker calls;

  ModelServiceImpl(ModelCatalog catalog, Supplier<ServerCounts> counts, CallTracker calls) {
    this.catalog = requireNonNull(catalog, "catalog is null");
    this.counts = requireNonNull(counts, "counts is null");
    this.calls = requireNonNull(calls, "calls is null");
  }

  @Override
  public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> responses) {
    ListModelsResponse.Builder response = ListModelsResponse.newBuilder();
    for (ModelStatus status : catalog.models()) {
      response.addModels(ModelMessages.model(status, catalog));
    }
    responses.onNext(response.build());
    responses.onCompleted();
  }

  @Override
  public void getModel(GetModelRequest request, StreamObserver<GetModelResponse> responses) {
    if (request.getName().isEmpty()) {
      responses.onError(
          exception(
              Problem.ofField(Reason.MODEL_NAME_MISSING, "name", "The request names no model.")));
      return;
    }
    Optional<ModelStatus> status = catalog.model(request.getName());
    if (status.isEmpty()) {
      responses.onError(exception(unknown(request.getName())));
      return;
    }
    responses.onNext(
        GetModelResponse.newBuilder()
            .setModel(ModelMessages.model(status.orElseThrow(), catalog))
            .build());
    responses.onCompleted();
  }

  private static Problem unknown(String name) {
    return Problem.ofField(
            Reason.MODEL_NOT_FOUND,
            "name",
            "There is no model '%s'; ListModels tells which there are.".formatted(name))
        .with("model", name);
  }

  @Override
  public void watchModels(
      WatchModelsRequest request, StreamObserver<WatchModelsResponse> responses) {
    ModelWatch watch =
        new ModelWatch(
            catalog,
            request.getNamesList(),
            (ServerCallStreamObserver<WatchModelsResponse>) responses,
            calls);
    watch.start();
  }

  @Override
  public void getStatistics(
      GetStatisticsRequest request, StreamObserver<GetStatisticsResponse> responses) {
    responses.onNext(StatisticsMessages.statistics(counts.get()));
    responses.onCompleted();
  }

  static StatusRuntimeException exception(Problem problem) {
    return StatusMapper.status(problem).asRuntimeException(StatusMapper.trailers(problem));
  }
}
