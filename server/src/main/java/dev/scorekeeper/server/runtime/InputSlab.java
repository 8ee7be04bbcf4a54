package dev.scorekeeper.server.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteTensor;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewTensor;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.Shape;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.internal.c_api.TF_Tensor;

/**
 * Memory of one input of a block, and the tensor over some rows of it.
 *
 * <p>Owns the memory, the strings in it, and the tensor of the last run: consecutive runs of the
 * same rows share it. Not thread-safe.
 */
final class InputSlab implements AutoCloseable {

  private final DataType type;
  private final long elementsPerRow;
  private final long bytesPerRow;
  private final Slab memory;
  private final @Nullable ByteBuffer view;
  private final @Nullable StringCells strings;
  private final Dimensions dimensions;

  private @Nullable TF_Tensor tensor;
  private int tensorFrom;
  private int tensorCount;

  /**
   * @param inner shape of a row, or the whole shape when {@code perRow} is false
   */
  InputSlab(DataType type, Shape inner, boolean perRow, int capacity) {
    this.type = type;
    this.elementsPerRow = inner.elementCount();
    boolean isString = type == DataType.STRING;
    int elementBytes = isString ? StringCells.CELL_BYTES : type.byteSize();
    this.bytesPerRow = Math.multiplyExact(elementsPerRow, elementBytes);
    this.memory = Slab.allocate(Math.multiplyExact(bytesPerRow, capacity));
    this.view = isString ? null : viewOrFree(memory);
    this.strings = isString ? new StringCells(memory.address(), elementsPerRow * capacity) : null;
    this.dimensions = new Dimensions(inner, perRow);
  }

  private static ByteBuffer viewOrFree(Slab memory) {
    try {
      return memory.view();
    } catch (IllegalArgumentException e) {
      memory.close();
      throw e;
    }
  }

  /** View of the numeric memory. */
  ByteBuffer view() {
    if (view == null) {
      throw new IllegalArgumentException("a string input has no buffer");
    }
    return view;
  }

  StringCells strings() {
    if (strings == null) {
      throw new IllegalArgumentException("a numeric input has no strings");
    }
    return strings;
  }

  long byteSize() {
    return memory.byteSize();
  }

  /** The tensor over these rows; owned by this, valid until the next call or the close. */
  TF_Tensor tensor(int from, int count) {
    if (tensor != null && tensorFrom == from && tensorCount == count && isUsedInPlace(from)) {
      return tensor;
    }
    deleteTensor();
    TF_Tensor fresh =
        TF_NewTensor(
            type.tensorFlowNumber(),
            dimensions.pointer(count),
            dimensions.rank(),
            data(from),
            bytesPerRow * count,
            Deallocators.NONE,
            null);
    if (fresh == null) {
      throw new IllegalStateException("TensorFlow refused a tensor of " + count + " rows");
    }
    tensor = fresh;
    tensorFrom = from;
    tensorCount = count;
    return fresh;
  }

  /** A tensor with a copy of these rows in TensorFlow's own memory; the caller owns it. */
  TF_Tensor copy(int from, int count) {
    return strings == null
        ? TensorCopies.numeric(
            type, dimensions, count, Address.of(dataAddress(from)), bytesPerRow * count)
        : TensorCopies.strings(
            strings, from * elementsPerRow, dimensions, count, count * elementsPerRow);
  }

  /** Copies rows within the memory; the places may overlap. */
  void moveRows(int from, int to, int count) {
    if (strings != null) {
      strings.move(from * elementsPerRow, to * elementsPerRow, count * elementsPerRow);
    } else if (from != to) {
      ByteBuffer buffer = view();
      ByteBuffer all = buffer.duplicate().clear();
      all.put(
          Math.toIntExact(to * bytesPerRow),
          all.duplicate(),
          Math.toIntExact(from * bytesPerRow),
          Math.toIntExact(count * bytesPerRow));
    }
  }

  /** False when TensorFlow copies these rows while it makes the tensor. */
  private boolean isUsedInPlace(int from) {
    return strings != null || dataAddress(from) % Slab.ALIGNMENT == 0;
  }

  private Pointer data(int from) {
    return Address.of(dataAddress(from));
  }

  private long dataAddress(int from) {
    return memory.address() + from * bytesPerRow;
  }

  private void deleteTensor() {
    if (tensor != null) {
      TF_DeleteTensor(tensor);
      tensor = null;
    }
  }

  @Override
  public void close() {
    deleteTensor();
    if (strings != null) {
      strings.close();
    }
    dimensions.close();
    memory.close();
  }

  /** Sizes of a tensor in native memory, the leading one changeable. */
  static final class Dimensions implements AutoCloseable {

    private final Slab memory;
    private final ByteBuffer view;
    private final LongPointer pointer;
    private final int rank;
    private final boolean perRow;

    Dimensions(Shape inner, boolean perRow) {
      Shape whole = perRow ? inner.outer(0) : inner;
      this.rank = whole.rank();
      this.perRow = perRow;
      this.memory = Slab.allocate((long) rank * Long.BYTES);
      this.view = memory.view();
      this.pointer = new LongPointer(Address.of(memory.address()));
      for (int i = 0; i < rank; i++) {
        view.putLong(i * Long.BYTES, whole.dim(i));
      }
    }

    int rank() {
      return rank;
    }

    /** The sizes with this number of rows; valid until the next call. */
    LongPointer pointer(int count) {
      if (perRow) {
        view.putLong(0, count);
      }
      return pointer;
    }

    long size(int index) {
      return view.getLong(index * Long.BYTES);
    }

    @Override
    public void close() {
      memory.close();
    }
  }
}
