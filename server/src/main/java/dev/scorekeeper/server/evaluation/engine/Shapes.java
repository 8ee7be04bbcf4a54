package dev.scorekeeper.server.evaluation.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Shapes of rows, without the leading dimension. */
final class Shapes {

  private Shapes() {}

  /** Whether they agree, a last axis of 1 in either apart; -1 is any number. */
  static boolean match(List<Integer> shape, List<Integer> wanted) {
    return same(shape, wanted) || same(shape, plusOne(wanted)) || same(plusOne(shape), wanted);
  }

  /** As it is written for people, with the leading dimension. */
  static String text(List<Integer> shape) {
    return shape.stream()
        .map(dimension -> dimension < 0 ? "?" : dimension.toString())
        .collect(Collectors.joining(", ", shape.isEmpty() ? "[rows" : "[rows, ", "]"));
  }

  private static List<Integer> plusOne(List<Integer> shape) {
    List<Integer> longer = new ArrayList<>(shape);
    longer.add(1);
    return longer;
  }

  private static boolean same(List<Integer> a, List<Integer> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (a.get(i) >= 0 && b.get(i) >= 0 && !a.get(i).equals(b.get(i))) {
        return false;
      }
    }
    return true;
  }
}
