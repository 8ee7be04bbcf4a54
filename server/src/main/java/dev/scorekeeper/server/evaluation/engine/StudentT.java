package dev.scorekeeper.server.evaluation.engine;

/**
 * Student's t distribution, as far as intervals need it.
 *
 * <p>The distribution function is the regularized incomplete beta function by its continued
 * fraction (NIST Digital Library of Mathematical Functions, 8.17.22, and 26.5.27 of Abramowitz and
 * Stegun for t), evaluated by Lentz' method; its inverse is found by bisection, so that it is the
 * same on every machine. Good to about 1e-12.
 */
final class StudentT {

  private static final double TINY = 1e-300;

  private static final double CONVERGED = 1e-16;

  private static final int MOST_TERMS = 10_000;

  private static final int BISECTIONS = 200;

  private StudentT() {}

  /**
   * The t that a value of the distribution lies within, on both sides, with a probability.
   *
   * @param level probability, (0, 1)
   * @param degrees degrees of freedom, {@code >= 1}
   */
  static double twoSided(double level, int degrees) {
    double low = 0;
    double high = 1;
    while (within(high, degrees) < level && high < 1e12) {
      high *= 2;
    }
    for (int i = 0; i < BISECTIONS && low < high; i++) {
      double middle = (low + high) / 2;
      if (within(middle, degrees) < level) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** Probability of {@code [-t, t]}. */
  private static double within(double t, int degrees) {
    double x = degrees / (degrees + t * t);
    if (x >= 1) {
      return 0;
    }
    double a = degrees / 2.0;
    double b = 0.5;
    double front =
        inverseBeta(degrees) * StrictMath.exp(a * StrictMath.log(x) + b * StrictMath.log1p(-x));
    return x < (a + 1) / (a + b + 2)
        ? 1 - front * fraction(x, a, b) / a
        : front * fraction(1 - x, b, a) / b;
  }

  private static double fraction(double x, double a, double b) {
    double c = 1;
    double d = 1 / away(1 - (a + b) * x / (a + 1));
    double result = d;
    for (int m = 1; m < MOST_TERMS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / away(1 + even * d);
      c = away(1 + even / c);
      result *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / away(1 + odd * d);
      c = away(1 + odd / c);
      double step = d * c;
      result *= step;
      if (Math.abs(step - 1) < CONVERGED) {
        break;
      }
    }
    return result;
  }

  private static double away(double x) {
    return Math.abs(x) < TINY ? TINY : x;
  }

  /** One over the beta function of half the degrees and a half: a product, for whole degrees. */
  private static double inverseBeta(int degrees) {
    double ratio = degrees % 2 == 0 ? Math.sqrt(Math.PI) / 2 : 1 / Math.sqrt(Math.PI);
    for (int d = degrees % 2 == 0 ? 2 : 1; d < degrees; d += 2) {
      ratio *= (d + 1.0) / d;
    }
    return ratio / Math.sqrt(Math.PI);
  }
}
