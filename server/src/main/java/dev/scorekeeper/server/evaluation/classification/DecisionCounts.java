package dev.scorekeeper.server.evaluation.classification;

import dev.scorekeeper.server.evaluation.StateAccumulator;

/** A state that counts decisions. */
abstract class DecisionCounts extends StateAccumulator {

  /** Counts of each class, or of each question. */
  abstract ClassCounts counts();

  /** Weight of what is wholly right: positions of one class, rows of several questions. */
  abstract double right();

  /** Weight of everything that could be so. */
  abstract double all();

  /** Whether nothing was counted, be it of weight 0. */
  abstract boolean isEmpty();
}
