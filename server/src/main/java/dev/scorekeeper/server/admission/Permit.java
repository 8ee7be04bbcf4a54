package dev.scorekeeper.server.admission;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The place in flight of one admitted request. Whoever got it releases it exactly once, on any
 * thread; a second release throws.
 */
public final class Permit implements AutoCloseable {

  private final AdmissionController owner;
  private final int rows;
  private final long bytes;
  private final AtomicBoolean released = new AtomicBoolean();

  Permit(AdmissionController owner, int rows, long bytes) {
    this.owner = owner;
    this.rows = rows;
    this.bytes = bytes;
  }

  /** Gives the place back. */
  public void release() {
    if (!released.compareAndSet(false, true)) {
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
