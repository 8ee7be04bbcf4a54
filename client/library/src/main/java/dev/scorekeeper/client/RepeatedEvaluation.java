package dev.scorekeeper.client;

import dev.scorekeeper.v1.EvaluationProgress;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation of rows that can be gone through again: tried anew from the first row when the
 * server goes away. Its request id makes sure that there are never two records.
 */
final class RepeatedEvaluation {

  private final Transport transport;
  private final EvaluationRequest request;
  private final Iterable<LabelledRows> rows;
  private final @Nullable Consumer<EvaluationProgress> listener;

  RepeatedEvaluation(
      Transport transport,
      EvaluationRequest request,
      Iterable<LabelledRows> rows,
      @Nullable Consumer<EvaluationProgress> listener) {
    this.transport = transport;
    this.request = request.repeatable();
    this.rows = rows;
    this.listener = listener;
  }

  EvaluationResult run() {
    for (int failed = 1; ; failed++) {
      Failure failure;
      try (EvaluationStream<EvaluationResult> stream = open()) {
        try {
          rows.forEach(stream::send);
          EvaluationResult result = stream.finish();
          transport.retrier.onSuccess();
          return result;
        } catch (ScorekeeperException e) {
          failure = stream.failure(e);
        }
      }
      OptionalLong delay = transport.retrier.onFailure(failure, failed, Long.MAX_VALUE);
      if (!delay.isPresent() || transport.isClosed()) {
        throw failure.exception;
      }
      pause(delay.getAsLong());
    }
  }

  private EvaluationStream<EvaluationResult> open() {
    return listener == null
        ? EvaluationStream.open(transport, request)
        : EvaluationStream.open(transport, request, listener);
  }

  private void pause(long nanos) {
    CountDownLatch over = new CountDownLatch(1);
    Runnable canceller = transport.timer.schedule(over::countDown, nanos);
    try {
      over.await();
    } catch (InterruptedException e) {
      canceller.run();
      throw Waiting.interrupted(e);
    }
  }
}
