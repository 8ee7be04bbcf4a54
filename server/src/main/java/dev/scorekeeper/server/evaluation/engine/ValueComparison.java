package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.engine.FigureValue.Interval;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One value beside the other.
 *
 * @param name as Keras would log it
 * @param key what it is a value of
 * @param columns of the slice; empty for the whole
 * @param keys of the slice
 * @param baseline absent when it has none
 * @param candidate absent when it has none
 * @param difference candidate less baseline; absent unless they compare
 * @param interval how sure the difference is; absent without paired replicates
 * @param notComparable why these two cannot be compared; empty when they can
 * @param better whether the candidate is; absent when equal, not comparable or neither way is
 *     better
 */
public record ValueComparison(
    String name,
    FigureValue.Key key,
    List<String> columns,
    List<String> keys,
    OptionalDouble baseline,
    OptionalDouble candidate,
    OptionalDouble difference,
    Optional<Interval> interval,
    String notComparable,
    Optional<Boolean> better) {

  public ValueComparison {
    columns = List.copyOf(columns);
    keys = List.copyOf(keys);
  }
}
