package dev.scorekeeper.cli.load;

import static com.google.common.truth.Truth.assertThat;

import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** The search for the highest rate. */
final class MaxSearchTest {
  @Property(tries = 200)
  void next_anyStartAndLimit_endsCloseBelowTheLimit(
      @ForAll @DoubleRange(min = 100, max = 10_000) double start,
      @ForAll @DoubleRange(min = 100, max = 100_000) double limit) {
    MaxSearch search = new MaxSearch(start, 0.05);
    int tried = 0;
    for (OptionalDouble rate = search.next(); rate.isPresent(); rate = search.next()) {
      search.report(rate.getAsDouble() <= limit);
      tried++;
      assertThat(tried).isLessThan(30);
    }
    assertThat(search.best()).isAtMost(limit);
    assertThat(search.best()).isAtLeast(limit / 1.05);
  }

  @Test
  void next_nothingEverPasses_givesUp() {
    MaxSearch search = new MaxSearch(1_000, 0.05);
    int tried = 0;
    while (search.next().isPresent()) {
      search.report(false);
      tried++;
    }
    assertThat(tried).isLessThan(20);
    assertThat(search.best()).isEqualTo(0);
  }
}
