package dev.scorekeeper.client;

import dev.scorekeeper.v1.PredictStreamRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One request of a stream on its way through its attempts. Thread-safe. */
final class StreamRequest {

  final PredictStreamRequest message;
  final long byteCount;
  final long deadlineNanos;
  final CompletableFuture<Result> future = new CompletableFuture<>();
  private final AtomicBoolean finished = new AtomicBoolean();
  private final AtomicInteger failedAttempts = new AtomicInteger();
  private volatile Runnable deadlineCanceller = () -> {};

  StreamRequest(PredictStreamRequest message, long byteCount, long deadlineNanos) {
    this.message = message;
    this.byteCount = byteCount;
    this.deadlineNanos = deadlineNanos;
  }

  long id() {
    return message.getId();
  }

  /** Claims the end of the request; true for the first caller only. */
  boolean finish() {
    if (!finished.compareAndSet(false, true)) {
      return false;
    }
    deadlineCanceller.run();
    return true;
  }

  boolean isFinished() {
    return finished.get();
  }

  int countFailedAttempt() {
    return failedAttempts.incrementAndGet();
  }

  void cancelDeadlineWith(Runnable canceller) {
    deadlineCanceller = canceller;
    if (finished.get()) {
      canceller.run();
    }
  }
}
