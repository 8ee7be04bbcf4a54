package dev.scorekeeper.server.app;

import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.PredictStreamRequest;
import dev.scorekeeper.v1.PredictStreamResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that the server sends to itself over a real connection, so that decoding, batching, runs
 * and encoding are compiled before anybody else calls.
 *
 * <p>A request that fails at first is not sent again. Ends when the rate of answers has settled, or
 * when the time is up. Used by one thread.
 */
final class SelfTraffic {

  private static final Logger logger = LoggerFactory.getLogger(SelfTraffic.class);

  private static final int UNARY_CALLS = 32;
  private static final int STREAM_REQUESTS = 32;
  private static final long WINDOW_MILLIS = 200;
  private static final int TRIALS = 3;
  private static final int MOST_TRIALS = 20;

  /** Time for the trials of one request, beyond the first ones. */
  private static final long TRIALS_NANOS = 20_000_000;

  private static final int CYCLE_LENGTH = 512;

  private final ManagedChannel channel;
  private final List<PredictRequest> requests;
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong next = new AtomicLong();
  private volatile boolean stopping;

  /** Borrows the channel. */
  SelfTraffic(ManagedChannel channel, List<PredictRequest> requests) {
    this.channel = channel;
    this.requests = cycle(channel, requests);
  }

  /**
   * Those of the requests that are answered when sent alone, in random order. The way to the model
   * and back is what is to be compiled, and it is the same for all: cheap ones come often, each in
   * inverse proportion to the square of its time, and the dearest not again.
   */
  private static List<PredictRequest> cycle(ManagedChannel channel, List<PredictRequest> all) {
    Map<PredictRequest, Double> shares = new LinkedHashMap<>();
    double sum = 0;
    for (PredictRequest request : all) {
      long nanos = leastTime(channel, request);
      if (nanos > 0) {
        double share = 1.0 / nanos / nanos;
        shares.put(request, share);
        sum += share;
      }
    }
    List<PredictRequest> cycle = new ArrayList<>();
    for (Map.Entry<PredictRequest, Double> each : shares.entrySet()) {
      long times = Math.round(CYCLE_LENGTH * each.getValue() / sum);
      cycle.addAll(Collections.nCopies((int) times, each.getKey()));
    }
    Collections.shuffle(cycle, new Random(0));
    return cycle;
  }

  /** Least time of a few calls in nanoseconds; 0 when one fails. */
  private static long leastTime(ManagedChannel channel, PredictRequest request) {
    ScoringServiceGrpc.ScoringServiceBlockingStub stub =
        ScoringServiceGrpc.newBlockingStub(channel);
    long least = Long.MAX_VALUE;
    long spent = 0;
    for (int i = 0; i < TRIALS || (i < MOST_TRIALS && spent < TRIALS_NANOS); i++) {
      long start = System.nanoTime();
      try {
        PredictResponse unused = stub.withDeadlineAfter(10, TimeUnit.SECONDS).predict(request);
      } catch (StatusRuntimeException e) {
        logger.debug(
            "Not warming up with {} {}: {}",
            request.getModel().getName(),
            request.getSignature(),
            e.getStatus());
        return 0;
      }
      long nanos = System.nanoTime() - start;
      least = Math.min(least, nanos);
      spent += nanos;
    }
    return least;
  }

  /**
   * Sends for up to {@code maxTime}; returns the number of answers.
   *
   * @throws InterruptedException when interrupted; the traffic has stopped then
   */
  long run(Duration maxTime) throws InterruptedException {
    if (requests.isEmpty()) {
      return 0;
    }
    for (int i = 0; i < UNARY_CALLS; i++) {
      new UnaryCaller().send();
    }
    ScoringServiceGrpc.newStub(channel).predictStream(new StreamCaller());
    try {
      waitUntilSettled(System.nanoTime() + maxTime.toNanos());
    } finally {
      stopping = true;
    }
    return answers.get();
  }

  private void waitUntilSettled(long endNanos) throws InterruptedException {
    Settling settling = new Settling();
    while (System.nanoTime() < endNanos && !settling.isSettled()) {
      TimeUnit.MILLISECONDS.sleep(WINDOW_MILLIS);
      settling.window(answers.get());
      logger.debug("{} answers so far", answers);
    }
  }

  private PredictRequest nextRequest() {
    return requests.get((int) (next.getAndIncrement() % requests.size()));
  }

  /** Sends the next unary request when the last one is answered. */
  private final class UnaryCaller implements StreamObserver<PredictResponse> {

    void send() {
      ScoringServiceGrpc.newStub(channel).predict(nextRequest(), this);
    }

    @Override
    public void onNext(PredictResponse response) {
      answers.incrementAndGet();
    }

    @Override
    public void onCompleted() {
      if (!stopping) {
        send();
      }
    }

    @Override
    public void onError(Throwable e) {
      // Refused under load: this caller stops, the others go on.
      logger.debug("Warm-up request failed: {}", Status.fromThrowable(e));
    }
  }

  /** Keeps some requests in flight on one stream. */
  private final class StreamCaller
      implements ClientResponseObserver<PredictStreamRequest, PredictStreamResponse> {

    private @Nullable ClientCallStreamObserver<PredictStreamRequest> calls;
    private long id;
    private int inFlight;
    private boolean ended;

    @Override
    public void beforeStart(ClientCallStreamObserver<PredictStreamRequest> stream) {
      calls = stream;
      stream.setOnReadyHandler(this::fill);
    }

    private void fill() {
      ClientCallStreamObserver<PredictStreamRequest> stream = calls;
      while (stream != null && !ended && inFlight < STREAM_REQUESTS && stream.isReady()) {
        if (stopping) {
          ended = true;
          stream.onCompleted();
          return;
        }
        inFlight++;
        stream.onNext(
            PredictStreamRequest.newBuilder().setId(id++).setRequest(nextRequest()).build());
      }
    }

    @Override
    public void onNext(PredictStreamResponse response) {
      inFlight--;
      answers.incrementAndGet();
      fill();
    }

    @Override
    public void onCompleted() {
      ended = true;
    }

    @Override
    public void onError(Throwable e) {
      ended = true;
      logger.debug("Warm-up stream failed: {}", Status.fromThrowable(e));
    }
  }
}
