package dev.scorekeeper.server.architecture.planted.scoring;

import java.util.List;

/** Breaks no rule. */
final class Innocent {
  private Innocent() {}

  static int[][] counts(List<String> names) {
    return new int[names.size()][1];
  }
}
