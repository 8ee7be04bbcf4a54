package dev.scorekeeper.server.transform;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.OutputKind;
import dev.scorekeeper.server.scoring.Shape;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An output's numbers and what they are.
 *
 * @param shape fully known
 * @param data the elements, little-endian, from position 0 to the limit; borrowed from whoever gave
 *     them where nothing changed them, so valid no longer than those
 * @param indices int64 class index of each element, little-endian; null but after top-k
 */
public record Numbers(
    DataType type, Shape shape, OutputKind kind, ByteBuffer data, @Nullable ByteBuffer indices) {

  public Numbers {
    requireNonNull(type, "type is null");
    requireNonNull(shape, "shape is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(data, "data is null");
  }

  /** Numbers without indices. */
  public Numbers(DataType type, Shape shape, OutputKind kind, ByteBuffer data) {
    this(type, shape, kind, data, null);
  }

  /** Size of the class axis. */
  int lineSize() {
    return Math.toIntExact(shape.dim(shape.rank() - 1));
  }

  /** Number of lines. */
  int lineCount() {
    long lines = 1;
    for (int i = 0; i < shape.rank() - 1; i++) {
      lines *= shape.dim(i);
    }
    return Math.toIntExact(lines);
  }

  /** The shape with another size of the class axis. */
  Shape withLineSize(int size) {
    long[] dims = shape.dims();
    dims[dims.length - 1] = size;
    return Shape.of(dims);
  }

  /** The shape without the class axis. */
  Shape withoutLines() {
    return Shape.of(java.util.Arrays.copyOf(shape.dims(), shape.rank() - 1));
  }
}
