package dev.scorekeeper.client;

import dev.scorekeeper.v1.CheckEvaluationRequest;
import dev.scorekeeper.v1.CheckEvaluationResponse;
import dev.scorekeeper.v1.EvaluateRequest;
import dev.scorekeeper.v1.EvaluateResponse;
import dev.scorekeeper.v1.EvaluateShardRequest;
import dev.scorekeeper.v1.EvaluateShardResponse;
import dev.scorekeeper.v1.EvaluateWithProgressRequest;
import dev.scorekeeper.v1.EvaluateWithProgressResponse;
import dev.scorekeeper.v1.EvaluatedModel;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationProgress;
import dev.scorekeeper.v1.EvaluationState;
import dev.scorekeeper.v1.GateResult;
import dev.scorekeeper.v1.MergeEvaluationsRequest;
import dev.scorekeeper.v1.MergeEvaluationsResponse;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import dev.scorekeeper.v1.Verdict;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Counts rows instead of judging them, and fails where the test has prepared it. */
final class FakeEvaluations extends ScoringServiceGrpc.ScoringServiceImplBase {

  /** Every message of every stream, in the order in which they came. */
  final List<EvaluateRequest> messages = new CopyOnWriteArrayList<>();

  final List<ServerCallStreamObserver<?>> calls = new CopyOnWriteArrayList<>();
  private final Queue<StatusRuntimeException> failures = new ArrayDeque<>();

  /** True to take messages only as the test asks for them. */
  volatile boolean byHand;

  /** Number of streams that were given up by the client. */
  final AtomicInteger cancelled = new AtomicInteger();

  /** Ends the next stream with this when its first rows come. */
  synchronized FakeEvaluations failNext(StatusRuntimeException failure) {
    failures.add(failure);
    return this;
  }

  private synchronized @Nullable StatusRuntimeException nextFailure() {
    return failures.poll();
  }

  static Evaluation record(long rows) {
    return Evaluation.newBuilder()
        .setId("ev-1")
        .setModel(EvaluatedModel.newBuilder().setName("m").setVersion(7))
        .setDataset(dev.scorekeeper.v1.DatasetIdentity.newBuilder().setRowCount(rows))
        .addValues(MetricValue.newBuilder().setName("loss").setValue(0.25))
        .addValues(MetricValue.newBuilder().setName("accuracy").setValue(0.5))
        .addGates(gate("accuracy >= 0.9", Verdict.VERDICT_FAILED))
        .addGates(gate("loss <= 1", Verdict.VERDICT_PASSED))
        .setVerdict(Verdict.VERDICT_FAILED)
        .build();
  }

  private static GateResult gate(String gate, Verdict verdict) {
    return GateResult.newBuilder().setGate(gate).setVerdict(verdict).build();
  }

  /** Refuses what the test has prepared. */
  @Override
  public void checkEvaluation(
      CheckEvaluationRequest request, StreamObserver<CheckEvaluationResponse> answer) {
    messages.add(EvaluateRequest.newBuilder().setHeader(request.getHeader()).build());
    StatusRuntimeException failure = nextFailure();
    if (failure == null) {
      answer.onNext(CheckEvaluationResponse.getDefaultInstance());
      answer.onCompleted();
    } else {
      answer.onError(failure);
    }
  }

  @Override
  public StreamObserver<EvaluateRequest> evaluate(StreamObserver<EvaluateResponse> answer) {
    return new Stream<>(
        answer,
        request -> request,
        rows -> answer.onNext(EvaluateResponse.newBuilder().setEvaluation(record(rows)).build()));
  }

  @Override
  public StreamObserver<EvaluateWithProgressRequest> evaluateWithProgress(
      StreamObserver<EvaluateWithProgressResponse> answer) {
    return new Stream<>(
        answer,
        EvaluateWithProgressRequest::getMessage,
        rows -> {
          EvaluationProgress progress = EvaluationProgress.newBuilder().setRowCount(rows).build();
          answer.onNext(EvaluateWithProgressResponse.newBuilder().setProgress(progress).build());
          answer.onNext(
              EvaluateWithProgressResponse.newBuilder().setEvaluation(record(rows)).build());
        });
  }

  @Override
  public StreamObserver<EvaluateShardRequest> evaluateShard(
      StreamObserver<EvaluateShardResponse> answer) {
    return new Stream<>(
        answer,
        EvaluateShardRequest::getMessage,
        rows -> {
          EvaluationState state = EvaluationState.newBuilder().setRowCount(rows).build();
          answer.onNext(EvaluateShardResponse.newBuilder().setState(state).build());
        });
  }

  @Override
  public void mergeEvaluations(
      MergeEvaluationsRequest request, StreamObserver<MergeEvaluationsResponse> answer) {
    long rows = request.getStatesList().stream().mapToLong(EvaluationState::getRowCount).sum();
    answer.onNext(MergeEvaluationsResponse.newBuilder().setEvaluation(record(rows)).build());
    answer.onCompleted();
  }

  /** One stream as the server sees it. */
  private final class Stream<Q> implements StreamObserver<Q> {
    private final StreamObserver<?> answer;
    private final Function<Q, EvaluateRequest> opener;
    private final LongConsumer onEnd;
    private long rows;
    private boolean failed;

    Stream(StreamObserver<?> answer, Function<Q, EvaluateRequest> opener, LongConsumer onEnd) {
      this.answer = answer;
      this.opener = opener;
      this.onEnd = onEnd;
      ServerCallStreamObserver<?> call = (ServerCallStreamObserver<?>) answer;
      call.setOnCancelHandler(cancelled::incrementAndGet);
      if (byHand) {
        call.disableAutoRequest();
      }
      calls.add(call);
    }

    @Override
    public void onNext(Q envelope) {
      EvaluateRequest message = opener.apply(envelope);
      messages.add(message);
      if (message.hasRows() && !failed) {
        StatusRuntimeException failure = nextFailure();
        if (failure != null) {
          failed = true;
          answer.onError(failure);
          return;
        }
        rows += message.getRows().getInputs(0).getShape(0);
      }
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {
      if (!failed) {
        onEnd.accept(rows);
        answer.onCompleted();
      }
    }
  }
}
