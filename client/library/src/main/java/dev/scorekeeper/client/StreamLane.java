package dev.scorekeeper.client;

import dev.scorekeeper.v1.PredictStreamRequest;
import dev.scorekeeper.v1.PredictStreamResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One PredictStream call of the wire, opened when first needed and again after it has broken.
 *
 * <p>What touches the call runs in {@link #serially}; nothing of the user's code ever does.
 */
final class StreamLane {

  private static final int ANSWERS_AHEAD = 32;

  private final Transport transport;
  private final BiConsumer<StreamRequest, PredictStreamResponse> onAnswer;
  private final BiConsumer<StreamRequest, Failure> onFailure;
  private final SynchronizationContext serially;

  /** The call that is open. Only used in {@link #serially}. */
  private @Nullable OpenCall open;

  /** Only used in {@link #serially}. */
  private boolean closed;

  /**
   * Prepares a lane.
   *
   * @param onAnswer called for each answer, on the thread that brought it, one at a time
   * @param onFailure called on the transport's executor for each request whose call broke
   */
  StreamLane(
      Transport transport,
      BiConsumer<StreamRequest, PredictStreamResponse> onAnswer,
      BiConsumer<StreamRequest, Failure> onFailure) {
    this.transport = transport;
    this.onAnswer = onAnswer;
    this.onFailure = onFailure;
    this.serially =
        new SynchronizationContext(
            (thread, error) ->
                thread.getUncaughtExceptionHandler().uncaughtException(thread, error));
  }

  void send(StreamRequest request) {
    serially.execute(() -> sendNow(request));
  }

  /** Forgets a request; an answer that still comes is dropped. */
  void forget(StreamRequest request) {
    serially.execute(
        () -> {
          if (open != null) {
            open.pending.remove(request.id());
          }
        });
  }

  /** Ends the call: cleanly when nothing is pending, otherwise by cancelling it. */
  void close() {
    serially.execute(
        () -> {
          closed = true;
          if (open == null) {
            return;
          }
          if (open.pending.isEmpty()) {
            open.call.halfClose();
          } else {
            open.call.cancel("the stream was closed", null);
          }
        });
  }

  private void sendNow(StreamRequest request) {
    if (request.isFinished()) {
      return;
    }
    if (closed) {
      Failure failure = closedFailure();
      transport.executor.execute(() -> onFailure.accept(request, failure));
      return;
    }
    OpenCall current = open == null ? openCall() : open;
    current.pending.put(request.id(), request);
    current.call.sendMessage(request.message);
  }

  private static Failure closedFailure() {
    return Failures.local(Status.Code.CANCELLED, "the stream was closed", null);
  }

  private OpenCall openCall() {
    ClientCall<PredictStreamRequest, PredictStreamResponse> call =
        transport
            .connections
            .next()
            .newCall(ScoringServiceGrpc.getPredictStreamMethod(), transport.callOptions);
    OpenCall opened = new OpenCall(call);
    open = opened;
    call.start(opened, new Metadata());
    call.request(ANSWERS_AHEAD);
    return opened;
  }

  private void onEnd(OpenCall ended, Status status, Metadata trailers) {
    if (open == ended) {
      open = null;
    }
    Failure failure = closed ? closedFailure() : Failures.ofStreamEnd(status, trailers);
    for (StreamRequest request : ended.pending.values()) {
      transport.executor.execute(() -> onFailure.accept(request, failure));
    }
    ended.pending.clear();
  }

  /** One call with what it has been asked; called by gRPC, one call at a time. */
  private final class OpenCall extends ClientCall.Listener<PredictStreamResponse> {
    final ClientCall<PredictStreamRequest, PredictStreamResponse> call;
    final Map<Long, StreamRequest> pending = new ConcurrentHashMap<>();

    OpenCall(ClientCall<PredictStreamRequest, PredictStreamResponse> call) {
      this.call = call;
    }

    @Override
    public void onMessage(PredictStreamResponse answer) {
      StreamRequest request = pending.remove(answer.getId());
      if (request != null) {
        onAnswer.accept(request, answer);
      }
      call.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      serially.execute(() -> onEnd(this, status, trailers));
    }
  }
}
