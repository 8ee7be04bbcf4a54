package dev.scorekeeper.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.scorekeeper.v1.EvaluateRequest;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation on the wire: messages go out as fast as the server takes them.
 *
 * <p>{@link #send} and {@link #finish} are called by one thread at a time; {@link #cancel} by any.
 */
final class EvaluationCall<Q, R> {

  private final Function<EvaluateRequest, Q> envelope;
  private final Consumer<R> onMessage;
  private final ClientCall<Q, R> call;

  /** How the call ended; null while it goes on. */
  @GuardedBy("this")
  private @Nullable Status ended;

  @GuardedBy("this")
  private @Nullable Metadata trailers;

  @GuardedBy("this")
  private @Nullable Failure failure;

  private EvaluationCall(
      ClientCall<Q, R> call, Function<EvaluateRequest, Q> envelope, Consumer<R> onMessage) {
    this.call = call;
    this.envelope = envelope;
    this.onMessage = onMessage;
  }

  /**
   * Starts a call and sends its first message.
   *
   * @param envelope makes the method's message of an evaluation's
   * @param onMessage called for every answer, one at a time, on a thread of the transport
   */
  static <Q, R> EvaluationCall<Q, R> start(
      Transport transport,
      MethodDescriptor<Q, R> method,
      EvaluateRequest first,
      Function<EvaluateRequest, Q> envelope,
      Consumer<R> onMessage) {
    ClientCall<Q, R> call = transport.connections.next().newCall(method, transport.callOptions);
    EvaluationCall<Q, R> started = new EvaluationCall<>(call, envelope, onMessage);
    call.start(started.new Listener(), new Metadata());
    call.request(2);
    call.sendMessage(envelope.apply(first));
    return started;
  }

  /**
   * Sends a message, first waiting while the server does not take more.
   *
   * @throws ScorekeeperException when the call has ended
   */
  void send(EvaluateRequest message) {
    awaitRoom();
    call.sendMessage(envelope.apply(message));
  }

  private synchronized void awaitRoom() {
    try {
      while (ended == null && !call.isReady()) {
        wait();
      }
    } catch (InterruptedException e) {
      call.cancel("interrupted while waiting", e);
      throw Waiting.interrupted(e);
    }
    Status status = ended;
    if (status != null) {
      throw fail(Failures.ofStreamEnd(status, metadata()));
    }
  }

  /**
   * Says that nothing more comes and waits for the end of the call.
   *
   * @throws ScorekeeperException when the server did not end it well
   */
  synchronized void finish() {
    call.halfClose();
    try {
      while (ended == null) {
        wait();
      }
    } catch (InterruptedException e) {
      call.cancel("interrupted while waiting", e);
      throw Waiting.interrupted(e);
    }
    Status status = ended;
    if (!status.isOk()) {
      throw fail(Failures.ofCall(status, metadata()));
    }
  }

  @GuardedBy("this")
  private ScorekeeperException fail(Failure noticed) {
    failure = noticed;
    return noticed.exception;
  }

  /** How the call failed, as far as {@link #send} or {@link #finish} has told; else null. */
  synchronized @Nullable Failure failure() {
    return failure;
  }

  void cancel() {
    call.cancel("the evaluation was given up", null);
  }

  @GuardedBy("this")
  private Metadata metadata() {
    return trailers == null ? new Metadata() : trailers;
  }

  private synchronized void onEnd(Status status, Metadata metadata) {
    ended = status;
    trailers = metadata;
    notifyAll();
  }

  private synchronized void onRoom() {
    notifyAll();
  }

  /** Hears of the call; called by gRPC, one call at a time. */
  private final class Listener extends ClientCall.Listener<R> {
    @Override
    public void onReady() {
      onRoom();
    }

    @Override
    public void onMessage(R message) {
      onMessage.accept(message);
      call.request(1);
    }

    @Override
    public void onClose(Status status, Metadata metadata) {
      onEnd(status, metadata);
    }
  }
}
