package dev.scorekeeper.server.evaluation.regression;

import dev.scorekeeper.server.evaluation.Value;
import java.math.BigDecimal;
import java.math.MathContext;

/** Values of exact moments, rounded to 34 digits on the way and to a double at the end. */
final class Correlations {

  private static final MathContext DIGITS = MathContext.DECIMAL128;

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private Correlations() {}

  /** {@code cov(y, p) / (sd(y) sd(p))}; not defined when either is constant. */
  static Value pearson(Moments m) {
    if (!m.isFinite()) {
      return Value.undefined(Value.Undefined.NOT_FINITE);
    }
    BigDecimal spreads = m.labelSpread().multiply(m.predictionSpread());
    if (spreads.signum() <= 0) {
      return Value.undefined(Value.Undefined.ZERO_DENOMINATOR);
    }
    return Value.of(m.jointSpread().divide(spreads.sqrt(DIGITS), DIGITS).doubleValue());
  }

  static Value squaredPearson(Moments m) {
    Value r = pearson(m);
    return r.isDefined() ? Value.of(r.number() * r.number()) : r;
  }

  /**
   * {@code 2 cov(y, p) / (var(y) + var(p) + (mean(y) - mean(p))²)}: Lin, A concordance correlation
   * coefficient, 1989. Not defined when both are constant and equal.
   */
  static Value concordance(Moments m) {
    if (!m.isFinite()) {
      return Value.undefined(Value.Undefined.NOT_FINITE);
    }
    BigDecimal denominator = m.labelSpread().add(m.predictionSpread()).add(m.squaredBias());
    if (denominator.signum() <= 0) {
      return Value.undefined(Value.Undefined.ZERO_DENOMINATOR);
    }
    return Value.of(m.jointSpread().multiply(TWO).divide(denominator, DIGITS).doubleValue());
  }

  /** {@code 1 - var(y - p) / var(y)}; not defined for constant labels. */
  static Value explainedVariance(Moments m) {
    if (!m.isFinite()) {
      return Value.undefined(Value.Undefined.NOT_FINITE);
    }
    BigDecimal labels = m.labelSpread();
    if (labels.signum() <= 0) {
      return Value.undefined(Value.Undefined.ZERO_DENOMINATOR);
    }
    BigDecimal errors = m.weight().multiply(m.squaredErrors()).subtract(m.squaredBias());
    return Value.of(BigDecimal.ONE.subtract(errors.divide(labels, DIGITS)).doubleValue());
  }

  /**
   * {@code 1 - Σw (y - p)² / Σw (y - mean(y))²}. Constant labels: 0, as Keras turns infinity into
   * that; not defined when they are also predicted exactly, where Keras has NaN.
   */
  static Value determination(Moments m) {
    if (!m.isFinite()) {
      return Value.undefined(Value.Undefined.NOT_FINITE);
    }
    BigDecimal labels = m.labelSpread();
    BigDecimal errors = m.weight().multiply(m.squaredErrors());
    if (labels.signum() <= 0) {
      return errors.signum() == 0 ? Value.undefined(Value.Undefined.ZERO_DENOMINATOR) : Value.of(0);
    }
    return Value.of(BigDecimal.ONE.subtract(errors.divide(labels, DIGITS)).doubleValue());
  }
}
