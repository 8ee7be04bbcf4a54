package dev.scorekeeper.benchmarks.pipeline;

import dev.scorekeeper.v1.PredictStreamRequest;
import dev.scorekeeper.v1.PredictStreamResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc.ScoringServiceStub;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends equal messages on one PredictStream, a fixed number in flight. One thread sends. */
final class StreamClient
    implements ClientResponseObserver<PredictStreamRequest, PredictStreamResponse> {

  private final PredictStreamRequest.Builder message;
  private final int inFlight;
  private final Semaphore free;
  private @Nullable ClientCallStreamObserver<PredictStreamRequest> requests;
  private volatile @Nullable Throwable failure;
  private long nextId = 1;

  private StreamClient(PredictStreamRequest.Builder message, int inFlight) {
    this.message = message;
    this.inFlight = inFlight;
    this.free = new Semaphore(inFlight);
  }

  static StreamClient open(
      ScoringServiceStub stub, PredictStreamRequest.Builder message, int inFlight) {
    StreamClient client = new StreamClient(message, inFlight);
    var unused = stub.predictStream(client);
    return client;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<PredictStreamRequest> stream) {
    requests = stream;
  }

  /**
   * Sends so many messages and waits until all are answered.
   *
   * @throws IllegalStateException when the stream failed
   */
  void run(int messages) throws InterruptedException {
    for (int i = 0; i < messages; i++) {
      acquire(1);
      stream().onNext(message.setId(nextId++).build());
    }
    acquire(inFlight);
    free.release(inFlight);
  }

  private void acquire(int permits) throws InterruptedException {
    while (!free.tryAcquire(permits, 1, TimeUnit.SECONDS)) {
      if (failure != null) {
        throw new IllegalStateException("the stream failed", failure);
      }
    }
  }

  private ClientCallStreamObserver<PredictStreamRequest> stream() {
    if (requests == null) {
      throw new IllegalStateException("not open");
    }
    return requests;
  }

  void close() {
    stream().onCompleted();
  }

  @Override
  public void onNext(PredictStreamResponse response) {
    free.release();
  }

  @Override
  public void onError(Throwable error) {
    failure = error;
  }

  @Override
  public void onCompleted() {}
}
