package dev.scorekeeper.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.ClientCall;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request with one answer, through as many attempts as it takes.
 *
 * <p>Attempts never overlap. Cancelling the future ends the attempt that is running or waited for.
 */
final class UnaryCall<Q, R, V> {

  private final Transport transport;
  private final MethodDescriptor<Q, R> method;
  private final Q request;
  private final long deadlineNanos;
  private final Function<R, V> decoder;
  private final Runnable onFinished;
  private final CompletableFuture<V> future = new CompletableFuture<>();
  private final AtomicBoolean finished = new AtomicBoolean();

  @GuardedBy("this")
  private int failedAttempts;

  /** Ends what is going on now: the attempt that runs, or the wait for the next one. */
  @GuardedBy("this")
  private Runnable canceller = () -> {};

  /**
   * Prepares a request.
   *
   * @param deadlineNanos when to give up, on the transport's timer
   * @param onFinished run once, just before the future completes
   */
  UnaryCall(
      Transport transport,
      MethodDescriptor<Q, R> method,
      Q request,
      long deadlineNanos,
      Function<R, V> decoder,
      Runnable onFinished) {
    this.transport = transport;
    this.method = method;
    this.request = request;
    this.deadlineNanos = deadlineNanos;
    this.decoder = decoder;
    this.onFinished = onFinished;
  }

  /** Starts the first attempt. To be called once. */
  CompletableFuture<V> start() {
    // Anyone else who completes it, by cancelling or a timeout of their own, ends the attempt.
    var unused =
        future.whenComplete(
            (value, error) -> {
              if (finish()) {
                cancelCurrent();
              }
            });
    attempt();
    return future;
  }

  private long remainingNanos() {
    return deadlineNanos - transport.timer.nanoTime();
  }

  private void attempt() {
    int failedBefore = failedAttempts();
    ClientCall<Q, R> call =
        transport
            .connections
            .next()
            .newCall(
                method,
                transport.callOptions.withDeadline(
                    Deadline.after(remainingNanos(), TimeUnit.NANOSECONDS)));
    call.start(new AnswerListener(), new Metadata());
    // Two, so that an illegal second answer is noticed as such.
    call.request(2);
    call.sendMessage(request);
    call.halfClose();
    // Not before: nothing may be sent on a call that has been cancelled.
    setCancellerOfAttempt(failedBefore, () -> call.cancel("no longer wanted", null));
    if (finished.get()) {
      cancelCurrent();
    }
  }

  private synchronized void setCanceller(Runnable current) {
    canceller = current;
  }

  /** Does nothing when that attempt has failed already and the wait for the next one has begun. */
  private synchronized void setCancellerOfAttempt(int failedBefore, Runnable current) {
    if (failedAttempts == failedBefore) {
      canceller = current;
    }
  }

  private void cancelCurrent() {
    Runnable current;
    synchronized (this) {
      current = canceller;
    }
    current.run();
  }

  private boolean finish() {
    if (finished.compareAndSet(false, true)) {
      onFinished.run();
      return true;
    }
    return false;
  }

  private void succeed(R answer) {
    transport.retrier.onSuccess();
    V value;
    try {
      value = decoder.apply(answer);
    } catch (ScorekeeperException e) {
      fail(e);
      return;
    }
    if (finish()) {
      future.complete(value);
    }
  }

  private void fail(ScorekeeperException exception) {
    if (finish()) {
      future.completeExceptionally(exception);
    }
  }

  private void onFailure(Failure failure) {
    if (finished.get()) {
      return;
    }
    OptionalLong delay =
        transport.retrier.onFailure(failure, countFailedAttempt(), remainingNanos());
    if (!delay.isPresent() || transport.isClosed()) {
      fail(failure.exception);
      return;
    }
    setCanceller(transport.timer.schedule(this::retry, delay.getAsLong()));
    if (finished.get()) {
      cancelCurrent();
    }
  }

  private void retry() {
    if (!finished.get()) {
      attempt();
    }
  }

  private synchronized int failedAttempts() {
    return failedAttempts;
  }

  private synchronized int countFailedAttempt() {
    return ++failedAttempts;
  }

  /** Hears of one attempt; called by gRPC, one call at a time. */
  private final class AnswerListener extends ClientCall.Listener<R> {
    private @Nullable R answer;

    @Override
    public void onMessage(R message) {
      answer = message;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      R received = answer;
      if (!status.isOk()) {
        onFailure(Failures.ofCall(status, trailers));
      } else if (received == null) {
        onFailure(Failures.local(Status.Code.INTERNAL, "the call ended without an answer", null));
      } else {
        succeed(received);
      }
    }
  }
}
