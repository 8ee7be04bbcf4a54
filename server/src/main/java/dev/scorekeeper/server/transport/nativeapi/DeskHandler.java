package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.transport.CallTracker;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a method of one message and one answer, on an evaluation's thread. */
final class DeskHandler<Q, R> implements ServerCalls.UnaryMethod<Q, R> {

  private static final Logger logger = LoggerFactory.getLogger(DeskHandler.class);

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
      R answer = work.answer(request);
      tell(
          () -> {
            responses.onNext(answer);
            responses.onCompleted();
          });
    } catch (ProblemException e) {
      tell(() -> responses.onError(ModelServiceImpl.exception(e.problem())));
    } catch (RuntimeException | Error e) {
      tell(() -> responses.onError(ModelServiceImpl.exception(Failures.problem(e))));
    }
  }

  private void tell(Runnable telling) {
    try {
      desk.messenger()
          .execute(
              () -> {
                try {
                  telling.run();
                } catch (StatusRuntimeException e) {
                  logger.debug("The caller went away", e);
                } catch (RuntimeException | Error e) {
                  Failures.log(e);
                } finally {
                  calls.ended();
                }
              });
    } catch (RejectedExecutionException e) {
      // The server has stopped, and its connections are gone.
      calls.ended();
    }
  }
}
