package dev.scorekeeper.benchmarks.start;

import com.google.protobuf.UnsafeByteOperations;
import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import dev.scorekeeper.v1.Tensor;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests of one row each at the times of a Poisson process, whether those before are answered or
 * not; a request's latency counts from the time it was meant for. Used by one thread.
 */
final class PacedLoad implements AutoCloseable {

  private static final int CONNECTIONS = 4;

  private final List<ManagedChannel> channels;
  private final PredictRequest request;
  private final Random random = new Random(7);
  private final AtomicLong failures = new AtomicLong();

  PacedLoad(int port, String model, String input, List<Long> shape) {
    long elements = shape.stream().reduce(1L, (a, b) -> a * b);
    byte[] row = new byte[Math.toIntExact(elements * Float.BYTES)];
    request =
        PredictRequest.newBuilder()
            .setModel(ModelSpec.newBuilder().setName(model))
            .addInputs(
                Tensor.newBuilder()
                    .setName(input)
                    .setDtype(DataType.DATA_TYPE_FLOAT32)
                    .addAllShape(shape)
                    .setData(UnsafeByteOperations.unsafeWrap(row)))
            .build();
    channels =
        random
            .ints(CONNECTIONS)
            .mapToObj(
                unused ->
                    NettyChannelBuilder.forAddress("127.0.0.1", port)
                        .usePlaintext()
                        .directExecutor()
                        .build())
            .toList();
  }

  /** Requests that were refused or failed so far. */
  long failures() {
    return failures.get();
  }

  /**
   * Sends for {@code seconds}, waits for the answers.
   *
   * @return the latency that 99 of 100 requests kept within, in microseconds
   */
  double p99Micros(int requestsPerSecond, double seconds) throws InterruptedException {
    int count = (int) (requestsPerSecond * seconds);
    AtomicLongArray latencies = new AtomicLongArray(count);
    CountDownLatch unanswered = new CountDownLatch(count);
    double due = System.nanoTime();
    for (int i = 0; i < count; i++) {
      due += -Math.log(1 - random.nextDouble()) * 1e9 / requestsPerSecond;
      waitUntil((long) due);
      send(i, (long) due, latencies, unanswered);
    }
    if (!unanswered.await(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException(unanswered.getCount() + " requests were never answered");
    }
    long[] sorted = new long[count];
    for (int i = 0; i < count; i++) {
      sorted[i] = latencies.get(i);
    }
    java.util.Arrays.sort(sorted);
    return sorted[(int) Math.ceil(0.99 * count) - 1] / 1e3;
  }

  private static void waitUntil(long nanos) {
    long left = nanos - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = nanos - System.nanoTime();
    }
  }

  private void send(
      int index, long dueNanos, AtomicLongArray latencies, CountDownLatch unanswered) {
    ScoringServiceGrpc.newStub(channels.get(index % CONNECTIONS))
        .predict(
            request,
            new StreamObserver<PredictResponse>() {
              @Override
              public void onNext(PredictResponse response) {}

              @Override
              public void onError(Throwable e) {
                failures.incrementAndGet();
                onCompleted();
              }

              @Override
              public void onCompleted() {
                latencies.set(index, System.nanoTime() - dueNanos);
                unanswered.countDown();
              }
            });
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
