package dev.scorekeeper.server.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteTensor;

import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.Layout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.PointerPointer;
import org.tensorflow.internal.c_api.TF_Tensor;

/**
 * Memory of all inputs of a block, with the native argument arrays of its runs, so that a run
 * allocates none.
 */
final class NativeBlock implements InputBlock {

  private final Layout layout;
  private final int capacity;
  private final List<InputSlab> inputs;
  private final Slab arguments;
  private final ByteBuffer argumentView;
  private final int outputsOffset;
  private final PointerPointer<?> inputPointers;
  private final PointerPointer<?> outputPointers;
  private final Status status;
  private boolean closed;

  private NativeBlock(Layout layout, int capacity, List<InputSlab> inputs, int mostOutputs) {
    this.layout = layout;
    this.capacity = capacity;
    this.inputs = inputs;
    this.outputsOffset = inputs.size() * Long.BYTES;
    this.arguments = Slab.allocate(outputsOffset + (long) mostOutputs * Long.BYTES);
    this.argumentView = arguments.view();
    this.inputPointers = new PointerPointer<>(Address.of(arguments.address()));
    this.outputPointers = new PointerPointer<>(Address.of(arguments.address() + outputsOffset));
    this.status = new Status();
  }

  /**
   * @param mostOutputs most outputs that a run of it gives
   */
  static NativeBlock allocate(Layout layout, int capacity, int mostOutputs) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be >= 1: " + capacity);
    }
    List<InputSlab> inputs = new ArrayList<>();
    try {
      for (int i = 0; i < layout.inputCount(); i++) {
        inputs.add(
            new InputSlab(
                layout.types().get(i), layout.shapes().get(i), layout.perRow(), capacity));
      }
      return new NativeBlock(layout, capacity, inputs, mostOutputs);
    } catch (IllegalArgumentException | ArithmeticException | OutOfMemoryError e) {
      inputs.forEach(InputSlab::close);
      throw e;
    }
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public ByteBuffer buffer(int input) {
    checkOpen();
    return inputs.get(input).view();
  }

  @Override
  public void setString(int input, long index, byte[] value) {
    checkOpen();
    inputs.get(input).strings().set(index, value);
  }

  @Override
  public void moveRows(int from, int to, int count) {
    checkOpen();
    Objects.checkFromIndexSize(from, count, capacity);
    Objects.checkFromIndexSize(to, count, capacity);
    for (InputSlab input : inputs) {
      input.moveRows(from, to, count);
    }
  }

  @Override
  public long byteSize() {
    long total = arguments.byteSize();
    for (InputSlab input : inputs) {
      total += input.byteSize();
    }
    return total;
  }

  /** Puts the tensors over these rows into {@link #inputPointers}; the block keeps them. */
  void prepare(int from, int count) {
    checkRows(from, count);
    for (int i = 0; i < inputs.size(); i++) {
      argumentView.putLong(i * Long.BYTES, inputs.get(i).tensor(from, count).address());
    }
  }

  /** Puts tensors with copies of these rows there; {@link #deleteCopies} must follow. */
  void prepareCopies(int from, int count) {
    checkRows(from, count);
    for (int i = 0; i < inputs.size(); i++) {
      TF_Tensor copy = inputs.get(i).copy(from, count);
      argumentView.putLong(i * Long.BYTES, copy.address());
    }
  }

  void deleteCopies() {
    for (int i = 0; i < inputs.size(); i++) {
      TF_DeleteTensor(Address.tensor(argumentView.getLong(i * Long.BYTES)));
    }
  }

  private void checkRows(int from, int count) {
    checkOpen();
    Objects.checkFromIndexSize(from, count, capacity);
    if (!layout.perRow() && (from != 0 || count != 1)) {
      throw new IllegalArgumentException(
          "a block without a batch dimension has exactly one row, not " + from + " + " + count);
    }
  }

  PointerPointer<?> inputPointers() {
    return inputPointers;
  }

  PointerPointer<?> outputPointers() {
    return outputPointers;
  }

  /** Address of output tensor {@code index} after a run. */
  long outputAddress(int index) {
    return argumentView.getLong(outputsOffset + index * Long.BYTES);
  }

  Status status() {
    return status;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("block is closed");
    }
  }

  @Override
  public void close() {
    checkOpen();
    closed = true;
    inputs.forEach(InputSlab::close);
    status.close();
    arguments.close();
  }
}
