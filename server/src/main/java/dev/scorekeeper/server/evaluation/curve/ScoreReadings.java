package dev.scorekeeper.server.evaluation.curve;

import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.Value.Undefined;

/**
 * Values read out of a {@link ScoreTable}. Equal scores are tied, as by scikit-learn 1.9.
 *
 * <p>Where the table does not tell all scores apart, those that it does not are taken for tied, and
 * the value comes with the bounds that hold whatever their order is.
 *
 * <p>A score that is NaN has no place in any order: {@link Undefined#NOT_FINITE}.
 */
final class ScoreReadings {

  private ScoreReadings() {}

  /** Totals of a table, or why there is nothing to read. */
  private record Totals(double positives, double negatives, Undefined undefined) {

    static Totals of(ScoreTable table) {
      RunningSum positives = new RunningSum();
      RunningSum negatives = new RunningSum();
      int size = table.size();
      for (int i = 0; i < size; i++) {
        positives.add(table.positive(i));
        negatives.add(table.negative(i));
      }
      Undefined undefined = Undefined.NOT;
      if (table.notNumbers() > 0) {
        undefined = Undefined.NOT_FINITE;
      } else if (size == 0) {
        undefined = Undefined.EMPTY;
      }
      return new Totals(positives.value(), negatives.value(), undefined);
    }

    Undefined undefinedWithoutBoth() {
      return undefined == Undefined.NOT && (positives == 0 || negatives == 0)
          ? Undefined.ONE_CLASS
          : undefined;
    }

    Undefined undefinedWithoutPositives() {
      return undefined == Undefined.NOT && positives == 0 ? Undefined.ONE_CLASS : undefined;
    }
  }

  /** Weight of all positives. */
  static double positives(ScoreTable table) {
    return Totals.of(table).positives();
  }

  /**
   * Area under the ROC curve: the probability that a positive scores above a negative, ties
   * counting half. Without one of the classes: not defined.
   */
  static Value rocAuc(ScoreTable table) {
    Totals totals = Totals.of(table);
    if (totals.undefinedWithoutBoth() != Undefined.NOT) {
      return Value.undefined(totals.undefinedWithoutBoth());
    }
    RunningSum area = new RunningSum();
    RunningSum tied = new RunningSum();
    RunningSum above = new RunningSum();
    for (int i = table.size() - 1; i >= 0; i--) {
      double positive = table.positive(i);
      double negative = table.negative(i);
      area.add(negative * (above.value() + positive / 2));
      tied.add(negative * positive / 2);
      above.add(positive);
    }
    double all = totals.positives() * totals.negatives();
    double value = area.value() / all;
    return table.isExact()
        ? Value.of(value)
        : bounded(value, (area.value() - tied.value()) / all, (area.value() + tied.value()) / all);
  }

  /**
   * Average precision, {@code Σ (R_n - R_{n-1}) P_n} over falling thresholds. Without positives:
   * not defined, where scikit-learn warns and gives 0.
   */
  static Value averagePrecision(ScoreTable table) {
    Totals totals = Totals.of(table);
    if (totals.undefinedWithoutPositives() != Undefined.NOT) {
      return Value.undefined(totals.undefinedWithoutPositives());
    }
    RunningSum value = new RunningSum();
    RunningSum lower = new RunningSum();
    RunningSum upper = new RunningSum();
    RunningSum hits = new RunningSum();
    RunningSum misses = new RunningSum();
    for (int i = table.size() - 1; i >= 0; i--) {
      double positive = table.positive(i);
      double hitsBefore = hits.value();
      double missesBefore = misses.value();
      hits.add(positive);
      misses.add(table.negative(i));
      if (positive > 0) {
        value.add(positive * hits.value() / (hits.value() + misses.value()));
        // No negative before any positive, all positives equal; or all negatives before.
        upper.add(positive * hits.value() / (hits.value() + missesBefore));
        double c = misses.value();
        lower.add(c == 0 ? positive : positive - c * Math.log1p(positive / (hitsBefore + c)));
      }
    }
    double all = totals.positives();
    return table.isExact()
        ? Value.of(value.value() / all)
        : bounded(value.value() / all, lower.value() / all, upper.value() / all);
  }

  /**
   * Kolmogorov-Smirnov statistic: the greatest distance between the distributions of the scores of
   * positives and negatives. Without one of the classes: not defined.
   */
  static Value kolmogorovSmirnov(ScoreTable table) {
    Totals totals = Totals.of(table);
    if (totals.undefinedWithoutBoth() != Undefined.NOT) {
      return Value.undefined(totals.undefinedWithoutBoth());
    }
    double value = 0;
    double upper = 0;
    RunningSum hits = new RunningSum();
    RunningSum misses = new RunningSum();
    for (int i = table.size() - 1; i >= 0; i--) {
      double hitsBefore = hits.value() / totals.positives();
      double missesBefore = misses.value() / totals.negatives();
      hits.add(table.positive(i));
      misses.add(table.negative(i));
      double hitRate = hits.value() / totals.positives();
      double missRate = misses.value() / totals.negatives();
      value = Math.max(value, Math.abs(hitRate - missRate));
      upper = Math.max(upper, Math.max(hitRate - missesBefore, missRate - hitsBefore));
    }
    return table.isExact() ? Value.of(value) : bounded(value, value, upper);
  }

  /**
   * Fraction of the positives among the given fraction of the weight with the highest scores; what
   * is tied at the edge counts in proportion. Without positives: not defined.
   */
  static Value gain(ScoreTable table, double fraction) {
    Totals totals = Totals.of(table);
    if (totals.undefinedWithoutPositives() != Undefined.NOT) {
      return Value.undefined(totals.undefinedWithoutPositives());
    }
    double wanted = fraction * (totals.positives() + totals.negatives());
    RunningSum hits = new RunningSum();
    RunningSum taken = new RunningSum();
    for (int i = table.size() - 1; i >= 0; i--) {
      double positive = table.positive(i);
      double both = positive + table.negative(i);
      double missing = wanted - taken.value();
      if (missing <= both) {
        double value = hits.value() + positive * missing / both;
        double lower = hits.value() + Math.max(0, missing - table.negative(i));
        double upper = hits.value() + Math.min(positive, missing);
        double all = totals.positives();
        return table.isExact()
            ? Value.of(value / all)
            : bounded(value / all, lower / all, upper / all);
      }
      hits.add(positive);
      taken.add(both);
    }
    return Value.of(1);
  }

  /** {@link #gain} over the fraction: how many times more positives than by chance. */
  static Value lift(ScoreTable table, double fraction) {
    Value gain = gain(table, fraction);
    return gain.isDefined()
        ? bounded(gain.number() / fraction, gain.lower() / fraction, gain.upper() / fraction)
        : gain;
  }

  private static Value bounded(double value, double lower, double upper) {
    return new Value(value, Undefined.NOT, Math.min(lower, value), Math.max(upper, value));
  }
}
