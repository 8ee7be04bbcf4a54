package dev.scorekeeper.server.evaluation.curve;

/**
 * Bins of scores that hold equally much, as scikit-learn's {@code calibration_curve} makes them
 * with the strategy {@code quantile}: edges are quantiles, linear between neighbouring scores, and
 * a bin has its upper edge, not its lower. With weights an edge is the least score that with those
 * below has the wanted part of the weight.
 *
 * <p>Where the table does not tell all scores apart, each counts as the least that it may be.
 *
 * @param scores sum of weighted scores of each bin
 * @param positives weight of the positives of each bin
 * @param weights weight of each bin
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
record QuantileBins(double[] scores, double[] positives, double[] weights) {

  static QuantileBins of(ScoreTable table, int bins, boolean weighted) {
    QuantileBins result = new QuantileBins(new double[bins], new double[bins], new double[bins]);
    double[] edges = edges(table, bins, weighted);
    int size = table.size();
    int bin = 0;
    for (int i = 0; i < size; i++) {
      double score = table.score(i);
      while (bin < bins - 1 && edges[bin] < score) {
        bin++;
      }
      double positive = table.positive(i);
      double weight = positive + table.negative(i);
      result.scores[bin] += weight * score;
      result.positives[bin] += positive;
      result.weights[bin] += weight;
    }
    return result;
  }

  /** The edges between bins. */
  private static double[] edges(ScoreTable table, int bins, boolean weighted) {
    double[] edges = new double[bins - 1];
    int size = table.size();
    if (size == 0) {
      return edges;
    }
    double all = 0;
    for (int i = 0; i < size; i++) {
      all += table.positive(i) + table.negative(i);
    }
    int entry = 0;
    double until = table.positive(0) + table.negative(0);
    for (int e = 0; e < edges.length; e++) {
      double part = (double) (e + 1) / bins;
      // Place among the rows in order, from 0, or amount of weight.
      double place = weighted ? part * all : part * (all - 1);
      double wanted = weighted ? place : Math.floor(place) + 1;
      while (entry < size - 1 && until < wanted) {
        entry++;
        until += table.positive(entry) + table.negative(entry);
      }
      double score = table.score(entry);
      double beyond = place - Math.floor(place);
      boolean between = !weighted && beyond > 0 && wanted == until && entry < size - 1;
      edges[e] = between ? score + beyond * (table.score(entry + 1) - score) : score;
    }
    return edges;
  }
}
