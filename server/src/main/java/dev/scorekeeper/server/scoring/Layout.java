package dev.scorekeeper.server.scoring;

import java.util.List;

/**
 * Inner shape of every input of a request, in the signature's order: what must agree for two
 * requests to share a run. Immutable.
 *
 * <p>{@code perRow} says whether the shapes are those of one row, to be put under a leading
 * dimension, or, for a signature without a batch dimension, the whole shapes of the only "row"
 * there is.
 */
public record Layout(List<DataType> types, List<Shape> shapes, boolean perRow) {

  public Layout {
    types = List.copyOf(types);
    shapes = List.copyOf(shapes);
    if (types.size() != shapes.size()) {
      throw new IllegalArgumentException(
          "types and shapes differ in number: " + types.size() + ", " + shapes.size());
    }
  }

  public int inputCount() {
    return shapes.size();
  }

  /** Elements of one row of this input. */
  public long elementsPerRow(int input) {
    return shapes.get(input).elementCount();
  }

  /** Bytes of one row of this input; 0 for strings. */
  public long bytesPerRow(int input) {
    return elementsPerRow(input) * types.get(input).byteSize();
  }
}
