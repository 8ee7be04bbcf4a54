package dev.scorekeeper.server.evaluation.expression;

import java.util.List;
import java.util.stream.IntStream;

/** What the values for each class are about. */
final class ClassLabels {
  private ClassLabels() {}

  static List<String> of(int classes) {
    return IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
  }
}
