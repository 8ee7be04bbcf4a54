package dev.scorekeeper.server.runtime;

import java.util.Set;

/** Finds loops and branches in a graph, of the old kind and of the kind that calls functions. */
final class ControlFlow {

  private static final Set<String> OPERATIONS =
      Set.of(
          "Switch",
          "RefSwitch",
          "_SwitchN",
          "Merge",
          "RefMerge",
          "Enter",
          "RefEnter",
          "Exit",
          "RefExit",
          "NextIteration",
          "RefNextIteration",
          "LoopCond",
          "While",
          "StatelessWhile",
          "If",
          "StatelessIf",
          "Case",
          "StatelessCase",
          "For");

  private ControlFlow() {}

  /** Whether any node of the graph or of one of its functions is one. */
  static boolean isIn(GraphIndex graph) {
    return graph.hasAnyOf(OPERATIONS);
  }
}
