package dev.scorekeeper.cli.data;

import java.util.List;

/**
 * What the model takes by one name.
 *
 * @param rowShape shape of a row, -1 where a dimension varies; empty when the rank is not known
 * @param rankKnown false when rows may have any shape
 */
public record InputSpec(String name, ElementType type, List<Integer> rowShape, boolean rankKnown) {
  public InputSpec {
    rowShape = List.copyOf(rowShape);
  }

  public InputSpec(String name, ElementType type, List<Integer> rowShape) {
    this(name, type, rowShape, true);
  }

  /** Elements in a row; negative when that varies. */
  public long rowSize() {
    return rankKnown ? Shapes.product(rowShape) : -1;
  }

  boolean isScalar() {
    return rankKnown && rowShape.isEmpty();
  }
}
