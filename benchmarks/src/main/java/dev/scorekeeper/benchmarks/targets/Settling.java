package dev.scorekeeper.benchmarks.targets;

import dev.scorekeeper.benchmarks.wire.ProcessUse;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a server at work until its JVM has nothing left to compile for that work. The compiler has
 * the server's core, too: what it takes would be counted as the requests'.
 */
final class Settling {

  /** What a second may have left for the compiler. */
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** So many quiet seconds in a row are no pause. */
  private static final int QUIET_SECONDS = 3;

  private static final int MOST_SECONDS = 90;

  /** Gives a server something to do. */
  interface Work {

    /** Goes on for about a second. */
    void goOn() throws Exception;
  }

  private Settling() {}

  /**
   * Goes on for a while, for a minute and a half at most.
   *
   * @param leastSeconds how long at least
   */
  static void settle(Server server, int leastSeconds, Work work) throws Exception {
    int quiet = 0;
    for (int i = 0; i < MOST_SECONDS && (i < leastSeconds || quiet < QUIET_SECONDS); i++) {
      long before = ProcessUse.compilerNanos(server.pid());
      work.goOn();
      // A compiler thread that has ended takes its time with it.
      boolean idle = Math.abs(ProcessUse.compilerNanos(server.pid()) - before) <= IDLE_NANOS;
      quiet = idle ? quiet + 1 : 0;
    }
  }
}
