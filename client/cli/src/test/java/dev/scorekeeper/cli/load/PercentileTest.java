package dev.scorekeeper.cli.load;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Percentiles, promises and durations as people write them. */
final class PercentileTest {
  @Test
  void minimumCount_percentilesOfLoadGen_areItsCounts() {
    assertThat(Percentile.of(90).minimumCount()).isEqualTo(64);
    assertThat(Percentile.of(99).minimumCount()).isEqualTo(662);
    assertThat(Percentile.of(99.9).minimumCount()).isEqualTo(6_636);
  }

  @Test
  void label_wholeAndFraction_readsShort() {
    assertThat(Percentile.of(50).label()).isEqualTo("p50");
    assertThat(Percentile.of(99.99).label()).isEqualTo("p99.99");
  }

  @Test
  void parse_promise_isPercentileAndBound() {
    Slo slo = Slo.parse("p99.9=2.5ms");
    assertThat(slo.percentile()).isEqualTo(Percentile.of(99.9));
    assertThat(slo.boundNanos()).isEqualTo(2_500_000);
    assertThat(slo.label()).isEqualTo("p99.9 ≤ 2.50 ms");
  }

  @Test
  void parse_noPromise_isRefused() {
    for (String text : new String[] {"99=10ms", "p99", "p99=10", "p0=1ms", "p99=0ms", "p100=1ms"}) {
      assertThrows(IllegalArgumentException.class, () -> Slo.parse(text), text);
    }
  }

  @Test
  void parse_durations_areNanoseconds() {
    assertThat(Times.parse("150us")).isEqualTo(150_000);
    assertThat(Times.parse("1.5ms")).isEqualTo(1_500_000);
    assertThat(Times.parse("2m")).isEqualTo(120_000_000_000L);
    assertThrows(IllegalArgumentException.class, () -> Times.parse("5 parsecs"));
  }
}
