package dev.scorekeeper.cli.load;

import java.util.concurrent.locks.LockSupport;

/** The clock of a measurement, and waiting by it. Safe for several threads. */
public interface Pacing {
  /** Nanoseconds of a clock that never goes back; only differences mean something. */
  long now();

  /** Returns at about that time, or at once when it has passed. */
  void waitUntil(long time) throws InterruptedException;

  /** The machine's clock. */
  static Pacing ofMachine() {
    return new Pacing() {
      @Override
      public long now() {
        return System.nanoTime();
      }

      @Override
      public void waitUntil(long time) throws InterruptedException {
        long left = time - System.nanoTime();
        while (left > 0) {
          LockSupport.parkNanos(this, left);
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          left = time - System.nanoTime();
        }
      }
    };
  }
}
