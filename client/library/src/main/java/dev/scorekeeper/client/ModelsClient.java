package dev.scorekeeper.client;

import dev.scorekeeper.v1.GetModelRequest;
import dev.scorekeeper.v1.GetModelResponse;
import dev.scorekeeper.v1.ListModelsRequest;
import dev.scorekeeper.v1.ListModelsResponse;
import dev.scorekeeper.v1.ModelInfo;
import dev.scorekeeper.v1.ModelServiceGrpc;
import dev.scorekeeper.v1.WatchModelsRequest;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** Which models a server has, what they take and give, and how they are doing. Thread-safe. */
public final class ModelsClient {

  private final Transport transport;
  private final Duration deadline;

  ModelsClient(Transport transport, Duration deadline) {
    this.transport = transport;
    this.deadline = deadline;
  }

  /** Every model known to the server, ready or not, in order of their names. */
  public List<ModelInfo> list() {
    return Waiting.get(listAsync());
  }

  /** See {@link #list}. */
  public CompletableFuture<List<ModelInfo>> listAsync() {
    return call(
        ModelServiceGrpc.getListModelsMethod(),
        ListModelsRequest.getDefaultInstance(),
        ListModelsResponse::getModelsList);
  }

  /**
   * One model with all its versions.
   *
   * @throws ScorekeeperException with reason {@code MODEL_NOT_FOUND} when there is none such
   */
  public ModelInfo get(String name) {
    return Waiting.get(getAsync(name));
  }

  /** See {@link #get}. */
  public CompletableFuture<ModelInfo> getAsync(String name) {
    return call(
        ModelServiceGrpc.getGetModelMethod(),
        GetModelRequest.newBuilder().setName(name).build(),
        GetModelResponse::getModel);
  }

  /**
   * Calls back with every model once, then with a model again each time one of its versions changes
   * state, until closed. When the connection breaks, the watch is opened again, and starts over
   * with every model.
   *
   * @param listener called on threads of the client's executor, one call at a time
   * @param names of the models to watch; none means all
   */
  public ModelWatch watch(Consumer<ModelInfo> listener, String... names) {
    ModelWatch watch =
        new ModelWatch(
            transport,
            WatchModelsRequest.newBuilder().addAllNames(Arrays.asList(names)).build(),
            listener);
    watch.start();
    return watch;
  }

  private <Q, R, V> CompletableFuture<V> call(
      MethodDescriptor<Q, R> method, Q request, Function<R, V> decoder) {
    long deadlineNanos = transport.timer.nanoTime() + deadline.toNanos();
    return new UnaryCall<>(transport, method, request, deadlineNanos, decoder, () -> {}).start();
  }
}
