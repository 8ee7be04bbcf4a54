package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.OutputRows;

/** Element losses of a label and a prediction alone, by the formulas of Keras 3.15.1. */
public interface Formula {

  /** The epsilon of Keras, 1e-7, as float32. */
  double EPSILON = 1e-7f;

  double LN_2 = Math.log(2);

  Formula SQUARED_ERROR =
      (y, p) -> {
        double e = y - p;
        return e * e;
      };

  Formula ABSOLUTE_ERROR = (y, p) -> Math.abs(y - p);

  /** {@code 100 |y - p| / max(|y|, 1e-7)}: a label of 0 explodes. */
  Formula ABSOLUTE_PERCENTAGE_ERROR =
      (y, p) -> 100 * Math.abs((y - p) / Math.max(Math.abs(y), EPSILON));

  /** {@code (ln(max(p, 1e-7) + 1) - ln(max(y, 1e-7) + 1))²}. */
  Formula SQUARED_LOGARITHMIC_ERROR =
      (y, p) -> {
        double e = Math.log1p(Math.max(p, EPSILON)) - Math.log1p(Math.max(y, EPSILON));
        return e * e;
      };

  /** {@code ln cosh(p - y)}, stable for any size. */
  Formula LOG_COSH =
      (y, p) -> {
        double e = Math.abs(p - y);
        return e + Math.log1p(Math.exp(-2 * e)) - LN_2;
      };

  /** {@code p - y ln(p + 1e-7)}, without the term of y alone. */
  Formula POISSON = (y, p) -> p - y * Math.log(p + EPSILON);

  Formula HINGE = (y, p) -> Math.max(1 - y * p, 0);

  Formula SQUARED_HINGE =
      (y, p) -> {
        double e = Math.max(1 - y * p, 0);
        return e * e;
      };

  /** Its value. */
  double at(double label, double prediction);

  /** {@code e² / 2} up to delta, {@code delta |e| - delta² / 2} beyond. */
  static Formula huber(double delta) {
    return (y, p) -> {
      double e = Math.abs(y - p);
      return e <= delta ? 0.5 * e * e : delta * e - 0.5 * delta * delta;
    };
  }

  /** {@code (y - clip(p, low, high))²}. */
  static Formula clippedSquaredError(double low, double high) {
    return (y, p) -> {
      double e = y - Math.min(Math.max(p, low), high);
      return e * e;
    };
  }

  /** {@code q (y - p)} for a label above the prediction, {@code (1 - q)(p - y)} below. */
  static Formula pinball(double quantile) {
    return (y, p) -> y >= p ? quantile * (y - p) : (1 - quantile) * (p - y);
  }

  /** The function with a value for each element. */
  default PointFunction function() {
    Formula formula = this;
    return new PointFunction() {
      @Override
      protected double point(OutputRows rows, int at) {
        return formula.at(rows.labels[at], rows.predictions[at]);
      }
    };
  }
}
