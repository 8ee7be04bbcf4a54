package dev.scorekeeper.server.stats;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.collect.Range;
import dev.scorekeeper.server.stats.DurationHistogram.Bucket;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Every duration counts in the bucket with the least bound that is not below it. */
class DurationHistogramTest {

  @Test
  void bounds_ascendByAtMostAQuarter() {
    List<Bucket> buckets = new DurationHistogram().snapshot().buckets();

    assertThat(buckets).hasSize(106);
    assertThat(buckets.get(0).upToNanos()).isEqualTo(1_000);
    assertThat(buckets.get(104).upToNanos()).isEqualTo(1_000L << 26);
    assertThat(buckets.get(105).upToNanos()).isEqualTo(Long.MAX_VALUE);
    for (int i = 1; i < 105; i++) {
      long below = buckets.get(i - 1).upToNanos();
      assertThat(buckets.get(i).upToNanos()).isIn(Range.closed(below + 1, below + below / 4));
    }
  }

  @Test
  void record_aroundEveryBound_countsInItsBucket() {
    for (Bucket bucket : new DurationHistogram().snapshot().buckets()) {
      long bound = bucket.upToNanos();
      assertThat(boundOf(bound)).isEqualTo(bound);
      assertThat(boundOf(bound - 1)).isEqualTo(least(bound - 1));
      if (bound < Long.MAX_VALUE) {
        assertThat(boundOf(bound + 1)).isEqualTo(least(bound + 1));
      }
    }
  }

  @Property
  void record_anyDuration_countsInTheLeastBucketThatHoldsIt(@ForAll long nanos) {
    assertThat(boundOf(nanos)).isEqualTo(least(nanos));
  }

  @Property
  void record_anyUsualDuration_countsInTheLeastBucketThatHoldsIt(
      @ForAll @LongRange(min = -10, max = 80_000_000_000L) long nanos) {
    assertThat(boundOf(nanos)).isEqualTo(least(nanos));
  }

  @Test
  void record_negative_countsAsZero() {
    DurationHistogram histogram = new DurationHistogram();

    histogram.record(-5);
    histogram.record(3);

    assertThat(histogram.snapshot().sumNanos()).isEqualTo(3);
    assertThat(histogram.snapshot().count()).isEqualTo(2);
  }

  /** Bound of the one bucket that has counted this duration. */
  private static long boundOf(long nanos) {
    DurationHistogram histogram = new DurationHistogram();
    histogram.record(nanos);
    List<Bucket> counted =
        histogram.snapshot().buckets().stream().filter(bucket -> bucket.count() == 1).toList();
    assertThat(counted).hasSize(1);
    return counted.get(0).upToNanos();
  }

  /** The same by looking through all bounds. */
  private static long least(long nanos) {
    return new DurationHistogram()
        .snapshot().buckets().stream()
            .mapToLong(Bucket::upToNanos)
            .filter(bound -> bound >= nanos)
            .min()
            .orElseThrow();
  }
}
