package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.IntervalMethod;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.IntervalQuestion;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * In which replicates a row counts, and how often: a function of its id and the seed alone, so that
 * it does not depend on other rows, and is the same in every evaluation of the data set.
 *
 * <p>Bootstrap: Poisson(1) times in each replicate (Chamandy, Muralidharan, Najmi and Naidu,
 * Estimating Uncertainty for Massive Data Streams, 2012), by the inverse of the distribution
 * function on the outputs of SplitMix64 (Steele, Lea and Flood 2014) started at a hash of seed and
 * id. Jackknife: in the one group that the hash gives. Not thread-safe; allocates nothing for a
 * row.
 */
final class Draw {

  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  /**
   * At index k the distribution function of Poisson(1) at k, as a fraction of 2^64, less 2^63, so
   * that signed numbers compare: a uniform number draws k when it is at least bound k - 1 and below
   * bound k.
   */
  private static final long[] BOUNDS = bounds();

  private final IntervalMethod method;
  private final int replicates;
  private final long seed;
  private final int[] which;
  private final int[] times;
  private int size;

  Draw(IntervalQuestion intervals) {
    this.method = intervals.method();
    this.replicates = QuestionCheck.replicates(intervals);
    this.seed = mix(intervals.seed() + GOLDEN);
    this.which = new int[replicates];
    this.times = new int[replicates];
  }

  int replicates() {
    return replicates;
  }

  IntervalMethod method() {
    return method;
  }

  /** Draws for a row. */
  void draw(long exampleId) {
    long state = mix(exampleId ^ seed);
    size = 0;
    if (method == IntervalMethod.JACKKNIFE) {
      which[0] = (int) Long.remainderUnsigned(mix(state + GOLDEN), replicates);
      times[0] = 1;
      size = 1;
      return;
    }
    for (int replicate = 0; replicate < replicates; replicate++) {
      state += GOLDEN;
      int count = poisson(mix(state));
      if (count > 0) {
        which[size] = replicate;
        times[size] = count;
        size++;
      }
    }
  }

  /** Replicates that the row drawn for counts in. */
  int size() {
    return size;
  }

  int which(int index) {
    return which[index];
  }

  int times(int index) {
    return times[index];
  }

  private static int poisson(long uniform) {
    long shifted = uniform ^ Long.MIN_VALUE;
    int k = 0;
    while (k < BOUNDS.length && shifted >= BOUNDS[k]) {
      k++;
    }
    return k;
  }

  /** The finalizer of SplitMix64. */
  static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }

  /** From the series of e, in decimals: the same on every machine. */
  private static long[] bounds() {
    MathContext digits = new MathContext(60);
    BigDecimal e = BigDecimal.ZERO;
    BigDecimal factorial = BigDecimal.ONE;
    for (int k = 0; k < 60; k++) {
      factorial = factorial.multiply(BigDecimal.valueOf(Math.max(1, k)));
      e = e.add(BigDecimal.ONE.divide(factorial, digits));
    }
    BigDecimal scale = new BigDecimal(BigInteger.ONE.shiftLeft(64));
    BigInteger limit = BigInteger.ONE.shiftLeft(64);
    List<Long> bounds = new ArrayList<>();
    BigDecimal sum = BigDecimal.ZERO;
    factorial = BigDecimal.ONE;
    for (int k = 0; ; k++) {
      factorial = factorial.multiply(BigDecimal.valueOf(Math.max(1, k)));
      sum = sum.add(BigDecimal.ONE.divide(factorial.multiply(e, digits), digits));
      BigInteger bound = sum.multiply(scale, digits).toBigInteger();
      if (bound.compareTo(limit.subtract(BigInteger.ONE)) >= 0) {
        return bounds.stream().mapToLong(Long::longValue).toArray();
      }
      bounds.add(bound.longValue() ^ Long.MIN_VALUE);
    }
  }
}
