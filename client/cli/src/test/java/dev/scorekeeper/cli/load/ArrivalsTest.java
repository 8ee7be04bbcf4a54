package dev.scorekeeper.cli.load;

import static com.google.common.truth.Truth.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** When requests are intended. */
final class ArrivalsTest {
  @Property(tries = 30)
  void next_anySeedAndRate_risesAndRepeats(
      @ForAll long seed, @ForAll @DoubleRange(min = 1, max = 1e6) double rate) {
    Arrivals arrivals = new Arrivals(77, rate, true, seed);
    Arrivals again = new Arrivals(77, rate, true, seed);
    long last = 77;
    for (int i = 0; i < 200; i++) {
      long next = arrivals.next();
      assertThat(next).isAtLeast(last);
      assertThat(again.next()).isEqualTo(next);
      last = next;
    }
  }

  @Test
  void next_poisson_hasTheGapsOfAPoissonProcess() {
    Arrivals arrivals = new Arrivals(0, 1_000, true, 5);
    int count = 100_000;
    double sum = 0;
    double squares = 0;
    long last = 0;
    for (int i = 0; i < count; i++) {
      long next = arrivals.next();
      double gap = (next - last) / 1e6;
      sum += gap;
      squares += gap * gap;
      last = next;
    }
    double mean = sum / count;
    double deviation = Math.sqrt(squares / count - mean * mean);
    // An exponential distribution: the deviation is the mean. Both are within four standard errors.
    assertThat(mean).isWithin(0.013).of(1.0);
    assertThat(deviation).isWithin(0.02).of(1.0);
  }

  @Test
  void next_evenBeat_keepsTheRateForeverAfter() {
    Arrivals arrivals = new Arrivals(0, 3, false, 5);
    long last = 0;
    for (int i = 0; i < 3_000_000; i++) {
      last = arrivals.next();
    }
    // A million seconds; a gap rounded to whole nanoseconds would be 1 ms off by now.
    assertThat(Math.abs(last - 1_000_000_000_000_000L)).isLessThan(100_000L);
  }
}
