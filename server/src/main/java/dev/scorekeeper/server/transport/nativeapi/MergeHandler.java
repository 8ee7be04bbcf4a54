package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.transport.CallTracker;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.MergeEvaluationsRequest;
import dev.scorekeeper.v1.MergeEvaluationsResponse;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

/** Answers {@code MergeEvaluations}, on an evaluation's thread. */
final class MergeHandler
    implements ServerCalls.UnaryMethod<MergeEvaluationsRequest, MergeEvaluationsResponse> {

  private final EvaluationDesk desk;
  private final CallTracker calls;

  MergeHandler(EvaluationDesk desk, CallTracker calls) {
    this.desk = desk;
    this.calls = calls;
  }

  @Override
  public void invoke(
      MergeEvaluationsRequest request, StreamObserver<MergeEvaluationsResponse> responses) {
    calls.started();
    Problem refused = desk.start(() -> merge(request, responses));
    if (refused != null) {
      calls.ended();
      responses.onError(ModelServiceImpl.exception(refused));
    }
  }

  private void merge(
      MergeEvaluationsRequest request, StreamObserver<MergeEvaluationsResponse> responses) {
    try {
      Evaluation record = desk.merge(request.getStatesList());
      responses.onNext(MergeEvaluationsResponse.newBuilder().setEvaluation(record).build());
      responses.onCompleted();
    } catch (ProblemException e) {
      responses.onError(ModelServiceImpl.exception(e.problem()));
    } catch (RuntimeException | Error e) {
      responses.onError(ModelServiceImpl.exception(Failures.problem(e)));
    } finally {
      calls.ended();
    }
  }
}
