package dev.scorekeeper.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.scorekeeper.v1.ModelInfo;
import dev.scorekeeper.v1.ModelServiceGrpc;
import dev.scorekeeper.v1.WatchModelsRequest;
import dev.scorekeeper.v1.WatchModelsResponse;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A watch over models, until closed; see {@link ModelsClient#watch}. Thread-safe. */
public final class ModelWatch implements AutoCloseable {

  private final Transport transport;
  private final WatchModelsRequest request;
  private final Consumer<ModelInfo> listener;
  private final Transport.Part part = this::close;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /** Ends what is going on now: the call, or the wait before the next one. */
  @GuardedBy("this")
  private Runnable canceller = () -> {};

  @GuardedBy("this")
  private boolean closed;

  ModelWatch(Transport transport, WatchModelsRequest request, Consumer<ModelInfo> listener) {
    this.transport = transport;
    this.request = request;
    this.listener = listener;
  }

  /**
   * Completes when the watch has ended: normally after {@link #close}, with a {@link
   * ScorekeeperException} when it could not go on.
   */
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  /** Ends the watch; a call of the listener may still be going on. Closing again does nothing. */
  @Override
  public void close() {
    Runnable current;
    synchronized (this) {
      closed = true;
      current = canceller;
    }
    current.run();
    transport.onClosed(part);
    ended.complete(null);
  }

  void start() {
    transport.onOpened(part);
    open(0);
  }

  private void open(int failedAttempts) {
    if (isClosed()) {
      return;
    }
    ClientCall<WatchModelsRequest, WatchModelsResponse> call =
        transport
            .connections
            .next()
            .newCall(ModelServiceGrpc.getWatchModelsMethod(), transport.callOptions);
    call.start(new ChangeListener(call, failedAttempts), new Metadata());
    call.request(1);
    call.sendMessage(request);
    call.halfClose();
    // Not before: nothing may be sent on a call that has been cancelled.
    replaceCanceller(() -> call.cancel("no longer wanted", null));
  }

  /** Sets how to end what goes on from now; ends it at once when the watch is closed. */
  private void replaceCanceller(Runnable next) {
    synchronized (this) {
      if (!closed) {
        canceller = next;
        return;
      }
    }
    next.run();
  }

  private void onEnd(Failure failure, int failedAttempts) {
    if (isClosed()) {
      return;
    }
    OptionalLong delay = transport.retrier.onWatchFailure(failure, failedAttempts);
    if (delay.isPresent() && !transport.isClosed()) {
      replaceCanceller(transport.timer.schedule(() -> open(failedAttempts), delay.getAsLong()));
    } else {
      transport.onClosed(part);
      ended.completeExceptionally(failure.exception);
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Hears of one call; called by gRPC, one call at a time. */
  private final class ChangeListener extends ClientCall.Listener<WatchModelsResponse> {
    private final ClientCall<WatchModelsRequest, WatchModelsResponse> call;
    private int failedAttempts;

    ChangeListener(ClientCall<WatchModelsRequest, WatchModelsResponse> call, int failedAttempts) {
      this.call = call;
      this.failedAttempts = failedAttempts;
    }

    @Override
    public void onMessage(WatchModelsResponse message) {
      failedAttempts = 0;
      listener.accept(message.getModel());
      call.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      onEnd(Failures.ofStreamEnd(status, trailers), failedAttempts + 1);
    }
  }
}
