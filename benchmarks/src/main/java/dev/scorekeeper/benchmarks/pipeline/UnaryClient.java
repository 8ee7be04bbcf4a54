package dev.scorekeeper.benchmarks.pipeline;

import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc.ScoringServiceStub;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Makes a number of equal unary calls, some of them in flight at a time. Used once. */
final class UnaryClient implements StreamObserver<PredictResponse> {

  private final ScoringServiceStub stub;
  private final PredictRequest request;
  private final AtomicInteger toSend;
  private final CountDownLatch answers;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  UnaryClient(ScoringServiceStub stub, PredictRequest request, int calls) {
    this.stub = stub;
    this.request = request;
    this.toSend = new AtomicInteger(calls);
    this.answers = new CountDownLatch(calls);
  }

  /**
   * Makes the calls and waits for their ends.
   *
   * @throws IllegalStateException when one failed
   */
  void run(int inFlight) throws InterruptedException {
    for (int i = 0; i < inFlight; i++) {
      sendNext();
    }
    answers.await();
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException("a call failed", cause);
    }
  }

  private void sendNext() {
    if (toSend.getAndDecrement() > 0) {
      stub.predict(request, this);
    }
  }

  @Override
  public void onNext(PredictResponse response) {}

  @Override
  public void onError(Throwable error) {
    failure.set(error);
    onCompleted();
  }

  @Override
  public void onCompleted() {
    sendNext();
    answers.countDown();
  }
}
