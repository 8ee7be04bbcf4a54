package dev.scorekeeper.server.admission;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.stats.ServerStats;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides about each request before anything is copied. Thread-safe, without locks.
 *
 * <p>The caps hold for the sum over all models. A request that exceeds a cap by itself is admitted
 * when nothing else counts against that cap, since otherwise it could never be served; the size of
 * a message is bounded elsewhere. Requests of no rows are never over the cap of rows.
 *
 * <p>Order of the checks: deadline passed, deadline too short, wait too long, rows, bytes. What is
 * refused is counted in the statistics by its reason.
 */
public final class AdmissionController {

  private static final Duration LEAST_RETRY_DELAY = Duration.ofMillis(10);
  private static final Duration GREATEST_RETRY_DELAY = Duration.ofSeconds(30);

  private final AdmissionConfig config;
  private final ServerStats stats;
  private final LongSupplier nanoTime;
  private final long maxQueueDelayNanos;
  private final AtomicLong rowsInFlight = new AtomicLong();
  private final AtomicLong bytesInFlight = new AtomicLong();

  /**
   * @param nanoTime the scale of the deadlines, as {@link System#nanoTime}
   */
  public AdmissionController(AdmissionConfig config, ServerStats stats, LongSupplier nanoTime) {
    this.config = requireNonNull(config, "config is null");
    this.stats = requireNonNull(stats, "stats is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    this.maxQueueDelayNanos = config.maxQueueDelay().toNanos();
  }

  /** {@link #admit(int, long, long, long, long)} for a run of unknown length. */
  public Admission admit(int rows, long bytes, long queueDelayNanos, long deadlineNanos) {
    return admit(rows, bytes, queueDelayNanos, 0, deadlineNanos);
  }

  /**
   * Takes a request on or turns it away. Never blocks.
   *
   * @param rows rows of the request, {@code >= 0}
   * @param bytes payload of the request, {@code >= 0}
   * @param queueDelayNanos predicted wait until its run starts; 0 when unknown
   * @param runNanos predicted time of its run; 0 when unknown
   * @param deadlineNanos when it must be answered; {@code Long.MAX_VALUE}: never
   */
  public Admission admit(
      int rows, long bytes, long queueDelayNanos, long runNanos, long deadlineNanos) {
    if (rows < 0 || bytes < 0) {
      throw new IllegalArgumentException("negative rows or bytes: " + rows + ", " + bytes);
    }
    Problem problem = checkTime(queueDelayNanos, runNanos, deadlineNanos);
    if (problem == null) {
      problem = enter(rows, bytes, queueDelayNanos);
    }
    if (problem != null) {
      stats.refused(problem.reason());
      return new Admission.Turned(problem);
    }
    stats.entered(rows, bytes);
    return new Permit(this, rows, bytes);
  }

  private @Nullable Problem checkTime(long queueDelayNanos, long runNanos, long deadlineNanos) {
    if (deadlineNanos != Long.MAX_VALUE) {
      long remaining = deadlineNanos - nanoTime.getAsLong();
      if (remaining <= 0) {
        return Problem.of(
            Reason.DEADLINE_EXPIRED, "The deadline had passed when the request was read.");
      }
      if (remaining < queueDelayNanos + runNanos) {
        return tooShort(remaining, queueDelayNanos + runNanos);
      }
    }
    return queueDelayNanos > maxQueueDelayNanos ? tooLong(queueDelayNanos) : null;
  }

  private static Problem tooShort(long remaining, long needed) {
    return Problem.of(
            Reason.DEADLINE_TOO_SHORT,
            "The answer is predicted to take "
                + millis(needed)
                + " ms, and the deadline leaves "
                + millis(remaining)
                + " ms.")
        .with("predicted_ms", millis(needed))
        .with("remaining_ms", millis(remaining));
  }

  private Problem tooLong(long queueDelayNanos) {
    return Problem.of(
            Reason.QUEUE_DELAY_TOO_LONG,
            "The wait is predicted to be "
                + millis(queueDelayNanos)
                + " ms; the limit is "
                + millis(maxQueueDelayNanos)
                + " ms.")
        .with("predicted_ms", millis(queueDelayNanos))
        .with("limit_ms", millis(maxQueueDelayNanos))
        .retryAfter(retryDelay(queueDelayNanos - maxQueueDelayNanos / 2));
  }

  private @Nullable Problem enter(int rows, long bytes, long queueDelayNanos) {
    if (!reserve(rowsInFlight, rows, config.maxRowsInFlight())) {
      return full(
          Reason.TOO_MANY_ROWS,
          "rows",
          rowsInFlight.get(),
          rows,
          config.maxRowsInFlight(),
          queueDelayNanos);
    }
    if (!reserve(bytesInFlight, bytes, config.maxBytesInFlight().bytes())) {
      rowsInFlight.addAndGet(-(long) rows);
      return full(
          Reason.TOO_MANY_BYTES,
          "bytes",
          bytesInFlight.get(),
          bytes,
          config.maxBytesInFlight().bytes(),
          queueDelayNanos);
    }
    return null;
  }

  private static boolean reserve(AtomicLong counter, long amount, long limit) {
    long after = counter.addAndGet(amount);
    if (after <= limit || after == amount || amount == 0) {
      return true;
    }
    counter.addAndGet(-amount);
    return false;
  }

  private static Problem full(
      Reason reason, String unit, long inFlight, long amount, long limit, long queueDelayNanos) {
    return Problem.of(
            reason,
            "The server has "
                + inFlight
                + " "
                + unit
                + " in flight; "
                + amount
                + " more would exceed its limit of "
                + limit
                + ".")
        .with("in_flight", inFlight)
        .with("requested", amount)
        .with("limit", limit)
        .retryAfter(retryDelay(queueDelayNanos));
  }

  /** Waiting for half of what is queued to drain leaves room for some of those who come back. */
  private static Duration retryDelay(long drainNanos) {
    Duration delay = Duration.ofNanos(Math.max(0, drainNanos) / 2);
    if (delay.compareTo(LEAST_RETRY_DELAY) < 0) {
      return LEAST_RETRY_DELAY;
    }
    return delay.compareTo(GREATEST_RETRY_DELAY) > 0 ? GREATEST_RETRY_DELAY : delay;
  }

  private static long millis(long nanos) {
    return Math.round(nanos / 1e6);
  }

  /** Rows admitted and not yet answered. */
  public long rowsInFlight() {
    return rowsInFlight.get();
  }

  /** Payload bytes admitted and not yet answered. */
  public long bytesInFlight() {
    return bytesInFlight.get();
  }

  void released(int rows, long bytes) {
    rowsInFlight.addAndGet(-(long) rows);
    bytesInFlight.addAndGet(-bytes);
    stats.left(rows, bytes);
  }
}
