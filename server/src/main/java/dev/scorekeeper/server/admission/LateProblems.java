package dev.scorekeeper.server.admission;

import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Problems of requests that would be answered too late. Thread-safe.
 *
 * <p>Under overload they are as many as the answers, and each should cost as little as possible. So
 * there is one for each predicted millisecond, made when first needed.
 */
final class LateProblems {

  private static final int KEPT = 2_048;
  private static final Duration LEAST_RETRY_DELAY = Duration.ofMillis(10);
  private static final Duration GREATEST_RETRY_DELAY = Duration.ofSeconds(30);

  private final AtomicReferenceArray<@Nullable Problem> tooShort = new AtomicReferenceArray<>(KEPT);
  private final AtomicReferenceArray<@Nullable Problem> tooLong = new AtomicReferenceArray<>(KEPT);
  private final long limitNanos;

  /**
   * @param limitNanos longest wait that is accepted
   */
  LateProblems(long limitNanos) {
    this.limitNanos = limitNanos;
  }

  /** Of a request whose deadline comes before its answer could. */
  Problem tooShort(long predictedNanos) {
    return kept(tooShort, predictedNanos, LateProblems::makeTooShort);
  }

  /** Of a request whose wait would be over the limit. */
  Problem tooLong(long predictedNanos) {
    return kept(tooLong, predictedNanos, this::makeTooLong);
  }

  private static Problem kept(
      AtomicReferenceArray<@Nullable Problem> all, long nanos, LongFunction<Problem> maker) {
    long millis = Math.round(nanos / 1e6);
    if (millis >= KEPT) {
      return maker.apply(millis);
    }
    Problem known = all.get((int) millis);
    if (known == null) {
      known = maker.apply(millis);
      all.set((int) millis, known);
    }
    return known;
  }

  private static Problem makeTooShort(long millis) {
    return Problem.of(
            Reason.DEADLINE_TOO_SHORT,
            "The answer is predicted to take " + millis + " ms, more than the deadline leaves.")
        .with("predicted_ms", millis);
  }

  private Problem makeTooLong(long millis) {
    long limit = Math.round(limitNanos / 1e6);
    return Problem.of(
            Reason.QUEUE_DELAY_TOO_LONG,
            "The wait is predicted to be " + millis + " ms; the limit is " + limit + " ms.")
        .with("predicted_ms", millis)
        .with("limit_ms", limit)
        .retryAfter(retryDelay(millis * 1_000_000 - limitNanos / 2));
  }

  /** Waiting for half of what is queued to drain leaves room for some of those who come back. */
  static Duration retryDelay(long drainNanos) {
    Duration delay = Duration.ofNanos(Math.max(0, drainNanos) / 2);
    if (delay.compareTo(LEAST_RETRY_DELAY) < 0) {
      return LEAST_RETRY_DELAY;
    }
    return delay.compareTo(GREATEST_RETRY_DELAY) > 0 ? GREATEST_RETRY_DELAY : delay;
  }
}
