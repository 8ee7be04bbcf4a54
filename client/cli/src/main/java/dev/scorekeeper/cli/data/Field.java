package dev.scorekeeper.cli.data;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One input, or one kept column, of the record that is being read.
 *
 * <p>A kept column without a type takes it from its first value.
 */
final class Field {
  private final String name;
  private final @Nullable InputSpec input;
  private final boolean mayBeMissing;
  private @Nullable ElementBuffer elements;
  private final List<Integer> shape = new ArrayList<>();

  private Field(
      String name,
      @Nullable InputSpec input,
      boolean mayBeMissing,
      @Nullable ElementBuffer elements) {
    this.name = name;
    this.input = input;
    this.mayBeMissing = mayBeMissing;
    this.elements = elements;
  }

  static Field ofInput(InputSpec input) {
    return new Field(input.name(), input, false, new ElementBuffer(input.type()));
  }

  static Field ofKept(KeptColumn column) {
    ElementType type = column.type();
    return new Field(
        column.name(), null, column.mayBeMissing(), type == null ? null : new ElementBuffer(type));
  }

  String name() {
    return name;
  }

  @Nullable InputSpec input() {
    return input;
  }

  boolean mayBeMissing() {
    return mayBeMissing;
  }

  /**
   * Notes that the record has no value here: NaN where there are numbers, else empty text.
   *
   * @throws DataException when it must have one, or its type has nothing that stands for none
   */
  void addMissing() throws DataException {
    if (!mayBeMissing) {
      throw new DataException("null, where a value is needed");
    }
    ElementBuffer to = elements(ElementType.STRING);
    if (to.type().isFloating()) {
      to.addDouble(Double.NaN);
    } else {
      to.addText("");
    }
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
