package dev.scorekeeper.server.transport.nativeapi;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.evaluation.engine.EvaluationComparison;
import dev.scorekeeper.server.records.CanonicalForm;
import dev.scorekeeper.server.records.RecordPage;
import dev.scorekeeper.server.records.RecordStore;
import dev.scorekeeper.server.records.Verification;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.transport.CallTracker;
import dev.scorekeeper.v1.CompareEvaluationsRequest;
import dev.scorekeeper.v1.CompareEvaluationsResponse;
import dev.scorekeeper.v1.DeleteEvaluationRequest;
import dev.scorekeeper.v1.DeleteEvaluationResponse;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationServiceGrpc;
import dev.scorekeeper.v1.GetEvaluationRequest;
import dev.scorekeeper.v1.GetEvaluationResponse;
import dev.scorekeeper.v1.ListEvaluationsRequest;
import dev.scorekeeper.v1.ListEvaluationsResponse;
import dev.scorekeeper.v1.VerificationProblem;
import dev.scorekeeper.v1.VerifyEvaluationsRequest;
import dev.scorekeeper.v1.VerifyEvaluationsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Answers {@code EvaluationService} from the records, on threads that may wait for them. */
final class EvaluationServiceImpl extends EvaluationServiceGrpc.EvaluationServiceImplBase {

  private static final Duration SOON = Duration.ofSeconds(1);

  private final RecordStore records;
  private final Executor threads;
  private final CallTracker calls;
  private final Clock clock;

  /**
   * A service.
   *
   * @param threads may wait, and may refuse with {@link RejectedExecutionException}
   */
  EvaluationServiceImpl(RecordStore records, Executor threads, CallTracker calls, Clock clock) {
    this.records = requireNonNull(records, "records is null");
    this.threads = requireNonNull(threads, "threads is null");
    this.calls = requireNonNull(calls, "calls is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /** Makes an answer; may wait. */
  private interface Work<R> {
    R run() throws ProblemException;
  }

  @Override
  public void getEvaluation(
      GetEvaluationRequest request, StreamObserver<GetEvaluationResponse> responses) {
    answer(
        responses,
        () -> {
          Evaluation evaluation = find("id", request.getId());
          GetEvaluationResponse.Builder response =
              GetEvaluationResponse.newBuilder().setEvaluation(evaluation);
          if (request.getIncludeCanonical()) {
            response.setCanonical(CanonicalForm.of(evaluation));
          }
          return response.build();
        });
  }

  @Override
  public void listEvaluations(
      ListEvaluationsRequest request, StreamObserver<ListEvaluationsResponse> responses) {
    answer(
        responses,
        () -> {
          PageRequest page = PageRequest.of(request);
          RecordPage found = records.list(page.filter(), page.size(), page.before());
          ListEvaluationsResponse.Builder response =
              ListEvaluationsResponse.newBuilder().addAllEvaluations(found.evaluations());
          found.next().ifPresent(next -> response.setNextPageToken(page.token(next)));
          return response.build();
        });
  }

  @Override
  public void compareEvaluations(
      CompareEvaluationsRequest request, StreamObserver<CompareEvaluationsResponse> responses) {
    answer(
        responses,
        () -> {
          Set<String> despite = Despite.of(request.getDespiteList(), "despite");
          Evaluation baseline = find("baseline_id", request.getBaselineId());
          Evaluation candidate = find("candidate_id", request.getCandidateId());
          return ComparisonMessages.comparison(
              EvaluationComparison.of(
                  ComparedRecords.of(baseline), ComparedRecords.of(candidate), despite));
        });
  }

  @Override
  public void deleteEvaluation(
      DeleteEvaluationRequest request, StreamObserver<DeleteEvaluationResponse> responses) {
    answer(
        responses,
        () -> {
          checkId("id", request.getId());
          if (!records.delete(request.getId(), clock.instant())) {
            throw notFound("id", request.getId());
          }
          return DeleteEvaluationResponse.getDefaultInstance();
        });
  }

  @Override
  public void verifyEvaluations(
      VerifyEvaluationsRequest request, StreamObserver<VerifyEvaluationsResponse> responses) {
    answer(responses, () -> verification(records.verify(request.getKnownHead())));
  }

  private static VerifyEvaluationsResponse verification(Verification verification) {
    VerifyEvaluationsResponse.Builder response =
        VerifyEvaluationsResponse.newBuilder()
            .setRecordCount(verification.records())
            .setDeletedCount(verification.deleted())
            .setHeadHash(verification.head());
    for (Verification.Flaw flaw : verification.problems()) {
      response.addProblems(
          VerificationProblem.newBuilder()
              .setId(flaw.id())
              .setPosition(flaw.position())
              .setProblem(flaw.problem()));
    }
    return response.build();
  }

  private Evaluation find(String field, String id) throws ProblemException {
    checkId(field, id);
    return records.find(id).orElseThrow(() -> notFound(field, id));
  }

  private static void checkId(String field, String id) throws ProblemException {
    if (id.isEmpty()) {
      throw new ProblemException(
          Problem.ofField(Reason.EVALUATION_ID_MISSING, field, "The request names no evaluation."));
    }
  }

  private static ProblemException notFound(String field, String id) {
    return new ProblemException(
        Problem.ofField(
                Reason.EVALUATION_NOT_FOUND,
                field,
                "There is no evaluation '%s'; ListEvaluations tells which there are.".formatted(id))
            .with("id", id));
  }

  /** Hands the work to a thread that may wait. On the call's event loop. */
  private <R> void answer(StreamObserver<R> responses, Work<R> work) {
    ServerCallStreamObserver<R> call = (ServerCallStreamObserver<R>) responses;
    // Without it an answer to a caller who has left would throw.
    call.setOnCancelHandler(() -> {});
    calls.started();
    try {
      threads.execute(() -> run(call, work));
    } catch (RejectedExecutionException e) {
      calls.ended();
      Problem problem =
          Problem.of(
              Reason.RECORDS_UNAVAILABLE, "Too many requests wait for the database of records.");
      call.onError(ModelServiceImpl.exception(problem.retryAfter(SOON)));
    }
  }

  private <R> void run(ServerCallStreamObserver<R> call, Work<R> work) {
    try {
      if (!call.isCancelled()) {
        R response = work.run();
        call.onNext(response);
        call.onCompleted();
      }
    } catch (ProblemException e) {
      call.onError(ModelServiceImpl.exception(e.problem()));
    } catch (RuntimeException e) {
      call.onError(ModelServiceImpl.exception(Failures.problem(e)));
    } finally {
      calls.ended();
    }
  }
}
