package dev.scorekeeper.server.batching;

import static com.google.common.truth.Truth.assertThat;

import java.util.List;
import java.util.function.LongSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class RunClockTest {

  private long now = 1_000;
  private long waited = 70;
  private final RunClock clock = new RunClock(() -> now, () -> waited);

  private void waitForCore(long nanos) {
    now += nanos;
    waited += nanos;
  }

  @Test
  void since_withWaits_isWhatTheRunTookItself() {
    long begin = clock.begin();
    now += 300;
    waitForCore(5_000);
    now += 200;

    assertThat(clock.since(begin)).isEqualTo(500);
  }

  /** Whoever looks at two clocks may lose the core between them. */
  @Property(tries = 500)
  void since_waitsBetweenTheLooks_isNeverLessThanTheRun(
      @ForAll @Size(4) List<@LongRange(min = 0, max = 10_000) Long> waits,
      @ForAll @LongRange(min = 1, max = 10_000) long run) {
    int[] look = {0};
    LongSupplier time = () -> after(now, waits, look);
    LongSupplier wait = () -> after(waited, waits, look);
    RunClock disturbed = new RunClock(time, wait);

    long begin = disturbed.begin();
    now += run;
    long own = disturbed.since(begin);

    assertThat(own).isAtLeast(run);
    assertThat(own).isAtMost(run + waits.get(0) + waits.get(2));
  }

  private long after(long value, List<Long> waits, int[] look) {
    waitForCore(waits.get(look[0]++));
    return value;
  }
}
