package dev.scorekeeper.server.evaluation.classification;

/** Values of one query: its items by falling score, those of equal scores by rising gain. */
final class RankedQuery {

  private static final double LN_2 = Math.log(2);

  private RankedQuery() {}

  /** Items in that order. */
  interface Items {
    int count();

    float score(int rank);

    double gain(int rank);

    /** Gains in falling order. */
    double idealGain(int rank);
  }

  /** What a query gives, looking at the first k items. */
  interface Measure {
    double of(Items items, int k);
  }

  /**
   * Normalized discounted cumulative gain, with gains as they are, discount log2(rank + 1), and the
   * mean over all orders of what is tied; 0 without gains. As scikit-learn's {@code ndcg_score}.
   */
  static double ndcg(Items items, int k) {
    int count = items.count();
    double gained = 0;
    double ideal = 0;
    for (int from = 0; from < count && from < k; ) {
      int to = from;
      double gain = 0;
      double discounts = 0;
      do {
        gain += items.gain(to);
        discounts += to < k ? discount(to) : 0;
        to++;
      } while (to < count && items.score(to) == items.score(from));
      gained += gain / (to - from) * discounts;
      from = to;
    }
    for (int rank = 0; rank < count && rank < k; rank++) {
      ideal += items.idealGain(rank) * discount(rank);
    }
    return ideal == 0 ? 0 : gained / ideal;
  }

  /** One over the rank of the first item with a gain, the last among equal scores; 0 without. */
  static double reciprocalRank(Items items, int k) {
    for (int rank = 0; rank < items.count() && rank < k; rank++) {
      if (items.gain(rank) > 0) {
        return 1.0 / (rank + 1);
      }
    }
    return 0;
  }

  /**
   * Mean, over the items with gains that could be among the first k, of the precision at their
   * rank; those further back give 0. Of equal scores items without gains come first. 0 without
   * gains.
   */
  static double averagePrecision(Items items, int k) {
    int hits = 0;
    int relevant = 0;
    double sum = 0;
    for (int rank = 0; rank < items.count(); rank++) {
      if (items.gain(rank) > 0) {
        relevant++;
        if (rank < k) {
          sum += (double) ++hits / (rank + 1);
        }
      }
    }
    return relevant == 0 ? 0 : sum / Math.min(relevant, k);
  }

  private static double discount(int rank) {
    return LN_2 / Math.log(rank + 2.0);
  }
}
