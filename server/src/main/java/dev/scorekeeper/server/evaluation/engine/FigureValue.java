package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.ValueRange;
import dev.scorekeeper.server.evaluation.exact.Decimals;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One number with what it means.
 *
 * @param name as Keras would log it, such as {@code cultivar_accuracy}; a value of several has its
 *     label behind it, such as {@code f1_score[class 2]}
 * @param key what it is a value of; equal keys mean comparable values
 * @param number the number; what the policy says when there is none
 * @param undefined why there is none
 * @param lower the least that the exact value may be; equal to {@code number} when that is exact
 * @param upper the greatest that the exact value may be
 * @param batchDependent whether it depends on how rows are grouped into batches
 * @param canonical the metric in its canonical form
 * @param direction whether more is better
 * @param range the numbers that it can be
 * @param interval how sure it is
 * @param replicates what the interval was computed from, to compare with another evaluation
 */
public record FigureValue(
    String name,
    Key key,
    double number,
    Absence undefined,
    double lower,
    double upper,
    boolean batchDependent,
    String canonical,
    Direction direction,
    ValueRange range,
    Optional<Interval> interval,
    Optional<Replicates> replicates) {

  /** Why there is no number. */
  public enum Absence {
    /** There is one. */
    NOT,
    ZERO_DENOMINATOR,
    ONE_CLASS,
    EMPTY,
    NOT_FINITE,
    /** The slice is smaller than the smallest that may be shown. */
    SLICE_TOO_SMALL
  }

  /**
   * What a value is a value of.
   *
   * @param metric id of the metric; {@code loss} for a loss
   * @param output display name of the output; empty for the total loss
   * @param weighted whether weights count
   * @param classId class or question that it is about; absent for all
   * @param aggregation such as {@code macro}, and what else tells apart values of one metric, such
   *     as {@code threshold 0.5}; empty where there is only one way
   * @param digest SHA-256 of the canonical text with the revision, in lower-case hexadecimal
   */
  public record Key(
      String metric,
      String output,
      boolean weighted,
      OptionalInt classId,
      String aggregation,
      String digest) {}

  /**
   * A range that covers the value with a stated probability.
   *
   * @param lower not below {@link FigureValue#range}
   * @param upper not above it
   * @param standardError from which lower and upper came, before they were kept within
   */
  public record Interval(double lower, double upper, double standardError) {}

  public boolean isDefined() {
    return undefined == Absence.NOT;
  }

  /** Whether the number is exact. */
  public boolean isExact() {
    return !isDefined() || (lower == number && upper == number);
  }

  /** The number as the shortest decimal that gives its bits, or NaN, Infinity, -Infinity. */
  public String decimal() {
    return Decimals.shortest(number);
  }
}
