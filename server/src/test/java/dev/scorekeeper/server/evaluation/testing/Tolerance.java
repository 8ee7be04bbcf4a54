package dev.scorekeeper.server.evaluation.testing;

import static com.google.common.truth.Truth.assertWithMessage;

/**
 * How close is close enough to float32 arithmetic in another order: 1e-6 of the value, 1e-5 for
 * areas under curves and divergences; counts exactly.
 */
public final class Tolerance {

  private static final double PLAIN = 1e-6;
  private static final double WIDE = 1e-5;

  private Tolerance() {}

  /**
   * Checks one number.
   *
   * @param wide whether it is an area or a divergence
   */
  public static void check(String what, double actual, double expected, boolean wide) {
    double relative = wide ? WIDE : PLAIN;
    if (Double.isNaN(expected)) {
      assertWithMessage(what).that(actual).isNaN();
      return;
    }
    assertWithMessage(what)
        .that(actual)
        .isWithin(Math.max(Math.abs(expected) * relative, relative * 1e-3))
        .of(expected);
  }

  /** Checks a number that is a count. */
  public static void checkCount(String what, double actual, double expected) {
    assertWithMessage(what).that(actual).isEqualTo(expected);
  }
}
