package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.IntervalMethod;
import java.util.Arrays;

/**
 * The values of the replicates of one value, as their deviations from it. Float32: what an interval
 * loses by that is far below what it leaves open. Immutable.
 */
public final class Replicates {

  private final IntervalMethod method;
  private final float[] deviations;

  private Replicates(IntervalMethod method, float[] deviations) {
    this.method = method;
    this.deviations = deviations;
  }

  /**
   * Replicates from a record.
   *
   * @param deviations each replicate's value less the value; NaN where a replicate has none
   */
  public static Replicates of(IntervalMethod method, float[] deviations) {
    return new Replicates(method, deviations.clone());
  }

  public IntervalMethod method() {
    return method;
  }

  public int count() {
    return deviations.length;
  }

  /** The replicate's value less the value; NaN when it has none. */
  public float deviation(int replicate) {
    return deviations[replicate];
  }

  /** A copy. */
  public float[] toArray() {
    return deviations.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Replicates replicates
        && method == replicates.method
        && Arrays.equals(deviations, replicates.deviations);
  }

  @Override
  public int hashCode() {
    return 31 * method.hashCode() + Arrays.hashCode(deviations);
  }

  @Override
  public String toString() {
    return method + Arrays.toString(deviations);
  }
}
