package dev.scorekeeper.server.evaluation.regression;

import dev.scorekeeper.server.evaluation.exact.ExactSum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Exact sums {@code Σw, Σwy, Σwp, Σwy², Σwp², Σwyp}: no rounding at all, so that differences of
 * them, where nearly everything cancels, are exact too.
 */
final class Moments {

  private final ExactSum w = new ExactSum();
  private final ExactSum y = new ExactSum();
  private final ExactSum p = new ExactSum();
  private final ExactSum yy = new ExactSum();
  private final ExactSum pp = new ExactSum();
  private final ExactSum yp = new ExactSum();
  private final ExactSum[] all = {w, y, p, yy, pp, yp};

  /** Adds a point so many times. */
  void add(double weight, double label, double prediction, long times) {
    w.add(weight, times);
    if (weight == 1) {
      y.add(label, times);
      p.add(prediction, times);
      yy.addProduct(label, label, times);
      pp.addProduct(prediction, prediction, times);
      yp.addProduct(label, prediction, times);
    } else if (weight != 0) {
      addWeighted(weight, label, prediction, times);
    }
  }

  private void addWeighted(double weight, double label, double prediction, long times) {
    // A product of two doubles is the sum of two; each of these times a third is exact again.
    double labelHigh = weight * label;
    double labelLow = Math.fma(weight, label, -labelHigh);
    double predictionHigh = weight * prediction;
    double predictionLow = Math.fma(weight, prediction, -predictionHigh);
    y.addProduct(weight, label, times);
    p.addProduct(weight, prediction, times);
    yy.addProduct(labelHigh, label, times);
    yy.addProduct(labelLow, label, times);
    pp.addProduct(predictionHigh, prediction, times);
    pp.addProduct(predictionLow, prediction, times);
    yp.addProduct(labelHigh, prediction, times);
    yp.addProduct(labelLow, prediction, times);
  }

  void merge(Moments other) {
    for (int i = 0; i < all.length; i++) {
      all[i].merge(other.all[i]);
    }
  }

  void write(DataOutput out) throws IOException {
    for (ExactSum sum : all) {
      sum.write(out);
    }
  }

  void read(DataInput in) throws IOException {
    for (ExactSum sum : all) {
      sum.read(in);
    }
  }

  /** Whether all points were finite; the others below throw when not. */
  boolean isFinite() {
    for (ExactSum sum : all) {
      if (!sum.isFinite()) {
        return false;
      }
    }
    return true;
  }

  /** {@code Σw}. */
  BigDecimal weight() {
    return w.exact();
  }

  /** {@code Σw (y - p)²}. */
  BigDecimal squaredErrors() {
    return yy.exact().subtract(yp.exact().multiply(TWO)).add(pp.exact());
  }

  /** {@code Σw Σwy² - (Σwy)²}: the variance of labels times the square of the weight. */
  BigDecimal labelSpread() {
    return spread(yy, y, y);
  }

  BigDecimal predictionSpread() {
    return spread(pp, p, p);
  }

  /** {@code Σw Σwyp - Σwy Σwp}. */
  BigDecimal jointSpread() {
    return spread(yp, y, p);
  }

  /** {@code (Σwy - Σwp)²}. */
  BigDecimal squaredBias() {
    BigDecimal difference = y.exact().subtract(p.exact());
    return difference.multiply(difference);
  }

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private BigDecimal spread(ExactSum product, ExactSum a, ExactSum b) {
    return w.exact().multiply(product.exact()).subtract(a.exact().multiply(b.exact()));
  }
}
