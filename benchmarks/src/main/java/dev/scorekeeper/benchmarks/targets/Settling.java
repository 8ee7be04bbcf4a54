package dev.scorekeeper.benchmarks.targets;

import dev.scorekeeper.benchmarks.wire.ProcessUse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a server and this JVM, which asks it, at work until neither has anything left to compile
 * for that work. Each one's compiler is on its core: what the server's takes would be counted as
 * the requests', and while this one's works, answers wait to be read.
 */
final class Settling {

  /** What a second may have left for the compiler. */
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** So many quiet seconds in a row are no pause. */
  private static final int QUIET_SECONDS = 3;

  private static final int MOST_SECONDS = 90;

  /** Gives both something to do. */
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
    long own = ProcessHandle.current().pid();
    int quiet = 0;
    for (int i = 0; i < MOST_SECONDS && (i < leastSeconds || quiet < QUIET_SECONDS); i++) {
      long serverBefore = ProcessUse.compilerNanos(server.pid());
      long ownBefore = ProcessUse.compilerNanos(own);
      work.goOn();
      boolean idle = isIdle(server.pid(), serverBefore) && isIdle(own, ownBefore);
      quiet = idle ? quiet + 1 : 0;
    }
  }

  private static boolean isIdle(long pid, long before) throws IOException {
    // A compiler thread that has ended takes its time with it.
    return Math.abs(ProcessUse.compilerNanos(pid) - before) <= IDLE_NANOS;
  }
}
