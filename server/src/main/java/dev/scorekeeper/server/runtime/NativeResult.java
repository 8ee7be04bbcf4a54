package dev.scorekeeper.server.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteTensor;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_Dim;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NumDims;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_TensorByteSize;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_TensorData;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.RunException;
import dev.scorekeeper.server.scoring.RunResult;
import dev.scorekeeper.server.scoring.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.tensorflow.internal.c_api.TF_Tensor;

/** Output tensors of a run, read where TensorFlow left them. Owns the tensors. */
final class NativeResult implements RunResult {

  private static final ByteBuffer EMPTY = ByteBuffer.allocateDirect(0).asReadOnlyBuffer();

  /** Stands for the memory of a tensor that needs none. */
  private static final Pointer NO_DATA = Address.of(0);

  private final Output[] outputs;
  private boolean closed;

  private NativeResult(Output[] outputs) {
    this.outputs = outputs;
  }

  /**
   * Takes over the tensors that a run left in the block; frees them when it throws.
   *
   * @param known shapes that earlier runs gave, to be shared; written to
   */
  static NativeResult take(NativeBlock block, List<OutputSpec> specs, Shape[] known)
      throws RunException {
    Output[] outputs = new Output[specs.size()];
    for (int i = 0; i < outputs.length; i++) {
      TF_Tensor tensor = Address.tensor(block.outputAddress(i));
      // Not read back from there: meanwhile a run of another size may have written its own.
      Shape shape = readShape(tensor, known[i]);
      known[i] = shape;
      outputs[i] = Output.of(tensor, specs.get(i).tensor().type(), shape);
    }
    NativeResult result = new NativeResult(outputs);
    for (int i = 0; i < outputs.length; i++) {
      if (outputs[i].byteSize > Integer.MAX_VALUE) {
        result.close();
        throw new RunException(
            "output '" + specs.get(i).name() + "' is larger than 2 GiB; send fewer rows", true);
      }
    }
    return result;
  }

  /** The tensor's shape: the very object {@code known} where it is equal, to spare the garbage. */
  private static Shape readShape(TF_Tensor tensor, Shape known) {
    int rank = TF_NumDims(tensor);
    boolean same = known.rank() == rank;
    for (int i = 0; same && i < rank; i++) {
      same = known.dim(i) == TF_Dim(tensor, i);
    }
    if (same) {
      return known;
    }
    long[] dims = new long[rank];
    for (int i = 0; i < rank; i++) {
      dims[i] = TF_Dim(tensor, i);
    }
    return Shape.of(dims);
  }

  @Override
  public Shape shape(int output) {
    return outputs[output].shape;
  }

  @Override
  public DataType type(int output) {
    return outputs[output].type;
  }

  @Override
  public ByteBuffer data(int output) {
    return view(output).duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public int byteLength(int output) {
    return view(output).capacity();
  }

  @Override
  public void read(int output, int from, byte[] target, int at, int length) {
    view(output).get(from, target, at, length);
  }

  private ByteBuffer view(int output) {
    checkOpen();
    Output source = outputs[output];
    if (source.type == DataType.STRING) {
      throw new IllegalArgumentException("a string output has no buffer");
    }
    return source.view;
  }

  @Override
  public byte[] string(int output, long index) {
    checkOpen();
    Output source = outputs[output];
    if (source.type != DataType.STRING) {
      throw new IllegalArgumentException("a numeric output has no strings");
    }
    return new StringCells(source.dataAddress, source.shape.elementCount()).get(index);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("result is closed");
    }
  }

  @Override
  public void close() {
    checkOpen();
    closed = true;
    for (Output output : outputs) {
      TF_DeleteTensor(output.tensor);
    }
  }

  /** One output tensor. */
  private static final class Output {

    final TF_Tensor tensor;
    final DataType type;
    final Shape shape;
    final long byteSize;
    final long dataAddress;
    final ByteBuffer view;

    private Output(TF_Tensor tensor, DataType type, Shape shape, long byteSize, Pointer data) {
      this.tensor = tensor;
      this.type = type;
      this.shape = shape;
      this.byteSize = byteSize;
      this.dataAddress = data.address();
      this.view =
          byteSize == 0 || byteSize > Integer.MAX_VALUE || type == DataType.STRING
              ? EMPTY
              : data.limit(byteSize).asByteBuffer().asReadOnlyBuffer();
    }

    static Output of(TF_Tensor tensor, DataType type, Shape shape) {
      Pointer data = TF_TensorData(tensor);
      return new Output(
          tensor, type, shape, TF_TensorByteSize(tensor), data == null ? NO_DATA : data);
    }
  }
}
