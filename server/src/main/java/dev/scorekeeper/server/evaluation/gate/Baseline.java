package dev.scorekeeper.server.evaluation.gate;

import dev.scorekeeper.server.evaluation.engine.EvaluationComparison;

/** What gates that mention the baseline are judged by. */
public sealed interface Baseline {

  /** None was asked for, or there is none yet. */
  record None() implements Baseline {}

  /**
   * One was asked for, and it is not to be had.
   *
   * @param why as a sentence
   */
  record Unusable(String why) implements Baseline {}

  /** The candidate beside its baseline. */
  record Compared(EvaluationComparison comparison) implements Baseline {}
}
