package dev.scorekeeper.server.admission;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The place in flight of one admitted request. Whoever got it releases it exactly once, on any
 * thread; a second release throws.
 */
// Extends the flag rather than having one: one object less for each request.
public final class Permit extends AtomicBoolean implements Admission, AutoCloseable {

  private static final long serialVersionUID = 1;

  private final transient AdmissionController owner;
  private final int rows;
  private final long bytes;

  Permit(AdmissionController owner, int rows, long bytes) {
    this.owner = owner;
    this.rows = rows;
    this.bytes = bytes;
  }

  /** Gives the place back. */
  public void release() {
    if (getAndSet(true)) {
      throw new IllegalStateException("permit released twice");
    }
    owner.released(rows, bytes);
  }

  /** Same as {@link #release}. */
  @Override
  public void close() {
    release();
  }
}
