package dev.scorekeeper.server.batching;

/**
 * When a batch may become larger or smaller than the best known: one in 64, by turns twice, four
 * times and half as many rows. Batches only become so large where requests wait, and a cost that
 * was measured beside other work is put right by the next look.
 *
 * <p>Counts without a lock, on purpose: a lost count only delays a look.
 */
final class Exploration {

  private static final int BATCHES_BETWEEN = 64;
  private static final int MOST_ROWS = 1024;

  /** A look must not keep others waiting for longer. */
  private static final long LONGEST_RUN_NANOS = 50_000_000;

  private int batches;

  /**
   * Most rows of the next batch, {@code >= 1}.
   *
   * @param best most rows of others
   * @param fit what runs cost, as far as it is known; there is nothing to explore before
   */
  int next(int best, CostFit fit) {
    int count = ++batches;
    if (count % BATCHES_BETWEEN != 0 || !fit.isKnown()) {
      return best;
    }
    return switch (count / BATCHES_BETWEEN % 3) {
      case 0 -> Math.max(1, best / 2);
      case 1 -> larger(2 * best, best, fit);
      default -> larger(4 * best, best, fit);
    };
  }

  private static int larger(int rows, int best, CostFit fit) {
    int most = Math.min(rows, MOST_ROWS);
    return most > best && fit.predictNanos(most) <= LONGEST_RUN_NANOS ? most : best;
  }
}
