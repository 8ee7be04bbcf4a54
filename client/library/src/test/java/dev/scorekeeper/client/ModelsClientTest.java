package dev.scorekeeper.client;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.v1.GetModelRequest;
import dev.scorekeeper.v1.GetModelResponse;
import dev.scorekeeper.v1.GetStatisticsRequest;
import dev.scorekeeper.v1.GetStatisticsResponse;
import dev.scorekeeper.v1.ListModelsRequest;
import dev.scorekeeper.v1.ListModelsResponse;
import dev.scorekeeper.v1.ModelInfo;
import dev.scorekeeper.v1.ModelServiceGrpc;
import dev.scorekeeper.v1.WatchModelsRequest;
import dev.scorekeeper.v1.WatchModelsResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ModelsClientTest {

  private static final ModelInfo DIGITS = ModelInfo.newBuilder().setName("digits").build();

  private final FakeModelService service = new FakeModelService();
  private final FakeTimer timer = new FakeTimer();
  private final InProcess servers = new InProcess();
  private final ScorekeeperClient client = InProcess.client(timer, servers.start(service)).build();

  @AfterEach
  void stop() {
    client.close();
    servers.close();
  }

  @Test
  void list_models_returnsThem() {
    assertThat(client.models().list()).containsExactly(DIGITS);
  }

  @Test
  void get_unknownModel_fails() {
    assertThat(client.models().get("digits")).isEqualTo(DIGITS);
    ScorekeeperException e =
        assertThrows(ScorekeeperException.class, () -> client.models().get("other"));
    assertThat(e.code()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void statistics_counts_returnsThem() {
    assertThat(client.statistics().getInFlightRowCount()).isEqualTo(5);
  }

  @Test
  void watch_serverGoesAndComesBack_opensAgain() {
    List<String> seen = new ArrayList<>();
    try (ModelWatch watch = client.models().watch(model -> seen.add(model.getName()), "digits")) {
      assertThat(seen).containsExactly("digits");
      for (int i = 0; i < 10; i++) {
        service.endWatches(Status.UNAVAILABLE);
        timer.advance(Duration.ofMillis(50));
      }
      assertThat(seen).hasSize(11);
      assertThat(watch.ended().isDone()).isFalse();
    }
  }

  @Test
  void watch_closed_endsTheCall() {
    ModelWatch watch = client.models().watch(model -> {});
    ServerCallStreamObserver<WatchModelsResponse> call =
        (ServerCallStreamObserver<WatchModelsResponse>) service.watches.get(0);

    watch.close();

    assertThat(call.isCancelled()).isTrue();
    assertThat(watch.ended().isDone()).isTrue();
    assertThat(timer.scheduledCount()).isEqualTo(0);
  }

  @Test
  void watch_refusedForGood_tells() {
    ModelWatch watch = client.models().watch(model -> {});

    service.endWatches(Status.UNIMPLEMENTED);

    CompletableFuture<Void> ended = watch.ended();
    assertThat(ended.isDone()).isTrue();
    assertThat(assertThrows(ExecutionException.class, ended::get))
        .hasCauseThat()
        .isInstanceOf(ScorekeeperException.class);
  }

  /** Knows one model. */
  private static final class FakeModelService extends ModelServiceGrpc.ModelServiceImplBase {
    final List<StreamObserver<WatchModelsResponse>> watches = new ArrayList<>();

    void endWatches(Status status) {
      List<StreamObserver<WatchModelsResponse>> ending = List.copyOf(watches);
      watches.clear();
      ending.forEach(watch -> watch.onError(status.asRuntimeException()));
    }

    @Override
    public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> observer) {
      observer.onNext(ListModelsResponse.newBuilder().addModels(DIGITS).build());
      observer.onCompleted();
    }

    @Override
    public void getModel(GetModelRequest request, StreamObserver<GetModelResponse> observer) {
      if (request.getName().equals("digits")) {
        observer.onNext(GetModelResponse.newBuilder().setModel(DIGITS).build());
        observer.onCompleted();
      } else {
        observer.onError(Status.NOT_FOUND.asRuntimeException());
      }
    }

    @Override
    public void getStatistics(
        GetStatisticsRequest request, StreamObserver<GetStatisticsResponse> observer) {
      observer.onNext(GetStatisticsResponse.newBuilder().setInFlightRowCount(5).build());
      observer.onCompleted();
    }

    @Override
    public void watchModels(
        WatchModelsRequest request, StreamObserver<WatchModelsResponse> observer) {
      watches.add(observer);
      observer.onNext(WatchModelsResponse.newBuilder().setModel(DIGITS).build());
    }
  }
}
