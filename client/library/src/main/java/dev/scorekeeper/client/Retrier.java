package dev.scorekeeper.client;

import io.grpc.Status;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;

/** Decides whether a failed attempt is followed by another and after how long. Thread-safe. */
final class Retrier {

  private final RetryPolicy policy;
  private final RetryThrottle throttle;
  private final DoubleSupplier random;

  Retrier(RetryPolicy policy, DoubleSupplier random) {
    this.policy = policy;
    this.throttle = new RetryThrottle(policy);
    this.random = random;
  }

  void onSuccess() {
    throttle.onSuccess();
  }

  /**
   * Counts a failed attempt and decides.
   *
   * @param failedAttempts of this request, this one included
   * @param remainingNanos until the request's deadline
   * @return nanoseconds to wait before the next attempt; empty when there shall be none
   */
  OptionalLong onFailure(Failure failure, int failedAttempts, long remainingNanos) {
    boolean retryable = isRetryable(failure.exception);
    if (!retryable && !failure.retryForbidden) {
      return OptionalLong.empty();
    }
    boolean allowed = failure.countOnce() ? throttle.onFailure() : throttle.allows();
    if (!allowed || failure.retryForbidden || failedAttempts >= policy.maxAttempts()) {
      return OptionalLong.empty();
    }
    long wait = policy.backoffNanos(failedAttempts, random.getAsDouble());
    long asked = failure.exception.retryAfter().map(Retrier::saturatedNanos).orElse(0L);
    // What the server asks for is varied upward only, so that its callers do not return all at
    // once.
    long delay = asked > wait ? saturatedAdd(asked, wait / 2) : wait;
    return delay < remainingNanos ? OptionalLong.of(delay) : OptionalLong.empty();
  }

  /**
   * Nanoseconds to wait before opening a watch again, however often it has failed; empty when the
   * failure is not of the kind that passes.
   */
  OptionalLong onWatchFailure(Failure failure, int failedAttempts) {
    return isRetryable(failure.exception) && !failure.retryForbidden
        ? OptionalLong.of(policy.backoffNanos(failedAttempts, random.getAsDouble()))
        : OptionalLong.empty();
  }

  private static boolean isRetryable(ScorekeeperException exception) {
    return exception.code() == Status.Code.UNAVAILABLE
        || (exception.code() == Status.Code.RESOURCE_EXHAUSTED
            && exception.retryAfter().isPresent());
  }

  private static long saturatedNanos(Duration duration) {
    return duration.toSeconds() >= Long.MAX_VALUE / 2_000_000_000
        ? Long.MAX_VALUE / 2
        : duration.toNanos();
  }

  private static long saturatedAdd(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }
}
