package dev.scorekeeper.cli.load;

import com.google.rpc.Status;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.PredictStreamRequest;
import dev.scorekeeper.v1.PredictStreamResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A scoring service on a port of the loopback that stalls and fails as told.
 *
 * <p>From the request with the number {@code stallAt} on, nothing is answered for a while; then
 * everything at once. Every {@code failEach}-th request is refused.
 */
final class ScriptedServer implements AutoCloseable {
  private final ScheduledExecutorService late = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong stalledUntil = new AtomicLong(Long.MIN_VALUE);
  private final int stallAt;
  private final long stallNanos;
  private final int failEach;
  private final Server server;

  /**
   * @param stallAt 0 for never
   * @param failEach 0 for never
   */
  ScriptedServer(int stallAt, long stallNanos, int failEach) throws IOException {
    this.stallAt = stallAt;
    this.stallNanos = stallNanos;
    this.failEach = failEach;
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .directExecutor()
            .addService(new Scoring())
            .build()
            .start();
  }

  String target() {
    return "localhost:" + server.getPort();
  }

  int requests() {
    return requests.get();
  }

  @Override
  public void close() {
    server.shutdownNow();
    late.shutdownNow();
  }

  /** Runs the reply now, or when the stall is over. */
  private void reply(Reply reply) {
    int number = requests.incrementAndGet();
    if (number == stallAt) {
      stalledUntil.set(System.nanoTime() + stallNanos);
    }
    Code code = failEach > 0 && number % failEach == 0 ? Code.RESOURCE_EXHAUSTED : Code.OK;
    long left = number < stallAt || stallAt == 0 ? 0 : stalledUntil.get() - System.nanoTime();
    if (left > 0) {
      var unused = late.schedule(() -> reply.onEnd(code), left, TimeUnit.NANOSECONDS);
    } else {
      reply.onEnd(code);
    }
  }

  private final class Scoring extends ScoringServiceGrpc.ScoringServiceImplBase {
    @Override
    public void predict(PredictRequest request, StreamObserver<PredictResponse> answer) {
      reply(
          code -> {
            if (code == Code.OK) {
              answer.onNext(PredictResponse.getDefaultInstance());
              answer.onCompleted();
            } else {
              answer.onError(io.grpc.Status.fromCode(code).asRuntimeException());
            }
          });
    }

    @Override
    public StreamObserver<PredictStreamRequest> predictStream(
        StreamObserver<PredictStreamResponse> answers) {
      return new StreamObserver<>() {
        @Override
        public void onNext(PredictStreamRequest request) {
          reply(code -> answer(request.getId(), code));
        }

        private void answer(long id, Code code) {
          PredictStreamResponse.Builder answer = PredictStreamResponse.newBuilder().setId(id);
          if (code == Code.OK) {
            answer.setResponse(PredictResponse.getDefaultInstance());
          } else {
            answer.setError(Status.newBuilder().setCode(code.value()));
          }
          synchronized (answers) {
            answers.onNext(answer.build());
          }
        }

        @Override
        public void onError(Throwable failure) {
          // The client hung up.
        }

        @Override
        public void onCompleted() {
          answers.onCompleted();
        }
      };
    }
  }
}
