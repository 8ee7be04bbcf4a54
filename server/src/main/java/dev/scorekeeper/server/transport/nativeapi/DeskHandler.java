package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.transport.CallTracker;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

/** Answers a method of one message and one answer, on an evaluation's thread. */
final class DeskHandler<Q, R> implements ServerCalls.UnaryMethod<Q, R> {

  private final EvaluationDesk desk;
  private final CallTracker calls;
  private final Work<Q, R> work;

  /** What is done with a message. */
  interface Work<Q, R> {
    R answer(Q request) throws ProblemException;
  }

  DeskHandler(EvaluationDesk desk, CallTracker calls, Work<Q, R> work) {
    this.desk = desk;
    this.calls = calls;
    this.work = work;
  }

  @Override
  public void invoke(Q request, StreamObserver<R> responses) {
    calls.started();
    Problem refused = desk.start(() -> answer(request, responses));
    if (refused != null) {
      calls.ended();
      responses.onError(ModelServiceImpl.exception(refused));
    }
  }

  private void answer(Q request, StreamObserver<R> responses) {
    try {
      responses.onNext(work.answer(request));
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
