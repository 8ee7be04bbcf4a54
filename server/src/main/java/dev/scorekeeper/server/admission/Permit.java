package dev.scorekeeper.server.admission;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The place in flight of one admitted request. Whoever got it releases it exactly once, on any
 * thread; a second release throws.
 */
// Extends the flag rather than having one: one object less for each request.
public sealed class Permit extends AtomicBoolean implements Admission, AutoCloseable {

  private static final long serialVersionUID = 1;

  private final transient AdmissionController owner;
  private final int rows;
  private final long bytes;

  private Permit(AdmissionController owner, int rows, long bytes) {
    this.owner = owner;
    this.rows = rows;
    this.bytes = bytes;
  }

  /** For a request before which nothing is queued. */
  static Permit untimed(AdmissionController owner, int rows, long bytes) {
    return new Permit(owner, rows, bytes);
  }

  /**
   * For a request whose time until its release tells about predictions.
   *
   * @param predictedNanos of that time, positive
   */
  static Permit timed(
      AdmissionController owner,
      int rows,
      long bytes,
      Foresight foresight,
      long nowNanos,
      long predictedNanos) {
    return new Timed(owner, rows, bytes, foresight, nowNanos, predictedNanos);
  }

  /** Gives the place back. */
  public final void release() {
    if (getAndSet(true)) {
      throw new IllegalStateException("permit released twice");
    }
    releasing(owner);
    owner.released(rows, bytes);
  }

  void releasing(AdmissionController by) {}

  /** Same as {@link #release}. */
  @Override
  public final void close() {
    release();
  }

  private static final class Timed extends Permit {

    private static final long serialVersionUID = 1;

    private final transient Foresight foresight;
    private final long admittedNanos;
    private final long predictedNanos;

    Timed(
        AdmissionController owner,
        int rows,
        long bytes,
        Foresight foresight,
        long admittedNanos,
        long predictedNanos) {
      super(owner, rows, bytes);
      this.foresight = foresight;
      this.admittedNanos = admittedNanos;
      this.predictedNanos = predictedNanos;
    }

    @Override
    void releasing(AdmissionController by) {
      foresight.observe(predictedNanos, by.nanoTime() - admittedNanos);
    }
  }
}
