package dev.scorekeeper.server.admission;

import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Problems of requests that would be answered too late. Thread-safe.
 *
 * <p>Under overload they are as many as the answers, and each should cost as little as possible.
 * Their times are predictions, so they are rounded up to one of {@link #STEPS}; what says the same
 * is the same object, whose wire form is known, and which a connection's table of headers holds
 * after the first.
 */
final class LateProblems {

  /** Of these, and of ten times, a hundred times as many, a time is the next that is not less. */
  private static final int[] STEPS = {10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100};

  /** A power of two. */
  private static final int KEPT = 256;

  private static final Duration LEAST_RETRY_DELAY = Duration.ofMillis(10);
  private static final Duration GREATEST_RETRY_DELAY = Duration.ofSeconds(30);

  private final AtomicReferenceArray<@Nullable Late> recent = new AtomicReferenceArray<>(KEPT);
  private final long limitNanos;

  /** A problem and the milliseconds that it tells. */
  private record Late(Reason reason, long predicted, long needed, Problem problem) {

    boolean tells(Reason otherReason, long otherPredicted, long otherNeeded) {
      return reason == otherReason && predicted == otherPredicted && needed == otherNeeded;
    }
  }

  /**
   * @param limitNanos longest wait that is accepted
   */
  LateProblems(long limitNanos) {
    this.limitNanos = limitNanos;
  }

  /**
   * Of a request whose deadline comes before its answer could.
   *
   * @param neededNanos what a deadline must leave for a request to be taken on
   */
  Problem tooShort(long predictedNanos, long neededNanos) {
    return kept(Reason.DEADLINE_TOO_SHORT, millis(predictedNanos), millis(neededNanos));
  }

  /** Of a request whose wait would be over the limit. */
  Problem tooLong(long predictedNanos) {
    return kept(Reason.QUEUE_DELAY_TOO_LONG, millis(predictedNanos), 0);
  }

  private Problem kept(Reason reason, long predicted, long needed) {
    int slot = (int) (predicted * 31 + needed) & (KEPT - 1);
    Late known = recent.get(slot);
    if (known != null && known.tells(reason, predicted, needed)) {
      return known.problem;
    }
    Problem problem =
        reason == Reason.DEADLINE_TOO_SHORT
            ? tooShortMillis(predicted, needed)
            : tooLongMillis(predicted);
    recent.set(slot, new Late(reason, predicted, needed, problem));
    return problem;
  }

  private static Problem tooShortMillis(long predicted, long needed) {
    return Problem.of(
            Reason.DEADLINE_TOO_SHORT,
            "The answer is predicted to take up to "
                + predicted
                + " ms, and a deadline must leave "
                + needed
                + " ms; this one leaves less.")
        .with("predicted_ms", predicted)
        .with("needed_ms", needed);
  }

  private Problem tooLongMillis(long predicted) {
    long limit = Math.round(limitNanos / 1e6);
    return Problem.of(
            Reason.QUEUE_DELAY_TOO_LONG,
            "The wait is predicted to be up to "
                + predicted
                + " ms; the limit is "
                + limit
                + " ms.")
        .with("predicted_ms", predicted)
        .with("limit_ms", limit)
        .retryAfter(retryDelay(predicted * 1_000_000 - limitNanos / 2));
  }

  /** Rounded up; up to 10 ms to whole ones. */
  private static long millis(long nanos) {
    long exact = Math.max(1, (nanos + 999_999) / 1_000_000);
    long scale = 1;
    while (exact > STEPS[STEPS.length - 1] * scale) {
      scale *= 10;
    }
    if (exact <= STEPS[0]) {
      return exact;
    }
    int step = 0;
    while (STEPS[step] * scale < exact) {
      step++;
    }
    return STEPS[step] * scale;
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
