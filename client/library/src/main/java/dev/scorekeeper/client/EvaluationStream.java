package dev.scorekeeper.client;

import dev.scorekeeper.v1.EvaluateRequest;
import dev.scorekeeper.v1.EvaluateResponse;
import dev.scorekeeper.v1.EvaluateShardRequest;
import dev.scorekeeper.v1.EvaluateShardResponse;
import dev.scorekeeper.v1.EvaluateWithProgressRequest;
import dev.scorekeeper.v1.EvaluateWithProgressResponse;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationEnd;
import dev.scorekeeper.v1.EvaluationProgress;
import dev.scorekeeper.v1.EvaluationState;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation under way: rows go in, at the end comes what they amount to.
 *
 * <p>The server counts the messages and the rows: a stream that is not {@linkplain #finish
 * finished} leaves no record. For one thread, which waits while the server does not take more rows.
 *
 * @param <T> {@link EvaluationResult}, or {@link EvaluationState} for a part of a data set
 */
public final class EvaluationStream<T> implements AutoCloseable {

  private final Transport transport;
  private final EvaluationCall<?, ?> call;
  private final AtomicReference<@Nullable T> answer;
  private final Transport.Part part = this::close;
  private long sequence;
  private long rowCount;
  private boolean finished;

  private EvaluationStream(
      Transport transport, EvaluationCall<?, ?> call, AtomicReference<@Nullable T> answer) {
    this.transport = transport;
    this.call = call;
    this.answer = answer;
    try {
      transport.onOpened(part);
    } catch (IllegalStateException e) {
      call.cancel();
      throw e;
    }
  }

  static EvaluationStream<EvaluationResult> open(Transport transport, EvaluationRequest request) {
    AtomicReference<@Nullable EvaluationResult> answer = new AtomicReference<>();
    EvaluationCall<EvaluateRequest, EvaluateResponse> call =
        EvaluationCall.start(
            transport,
            ScoringServiceGrpc.getEvaluateMethod(),
            first(request),
            message -> message,
            message -> answer.set(new EvaluationResult(message.getEvaluation())));
    return new EvaluationStream<>(transport, call, answer);
  }

  static EvaluationStream<EvaluationResult> open(
      Transport transport, EvaluationRequest request, Consumer<EvaluationProgress> listener) {
    AtomicReference<@Nullable EvaluationResult> answer = new AtomicReference<>();
    EvaluationCall<EvaluateWithProgressRequest, EvaluateWithProgressResponse> call =
        EvaluationCall.start(
            transport,
            ScoringServiceGrpc.getEvaluateWithProgressMethod(),
            first(request),
            message -> EvaluateWithProgressRequest.newBuilder().setMessage(message).build(),
            message -> onEvent(message, answer, listener));
    return new EvaluationStream<>(transport, call, answer);
  }

  private static void onEvent(
      EvaluateWithProgressResponse message,
      AtomicReference<@Nullable EvaluationResult> answer,
      Consumer<EvaluationProgress> listener) {
    switch (message.getEventCase()) {
      case PROGRESS:
        listener.accept(message.getProgress());
        break;
      case EVALUATION:
        Evaluation record = message.getEvaluation();
        answer.set(new EvaluationResult(record));
        break;
      case EVENT_NOT_SET:
        break;
    }
  }

  static EvaluationStream<EvaluationState> openShard(
      Transport transport, EvaluationRequest request) {
    AtomicReference<@Nullable EvaluationState> answer = new AtomicReference<>();
    EvaluationCall<EvaluateShardRequest, EvaluateShardResponse> call =
        EvaluationCall.start(
            transport,
            ScoringServiceGrpc.getEvaluateShardMethod(),
            first(request),
            message -> EvaluateShardRequest.newBuilder().setMessage(message).build(),
            message -> answer.set(message.getState()));
    return new EvaluationStream<>(transport, call, answer);
  }

  private static EvaluateRequest first(EvaluationRequest request) {
    return EvaluateRequest.newBuilder().setHeader(request.header()).build();
  }

  /**
   * Sends rows, first waiting while the server does not take more.
   *
   * @throws ScorekeeperException when the server has refused something that came before, or these
   *     rows are larger than a message may be
   * @throws IllegalStateException after {@link #finish} or {@link #close}
   */
  public void send(LabelledRows rows) {
    checkOpen();
    EvaluateRequest message = EvaluateRequest.newBuilder().setRows(rows.wire(sequence)).build();
    Failure tooLarge = transport.checkSize(message.getSerializedSize());
    if (tooLarge != null) {
      throw tooLarge.exception;
    }
    int count = rows.rowCount();
    call.send(message);
    sequence++;
    rowCount += count;
  }

  /** Rows sent so far. */
  public long rowCount() {
    return rowCount;
  }

  /**
   * Says that these were all rows, and waits for the result. To be called once, at the end.
   *
   * @throws ScorekeeperException when the evaluation failed; there is no record then
   */
  public T finish() {
    checkOpen();
    finished = true;
    try {
      call.send(
          EvaluateRequest.newBuilder()
              .setEnd(EvaluationEnd.newBuilder().setRowCount(rowCount))
              .build());
      call.finish();
    } finally {
      transport.onClosed(part);
    }
    T received = answer.get();
    if (received == null) {
      throw Failures.local(Status.Code.INTERNAL, "the call ended without a result", null).exception;
    }
    return received;
  }

  /** The failure behind an exception that this has thrown. */
  Failure failure(ScorekeeperException thrown) {
    Failure known = call.failure();
    return known == null ? new Failure(thrown, false) : known;
  }

  private void checkOpen() {
    if (finished) {
      throw new IllegalStateException("the evaluation has ended");
    }
  }

  /** Gives the evaluation up unless it is finished: it leaves no record. */
  @Override
  public void close() {
    if (!finished) {
      finished = true;
      call.cancel();
      transport.onClosed(part);
    }
  }
}
