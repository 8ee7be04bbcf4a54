package dev.scorekeeper.cli.data;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One input, or one kept column, of the record that is being read.
 *
 * <p>A kept column takes its type from its first value.
 */
final class Field {
  private final String name;
  private final @Nullable InputSpec input;
  private @Nullable ElementBuffer elements;
  private final List<Integer> shape = new ArrayList<>();

  private Field(String name, @Nullable InputSpec input, @Nullable ElementBuffer elements) {
    this.name = name;
    this.input = input;
    this.elements = elements;
  }

  static Field ofInput(InputSpec input) {
    return new Field(input.name(), input, new ElementBuffer(input.type()));
  }

  static Field ofKept(String name) {
    return new Field(name, null, null);
  }

  String name() {
    return name;
  }

  @Nullable InputSpec input() {
    return input;
  }

  /** Elements of the record so far; a kept column without a type gets this one. */
  ElementBuffer elements(ElementType typeIfKept) {
    ElementBuffer known = elements;
    if (known == null) {
      known = new ElementBuffer(typeIfKept);
      elements = known;
    }
    return known;
  }

  /** Elements of the record, which has been read. */
  ElementBuffer elements() {
    ElementBuffer known = elements;
    if (known == null) {
      throw new IllegalStateException("column " + name + " has not been read");
    }
    return known;
  }

  void clear() {
    if (elements != null) {
      elements.clear();
    }
    shape.clear();
  }

  /**
   * Notes the size of a dimension, the outermost being 0.
   *
   * @throws DataException when another part of the value has another size there
   */
  void setDimension(int axis, int size) throws DataException {
    while (shape.size() <= axis) {
      shape.add(-1);
    }
    int known = shape.get(axis);
    if (known >= 0 && known != size) {
      throw new DataException("its nested lists have different lengths");
    }
    shape.set(axis, size);
  }

  /** Notes that the value is a flat list of what it has now. */
  void setFlat() throws DataException {
    setDimension(0, elements().size());
  }

  /** The shape of the row as the model shall see it. */
  List<Integer> fittedShape() throws DataException {
    List<Integer> given = shape.stream().map(size -> Math.max(size, 0)).toList();
    return input == null ? given : Shapes.fit(input, given);
  }
}
