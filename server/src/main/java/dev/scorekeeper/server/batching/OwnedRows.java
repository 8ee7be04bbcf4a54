package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.ScoredRows;
import dev.scorekeeper.server.scoring.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of outputs on the heap, valid as long as anyone wants them. */
final class OwnedRows implements ScoredRows {

  private final List<OutputSpec> outputs;
  private final List<Tensor> tensors;

  /** One output: bytes of a numeric one, or elements of one of strings. */
  static final class Tensor {

    private final Shape shape;
    private final byte[] data;
    private final byte[][] strings;

    private Tensor(Shape shape, byte[] data, byte[][] strings) {
      this.shape = shape;
      this.data = data;
      this.strings = strings;
    }

    Shape shape() {
      return shape;
    }

    /** The bytes themselves, little-endian; empty for strings. */
    byte[] data() {
      return data;
    }

    /** The elements themselves; empty for numbers. */
    byte[][] strings() {
      return strings;
    }

    /** A tensor of this shape, to be filled. */
    static Tensor empty(DataType type, Shape shape) {
      long count = shape.elementCount();
      return type == DataType.STRING
          ? new Tensor(shape, new byte[0], new byte[Math.toIntExact(count)][])
          : new Tensor(shape, new byte[Math.toIntExact(count * type.byteSize())], new byte[0][]);
    }
  }

  OwnedRows(List<OutputSpec> outputs, List<Tensor> tensors) {
    this.outputs = outputs;
    this.tensors = tensors;
  }

  /** No rows of outputs whose inner shapes are known; null when one is not. */
  static @Nullable OwnedRows noRows(List<OutputSpec> outputs) {
    List<Tensor> tensors = new ArrayList<>();
    for (OutputSpec output : outputs) {
      Shape shape = output.tensor().shape();
      if (!shape.hasBatchDimension() || !shape.inner().isFullyKnown()) {
        return null;
      }
      tensors.add(Tensor.empty(output.tensor().type(), shape.inner().outer(0)));
    }
    return new OwnedRows(outputs, tensors);
  }

  static OwnedRows copyOf(ScoredRows rows) {
    List<Tensor> tensors = new ArrayList<>();
    for (int o = 0; o < rows.outputs().size(); o++) {
      Tensor tensor = Tensor.empty(rows.outputs().get(o).tensor().type(), rows.shape(o));
      copyInto(rows, o, tensor, 0);
      tensors.add(tensor);
    }
    return new OwnedRows(rows.outputs(), tensors);
  }

  /** Copies an output's elements into {@code tensor}, beginning at element {@code at} there. */
  static void copyInto(ScoredRows rows, int output, Tensor tensor, long at) {
    DataType type = rows.outputs().get(output).tensor().type();
    if (type == DataType.STRING) {
      long count = rows.shape(output).elementCount();
      for (int e = 0; e < count; e++) {
        tensor.strings()[Math.toIntExact(at + e)] = rows.string(output, e);
      }
    } else {
      ByteBuffer data = rows.data(output);
      data.get(tensor.data(), Math.toIntExact(at * type.byteSize()), data.remaining());
    }
  }

  Tensor tensor(int output) {
    return tensors.get(output);
  }

  @Override
  public List<OutputSpec> outputs() {
    return outputs;
  }

  @Override
  public Shape shape(int output) {
    return tensors.get(output).shape();
  }

  @Override
  public ByteBuffer data(int output) {
    return ByteBuffer.wrap(tensors.get(output).data())
        .asReadOnlyBuffer()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public byte[] string(int output, long index) {
    return tensors.get(output).strings()[Math.toIntExact(index)];
  }
}
