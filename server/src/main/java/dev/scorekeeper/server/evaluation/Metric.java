package dev.scorekeeper.server.evaluation;

/** A metric or loss of one output, all parameters decided. Immutable, thread-safe. */
public interface Metric {

  /** The metric in canonical form; the key to what may be compared with it. */
  MetricIdentity identity();

  /**
   * Whether it is computed from the logits of rows, see {@link OutputRows#logits}, where there are
   * some. Only where it is so do rows come with them.
   */
  default boolean takesLogits() {
    return false;
  }

  /**
   * The numbers that its values can be; confidence intervals are kept within. Of a loss, whose
   * weights may make it as great as one likes, only the least holds.
   *
   * <p>Default: that of the built-in metric of this id, any number for other ids.
   */
  default ValueRange range() {
    return MetricRanges.of(identity());
  }

  /** A new accumulator over no rows. */
  Accumulator start();

  /**
   * A new accumulator for a replicate of a confidence interval, of which there are hundreds: it may
   * be coarser than {@link #start()} where that saves much memory, but is always as exact as the
   * others that this method gives, and obeys the same law.
   */
  default Accumulator startReplicate() {
    return start();
  }

  /** Whether rows must say which query they belong to, see {@link OutputRows#groups}. */
  default boolean needsQueries() {
    return false;
  }
}
