package dev.scorekeeper.server.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of durations by size: four buckets to each doubling, from 1 µs to about 67 s, so that a
 * quantile is within 25 % of the truth. Thread-safe; recording neither blocks nor allocates.
 *
 * <p>Durations below the first bound count in the first bucket, those above the last in the
 * overflow bucket; negative ones count as zero.
 */
public final class DurationHistogram {

  private static final int STEPS = 4;
  private static final int DOUBLINGS = 26;
  private static final long FIRST_BOUND_NANOS = 1_000;

  /** What the first octave's bounds are apart; it divides all of them. */
  private static final long UNIT_NANOS = FIRST_BOUND_NANOS / STEPS;

  /** Bits of a bound in these units, STEPS or more, before those of its octave. */
  private static final int LEADING_BITS = Integer.SIZE - Integer.numberOfLeadingZeros(STEPS);

  /** Upper bounds, inclusive, ascending; the overflow bucket has none. */
  private static final long[] BOUNDS = bounds();

  private final LongAdder[] counts = new LongAdder[BOUNDS.length + 1];
  private final LongAdder sumNanos = new LongAdder();

  public DurationHistogram() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  private static long[] bounds() {
    long[] bounds = new long[DOUBLINGS * STEPS + 1];
    for (int i = 0; i < bounds.length; i++) {
      long octave = FIRST_BOUND_NANOS << (i / STEPS);
      bounds[i] = octave + octave * (i % STEPS) / STEPS;
    }
    return bounds;
  }

  /** Counts one duration. */
  public void record(long nanos) {
    long value = nanos & ~(nanos >> 63); // 0 where it is negative
    counts[bucket(value)].increment();
    sumNanos.add(value);
  }

  /**
   * Index of the least bound that is not below {@code nanos}, at least 0.
   *
   * <p>By the place of the leading bit, without a branch: code compiled before the first very short
   * or very long duration came would have to be compiled again, along with all that it is part of.
   */
  private static int bucket(long nanos) {
    // Bounds are (STEPS + step) << octave of these units, and belong to the bucket below.
    long units = (nanos - 1) / UNIT_NANOS;
    int octave = Math.max(0, Long.SIZE - LEADING_BITS - Long.numberOfLeadingZeros(units));
    int above = STEPS * octave + (int) (units >>> octave) - STEPS + 1;
    return Math.min(Math.max(0, above), BOUNDS.length);
  }

  /** Counts from zero again. */
  void startOver() {
    for (LongAdder count : counts) {
      count.reset();
    }
    sumNanos.reset();
  }

  /** The counts so far. */
  public Snapshot snapshot() {
    List<Bucket> buckets = new ArrayList<>();
    long total = 0;
    for (int i = 0; i < counts.length; i++) {
      long count = counts[i].sum();
      total += count;
      buckets.add(new Bucket(i < BOUNDS.length ? BOUNDS[i] : Long.MAX_VALUE, count));
    }
    return new Snapshot(buckets, total, sumNanos.sum());
  }

  /**
   * Durations above the bucket before and up to this bound.
   *
   * @param upToNanos inclusive; {@code Long.MAX_VALUE} for the overflow bucket
   */
  public record Bucket(long upToNanos, long count) {}

  /** The counts at one moment: every bucket, ascending, the empty ones too. */
  public record Snapshot(List<Bucket> buckets, long count, long sumNanos) {
    public Snapshot {
      buckets = List.copyOf(buckets);
    }

    /**
     * Upper bound of the bucket that holds quantile {@code q}, (0, 1]; 0 when nothing was counted,
     * {@code Long.MAX_VALUE} when it lies in the overflow bucket.
     */
    public long quantileNanos(double q) {
      if (!(q > 0 && q <= 1)) {
        throw new IllegalArgumentException("quantile out of (0, 1]: " + q);
      }
      long rank = (long) Math.ceil(q * count);
      long seen = 0;
      for (Bucket bucket : buckets) {
        seen += bucket.count();
        if (count > 0 && seen >= rank) {
          return bucket.upToNanos();
        }
      }
      return 0;
    }
  }
}
