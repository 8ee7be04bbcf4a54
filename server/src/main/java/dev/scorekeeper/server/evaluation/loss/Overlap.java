package dev.scorekeeper.server.evaluation.loss;

/**
 * Dice and Tversky losses, of the sums over a region: {@code 1 - a Σyp / (b Σyp + c Σy + d Σp +
 * e)}.
 */
enum Overlap {
  /** {@code 1 - 2 Σyp / (Σy + Σp + 1e-7)}. */
  DICE,
  /**
   * {@code 1 - I / (I + alpha FN + beta FP + 1e-7)}, I = Σyp, FP = Σ(1 - y) p, FN = Σy (1 - p): as
   * Keras up to 3.15.1 has it, where alpha weighs what was missed; 3.16 swaps the two.
   */
  TVERSKY;

  double of(double both, double labels, double predictions, double alpha, double beta) {
    if (this == DICE) {
      return 1 - 2 * both / (labels + predictions + Formula.EPSILON);
    }
    double missed = labels - both;
    double extra = predictions - both;
    return 1 - both / (both + alpha * missed + beta * extra + Formula.EPSILON);
  }
}
