package dev.scorekeeper.cli.remote;

import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.v1.GetModelRequest;
import dev.scorekeeper.v1.GetStatisticsRequest;
import dev.scorekeeper.v1.GetStatisticsResponse;
import dev.scorekeeper.v1.ListModelsRequest;
import dev.scorekeeper.v1.ModelInfo;
import dev.scorekeeper.v1.ModelServiceGrpc;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A server reached by gRPC without encryption, over one connection or several, taken in turn.
 *
 * <p>Calls that find the server unavailable or over its limits are tried again by gRPC itself, as
 * long after as the server says, with throttling.
 */
public final class GrpcServer implements RemoteServer {
  private static final long QUESTION_SECONDS = 10;
  private static final int MAXIMUM_ANSWER_BYTES = 256 << 20;
  private static final long RETRY_BUFFER_BYTES = 64L << 20;

  /** gRPC's service configuration: its numbers must be doubles. */
  private static final Map<String, ?> RETRIES =
      Map.of(
          "methodConfig",
          List.of(
              Map.of(
                  "name",
                  List.of(Map.of("service", "scorekeeper.v1.ScoringService")),
                  "retryPolicy",
                  Map.of(
                      "maxAttempts",
                      5.0,
                      "initialBackoff",
                      "0.05s",
                      "maxBackoff",
                      "2s",
                      "backoffMultiplier",
                      2.0,
                      "retryableStatusCodes",
                      List.of("UNAVAILABLE", "RESOURCE_EXHAUSTED")))),
          "retryThrottling",
          Map.of("maxTokens", 50.0, "tokenRatio", 0.5));

  private final String target;
  private final List<ManagedChannel> channels;
  private final AtomicInteger next = new AtomicInteger();

  private GrpcServer(String target, List<ManagedChannel> channels) {
    this.target = target;
    this.channels = List.copyOf(channels);
  }

  /**
   * A server at an address; nothing is sent before the first call.
   *
   * @param target host and port, such as {@code localhost:8500}
   * @param connections how many, at least 1; each is served by one thread of the server
   */
  public static GrpcServer at(String target, int connections) {
    List<ManagedChannel> channels = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      channels.add(configure(Grpc.newChannelBuilder(target, InsecureChannelCredentials.create())));
    }
    return new GrpcServer(target, channels);
  }

  /** A server behind a channel made by the caller; for tests. */
  public static GrpcServer over(String target, ManagedChannelBuilder<?> channel) {
    return new GrpcServer(target, List.of(configure(channel)));
  }

  private static ManagedChannel configure(ManagedChannelBuilder<?> channel) {
    return channel
        .directExecutor()
        .maxInboundMessageSize(MAXIMUM_ANSWER_BYTES)
        .perRpcBufferLimit(RETRY_BUFFER_BYTES)
        .retryBufferSize(4 * RETRY_BUFFER_BYTES)
        .defaultServiceConfig(RETRIES)
        .build();
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public List<ModelInfo> listModels() {
    return ask(() -> models().listModels(ListModelsRequest.getDefaultInstance()).getModelsList());
  }

  @Override
  public ModelInfo getModel(String name) {
    GetModelRequest request = GetModelRequest.newBuilder().setName(name).build();
    return ask(() -> models().getModel(request).getModel());
  }

  @Override
  public GetStatisticsResponse statistics() {
    return ask(() -> models().getStatistics(GetStatisticsRequest.getDefaultInstance()));
  }

  private <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (StatusRuntimeException e) {
      throw Refusals.explain(target, e);
    }
  }

  private ModelServiceGrpc.ModelServiceBlockingStub models() {
    return ModelServiceGrpc.newBlockingStub(channels.get(0))
        .withDeadlineAfter(QUESTION_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public CompletableFuture<PredictResponse> predict(PredictRequest request) {
    Channel channel = channels.get(Math.floorMod(next.getAndIncrement(), channels.size()));
    Answer answer = new Answer(target);
    ClientCalls.asyncUnaryCall(
        channel.newCall(ScoringServiceGrpc.getPredictMethod(), CallOptions.DEFAULT),
        request,
        answer);
    return answer.future;
  }

  @Override
  public boolean isServing() {
    try {
      HealthCheckRequest everything = HealthCheckRequest.getDefaultInstance();
      ServingStatus status =
          HealthGrpc.newBlockingStub(channels.get(0))
              .withDeadlineAfter(1, TimeUnit.SECONDS)
              .check(everything)
              .getStatus();
      return status == ServingStatus.SERVING;
    } catch (StatusRuntimeException e) {
      // Not answering is the ordinary state of a server that is starting.
      return false;
    }
  }

  @Override
  public void close() {
    for (ManagedChannel channel : channels) {
      channel.shutdownNow();
    }
  }

  /** Future of one answer. */
  private static final class Answer implements StreamObserver<PredictResponse> {
    private final CompletableFuture<PredictResponse> future = new CompletableFuture<>();
    private final String target;
    private @Nullable PredictResponse response;

    Answer(String target) {
      this.target = target;
    }

    @Override
    public void onNext(PredictResponse value) {
      response = value;
    }

    @Override
    public void onError(Throwable failure) {
      future.completeExceptionally(Refusals.explain(target, failure));
    }

    @Override
    public void onCompleted() {
      PredictResponse value = response;
      if (value == null) {
        future.completeExceptionally(
            CommandException.failed(
                "The server at " + target + " ended a call without an answer."));
      } else {
        future.complete(value);
      }
    }
  }
}
