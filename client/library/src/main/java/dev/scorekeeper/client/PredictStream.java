package dev.scorekeeper.client;

import dev.scorekeeper.v1.PredictStreamRequest;
import dev.scorekeeper.v1.PredictStreamResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Scores many requests over few calls of the wire, with a bound on what is under way.
 *
 * <p>Each request is answered, retried and failed on its own, in any order; its future tells. When
 * the connection breaks or the server restarts, what had not been answered is sent again as {@link
 * RetryPolicy} allows. Every request has a deadline, its own or the client's, counted from {@link
 * #submit}.
 *
 * <p>Safe for use by many threads. Futures complete on threads of the client's executor, the
 * answers of one call one after another: code attached to them must not block, and must not wait in
 * {@code submit}; hand over to a thread of your own instead.
 */
public final class PredictStream implements AutoCloseable {

  private final Transport transport;
  private final Duration defaultDeadline;
  private final StreamWindow window;
  private final Transport.Part part = this::close;
  private final StreamLane[] lanes;
  private final AtomicLong nextId = new AtomicLong();
  private final Map<Long, StreamRequest> underWay = new ConcurrentHashMap<>();

  private PredictStream(Transport transport, Duration defaultDeadline, StreamOptions options) {
    this.transport = transport;
    this.defaultDeadline = defaultDeadline;
    this.window = new StreamWindow(options.maxInFlight(), options.maxInFlightBytes());
    int calls = options.calls() == 0 ? transport.connections.all().size() : options.calls();
    this.lanes = new StreamLane[calls];
    for (int i = 0; i < calls; i++) {
      lanes[i] = new StreamLane(transport, this::onAnswer, this::onFailure);
    }
  }

  static PredictStream open(Transport transport, Duration defaultDeadline, StreamOptions options) {
    PredictStream stream = new PredictStream(transport, defaultDeadline, options);
    transport.onOpened(stream.part);
    return stream;
  }

  /**
   * Sends a request, first waiting while the window is full.
   *
   * @return completes with the result, or exceptionally with a {@link ScorekeeperException};
   *     cancelling it frees its place
   * @throws ScorekeeperException with code DEADLINE_EXCEEDED when there was no room before the
   *     request's deadline, CANCELLED when the waiting thread is interrupted
   * @throws IllegalStateException when the stream is closed
   */
  public CompletableFuture<Result> submit(Prediction prediction) {
    Duration limit = prediction.deadline() == null ? defaultDeadline : prediction.deadline();
    long deadlineNanos = transport.timer.nanoTime() + limit.toNanos();
    StreamRequest request = newRequest(prediction, deadlineNanos);
    Failure tooLarge = transport.checkSize(request.message.getSerializedSize());
    if (tooLarge != null) {
      return CompletableFuture.failedFuture(tooLarge.exception);
    }
    try {
      if (!window.acquire(request.byteCount, limit.toNanos())) {
        throw Failures.local(
                Status.Code.DEADLINE_EXCEEDED,
                "no room in the stream's window after " + limit,
                null)
            .exception;
      }
    } catch (InterruptedException e) {
      throw Waiting.interrupted(e);
    }
    start(request);
    return request.future;
  }

  private StreamRequest newRequest(Prediction prediction, long deadlineNanos) {
    PredictStreamRequest message =
        PredictStreamRequest.newBuilder()
            .setId(nextId.getAndIncrement())
            .setRequest(prediction.wire())
            .build();
    return new StreamRequest(message, message.getSerializedSize(), deadlineNanos);
  }

  private void start(StreamRequest request) {
    underWay.put(request.id(), request);
    request.cancelDeadlineWith(
        transport.timer.schedule(() -> onDeadline(request), remainingNanos(request)));
    // Anyone else who completes it, by cancelling or a timeout of their own, gives up its place.
    var unused =
        request.future.whenComplete(
            (result, error) -> {
              if (release(request)) {
                lane(request).forget(request);
              }
            });
    lane(request).send(request);
  }

  /** Waits until everything submitted so far is answered; false when it was not in time. */
  public boolean awaitAnswers(Duration limit) {
    try {
      return window.awaitEmpty(limit.toNanos());
    } catch (InterruptedException e) {
      throw Waiting.interrupted(e);
    }
  }

  /** Number of requests sent and not answered yet. */
  public int inFlight() {
    return window.requests();
  }

  /**
   * Ends the stream. What has not been answered fails with code CANCELLED; see {@link
   * #awaitAnswers} for waiting first. Closing again does nothing.
   */
  @Override
  public void close() {
    window.close();
    transport.onClosed(part);
    for (StreamLane lane : lanes) {
      lane.close();
    }
    ScorekeeperException closed =
        Failures.local(Status.Code.CANCELLED, "the stream was closed", null).exception;
    for (StreamRequest request : underWay.values()) {
      transport.executor.execute(() -> fail(request, closed));
    }
  }

  private StreamLane lane(StreamRequest request) {
    return lanes[(int) (request.id() % lanes.length)];
  }

  private long remainingNanos(StreamRequest request) {
    return request.deadlineNanos - transport.timer.nanoTime();
  }

  private void onAnswer(StreamRequest request, PredictStreamResponse answer) {
    switch (answer.getResultCase()) {
      case RESPONSE:
        succeed(request, answer);
        break;
      case ERROR:
        onFailure(request, Failures.ofMessage(answer.getError()));
        break;
      case RESULT_NOT_SET:
        fail(request, Failures.local(Status.Code.INTERNAL, "the answer is empty", null).exception);
        break;
    }
  }

  private void succeed(StreamRequest request, PredictStreamResponse answer) {
    transport.retrier.onSuccess();
    Result result;
    try {
      result = Wire.decode(answer.getResponse());
    } catch (ScorekeeperException e) {
      fail(request, e);
      return;
    }
    if (release(request)) {
      request.future.complete(result);
    }
  }

  private void onFailure(StreamRequest request, Failure failure) {
    if (request.isFinished()) {
      return;
    }
    OptionalLong delay =
        transport.retrier.onFailure(failure, request.countFailedAttempt(), remainingNanos(request));
    if (delay.isPresent() && !transport.isClosed()) {
      transport.timer.schedule(() -> lane(request).send(request), delay.getAsLong());
    } else {
      fail(request, failure.exception);
    }
  }

  private void onDeadline(StreamRequest request) {
    lane(request).forget(request);
    fail(
        request,
        Failures.local(Status.Code.DEADLINE_EXCEEDED, "no answer before the deadline", null)
            .exception);
  }

  private void fail(StreamRequest request, ScorekeeperException exception) {
    if (release(request)) {
      request.future.completeExceptionally(exception);
    }
  }

  /** Claims the end of a request and gives its room back; true for the first caller only. */
  private boolean release(StreamRequest request) {
    if (!request.finish()) {
      return false;
    }
    underWay.remove(request.id());
    window.release(request.byteCount);
    return true;
  }
}
