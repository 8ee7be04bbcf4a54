package dev.scorekeeper.server.admission;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.stats.ServerStats;
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

  /**
   * How much of a wait is added to it before it is compared with the deadline: who is admitted to
   * the very edge of his deadline may be answered late, and has then cost a run for nothing.
   */
  private static final double MARGIN = 0.25;

  /** The same while the queue is a standing one: a wait of a quarter of the time that is left. */
  private static final double STANDING_MARGIN = 3;

  private static final Problem EXPIRED =
      Problem.of(Reason.DEADLINE_EXPIRED, "The deadline had passed when the request was read.");

  private final AdmissionConfig config;
  private final ServerStats stats;
  private final LongSupplier nanoTime;
  private final long maxQueueDelayNanos;
  private final LateProblems late;
  private final AtomicLong rowsInFlight;
  private final AtomicLong bytesInFlight;

  /**
   * @param nanoTime the scale of the deadlines, as {@link System#nanoTime}
   */
  public AdmissionController(AdmissionConfig config, ServerStats stats, LongSupplier nanoTime) {
    this.config = requireNonNull(config, "config is null");
    this.stats = requireNonNull(stats, "stats is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    this.maxQueueDelayNanos = config.maxQueueDelay().toNanos();
    this.late = new LateProblems(maxQueueDelayNanos);
    this.rowsInFlight = stats.inFlightRows();
    this.bytesInFlight = stats.inFlightBytes();
  }

  /**
   * Takes a request on or turns it away. Never blocks.
   *
   * @param foresight of the model version
   * @param rows rows of the request, {@code >= 0}
   * @param bytes payload of the request, {@code >= 0}
   * @param queueDelayNanos predicted wait until its run starts; 0 when nothing is queued or it is
   *     unknown
   * @param runNanos predicted time of its run; 0 when unknown
   * @param deadlineNanos when it must be answered; {@code Long.MAX_VALUE}: never
   */
  public Admission admit(
      Foresight foresight,
      int rows,
      long bytes,
      long queueDelayNanos,
      long runNanos,
      long deadlineNanos) {
    if (rows < 0 || bytes < 0) {
      throw new IllegalArgumentException("negative rows or bytes: " + rows + ", " + bytes);
    }
    boolean timed = queueDelayNanos > 0 || deadlineNanos != Long.MAX_VALUE;
    long now = timed ? nanoTime.getAsLong() : 0;
    long wait = (long) (queueDelayNanos * foresight.slowness());
    double margin = timed && foresight.isStanding(now, wait) ? STANDING_MARGIN : MARGIN;
    long needed = wait + (long) (margin * wait) + runNanos;
    Problem problem = checkTime(queueDelayNanos, wait + runNanos, needed, deadlineNanos, now);
    if (problem == null) {
      problem = enter(rows, bytes, wait);
    }
    if (problem != null) {
      stats.refused(problem.reason());
      return new Admission.Turned(problem);
    }
    stats.entered();
    return queueDelayNanos > 0
        ? Permit.timed(this, rows, bytes, foresight, now, queueDelayNanos + runNanos)
        : Permit.untimed(this, rows, bytes);
  }

  private @Nullable Problem checkTime(
      long queueDelayNanos, long predictedNanos, long neededNanos, long deadlineNanos, long now) {
    if (deadlineNanos != Long.MAX_VALUE) {
      long remaining = deadlineNanos - now;
      if (remaining <= 0) {
        return EXPIRED;
      }
      if (remaining < neededNanos) {
        return late.tooShort(predictedNanos, neededNanos);
      }
    }
    // As predicted: where no deadline says otherwise, a slow machine is no reason to refuse.
    return queueDelayNanos > maxQueueDelayNanos ? late.tooLong(queueDelayNanos) : null;
  }

  long nanoTime() {
    return nanoTime.getAsLong();
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
        .retryAfter(LateProblems.retryDelay(queueDelayNanos));
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
    stats.left();
  }
}
