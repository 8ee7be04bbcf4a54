package dev.scorekeeper.client;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.scorekeeper.v1.AnsweringModel;
import dev.scorekeeper.v1.OutputKind;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.PredictStreamRequest;
import dev.scorekeeper.v1.PredictStreamResponse;
import dev.scorekeeper.v1.PredictedOutput;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Answers every request with its own inputs, except where the test has prepared a failure. */
final class FakeScoringService extends ScoringServiceGrpc.ScoringServiceImplBase {

  static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  final List<PredictRequest> requests = new CopyOnWriteArrayList<>();
  final BlockingQueue<Stream> streams = new LinkedBlockingQueue<>();
  private final Queue<StatusRuntimeException> failures = new ArrayDeque<>();
  private final Queue<StreamObserver<PredictResponse>> held = new ArrayDeque<>();
  private boolean holding;
  private final boolean answerStreams;

  /** Made to the answers of Predict. */
  volatile UnaryOperator<PredictResponse> change = UnaryOperator.identity();

  FakeScoringService() {
    this(true);
  }

  /** With streams left to the test to answer, unless {@code answerStreams}. */
  FakeScoringService(boolean answerStreams) {
    this.answerStreams = answerStreams;
  }

  /** Fails the next request that has no failure prepared yet. */
  synchronized FakeScoringService failNext(StatusRuntimeException failure) {
    failures.add(failure);
    return this;
  }

  /** Leaves requests without an answer from now on. */
  synchronized void hold() {
    holding = true;
  }

  static StatusRuntimeException failure(io.grpc.Status.Code code) {
    return code.toStatus().withDescription("prepared").asRuntimeException();
  }

  static StatusRuntimeException pushback(io.grpc.Status.Code code, String value) {
    Metadata trailers = new Metadata();
    trailers.put(PUSHBACK, value);
    return code.toStatus().withDescription("prepared").asRuntimeException(trailers);
  }

  static StatusRuntimeException failure(Status status) {
    return StatusProto.toStatusRuntimeException(status);
  }

  static Status retryAfter(Code code, java.time.Duration delay) {
    return Status.newBuilder()
        .setCode(code.getNumber())
        .setMessage("busy")
        .addDetails(
            Any.pack(
                RetryInfo.newBuilder()
                    .setRetryDelay(
                        Duration.newBuilder()
                            .setSeconds(delay.toSeconds())
                            .setNanos(delay.toNanosPart()))
                    .build()))
        .build();
  }

  static Status badInput(String reason, String field) {
    return Status.newBuilder()
        .setCode(Code.INVALID_ARGUMENT_VALUE)
        .setMessage("bad " + field)
        .addDetails(
            Any.pack(
                ErrorInfo.newBuilder()
                    .setReason(reason)
                    .setDomain("scorekeeper.dev")
                    .putMetadata("expected", "float32")
                    .build()))
        .addDetails(
            Any.pack(
                BadRequest.newBuilder()
                    .addFieldViolations(BadRequest.FieldViolation.newBuilder().setField(field))
                    .build()))
        .build();
  }

  static PredictResponse echo(PredictRequest request) {
    PredictResponse.Builder response =
        PredictResponse.newBuilder()
            .setModel(
                AnsweringModel.newBuilder()
                    .setName(request.getModel().getName())
                    .setVersion(7)
                    .setSignature("serving_default"));
    request
        .getInputsList()
        .forEach(
            input ->
                response.addOutputs(
                    PredictedOutput.newBuilder()
                        .setTensor(input)
                        .setKind(OutputKind.OUTPUT_KIND_VALUE)));
    return response.build();
  }

  @Override
  public void predict(PredictRequest request, StreamObserver<PredictResponse> observer) {
    requests.add(request);
    StatusRuntimeException failure;
    synchronized (this) {
      if (holding) {
        held.add(observer);
        return;
      }
      failure = failures.poll();
    }
    if (failure != null) {
      observer.onError(failure);
    } else {
      observer.onNext(change.apply(echo(request)));
      observer.onCompleted();
    }
  }

  @Override
  public StreamObserver<PredictStreamRequest> predictStream(
      StreamObserver<PredictStreamResponse> observer) {
    Stream stream = new Stream(observer);
    streams.add(stream);
    return stream;
  }

  /** One stream as the server sees it. */
  final class Stream implements StreamObserver<PredictStreamRequest> {
    final BlockingQueue<PredictStreamRequest> received = new LinkedBlockingQueue<>();
    private final StreamObserver<PredictStreamResponse> observer;
    volatile @Nullable Throwable error;
    volatile boolean completed;

    Stream(StreamObserver<PredictStreamResponse> observer) {
      this.observer = observer;
    }

    @Override
    public void onNext(PredictStreamRequest request) {
      received.add(request);
      if (answerStreams) {
        answer(request);
      }
    }

    void answer(PredictStreamRequest request) {
      send(
          PredictStreamResponse.newBuilder()
              .setId(request.getId())
              .setResponse(echo(request.getRequest())));
    }

    void fail(PredictStreamRequest request, Status status) {
      send(PredictStreamResponse.newBuilder().setId(request.getId()).setError(status));
    }

    synchronized void send(PredictStreamResponse.Builder response) {
      observer.onNext(response.build());
    }

    /** Ends the whole stream with a failure. */
    synchronized void breakOff(io.grpc.Status.Code code) {
      observer.onError(failure(code));
    }

    synchronized void complete() {
      observer.onCompleted();
    }

    @Override
    public void onError(Throwable throwable) {
      error = throwable;
    }

    @Override
    public void onCompleted() {
      completed = true;
      complete();
    }
  }
}
