package dev.scorekeeper.server.app;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The JVM's compiler, which goes on for a while with what is waiting after the traffic that caused
 * it has ended; on a machine with few cores the first callers would wait for it.
 */
final class CompilerQueue {

  private static final long LOOK_MILLIS = 20;

  /** Share of one core's time below which the compiler counts as idle. */
  private static final double IDLE_SHARE = 0.1;

  /** Looks in a row that must find it idle: between two methods it may seem so for a moment. */
  private static final int IDLE_LOOKS = 2;

  private final LongSupplier compileMillis;

  /**
   * @param compileMillis time spent on compiling so far, of all threads together
   */
  CompilerQueue(LongSupplier compileMillis) {
    this.compileMillis = compileMillis;
  }

  static CompilerQueue ofThisJvm() {
    return new CompilerQueue(new CompilerTime());
  }

  /** Milliseconds that it has worked so far. */
  long workedMillis() {
    return compileMillis.getAsLong();
  }

  /** Waits until the compiler is idle, {@code most} at the longest. */
  void awaitIdle(Duration most) throws InterruptedException {
    int idle = 0;
    long before = compileMillis.getAsLong();
    for (long waited = 0; waited < most.toMillis() && idle < IDLE_LOOKS; waited += LOOK_MILLIS) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      long now = compileMillis.getAsLong();
      idle = now - before <= IDLE_SHARE * LOOK_MILLIS ? idle + 1 : 0;
      before = now;
    }
  }
}
