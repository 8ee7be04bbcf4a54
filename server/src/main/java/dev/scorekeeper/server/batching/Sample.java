package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.LoadedModel.RecordedRequest;
import dev.scorekeeper.server.scoring.Rows;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of inputs for trying a model out: by input, the bytes of a numeric one or the elements of
 * one of strings.
 */
final class Sample {

  private final Layout layout;
  private final byte[][] bytes;
  private final byte[][][] strings;

  Sample(Layout layout, byte[][] bytes, byte[][][] strings) {
    this.layout = layout;
    this.bytes = bytes;
    this.strings = strings;
  }

  Layout layout() {
    return layout;
  }

  /** True when both rows are the same. */
  boolean equalTo(Sample other) {
    return layout.equals(other.layout)
        && Arrays.deepEquals(bytes, other.bytes)
        && Arrays.deepEquals(strings, other.strings);
  }

  /** The rows of a recorded request; empty when it does not fit the signature. */
  static List<Sample> of(Signature signature, RecordedRequest request) {
    List<InputTensor> inputs = new ArrayList<>();
    for (int i = 0; i < signature.inputs().size(); i++) {
      InputTensor input = find(signature.inputs().get(i).name(), request);
      if (input == null
          || input.type() != signature.inputs().get(i).type()
          || input.shape().rank() == 0
          || !signature.inputs().get(i).shape().accepts(input.shape())) {
        return List.of();
      }
      inputs.add(input);
    }
    long rows = inputs.isEmpty() ? 0 : inputs.get(0).shape().dim(0);
    if (inputs.stream().anyMatch(input -> input.shape().dim(0) != rows)) {
      return List.of();
    }
    List<Sample> result = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      result.add(row(inputs, row));
    }
    return result;
  }

  private static @Nullable InputTensor find(String name, RecordedRequest request) {
    for (InputTensor input : request.inputs()) {
      if (input.name().equals(name)) {
        return input;
      }
    }
    return null;
  }

  private static Sample row(List<InputTensor> inputs, int row) {
    List<DataType> types = new ArrayList<>();
    List<Shape> shapes = new ArrayList<>();
    byte[][] bytes = new byte[inputs.size()][];
    byte[][][] strings = new byte[inputs.size()][][];
    for (int i = 0; i < inputs.size(); i++) {
      InputTensor input = inputs.get(i);
      Shape inner = input.shape().inner();
      types.add(input.type());
      shapes.add(inner);
      int elements = Math.toIntExact(inner.elementCount());
      bytes[i] = new byte[elements * input.type().byteSize()];
      strings[i] = new byte[input.type() == DataType.STRING ? elements : 0][];
      if (bytes[i].length > 0) {
        input.read((long) row * bytes[i].length, ByteBuffer.wrap(bytes[i]));
      }
      for (int e = 0; e < strings[i].length; e++) {
        strings[i][e] = input.string((long) row * elements + e);
      }
    }
    return new Sample(new Layout(types, shapes, true), bytes, strings);
  }

  /** Several samples of one layout as the rows of a request. */
  static Rows rows(List<Sample> samples) {
    return new SampleRows(List.copyOf(samples));
  }

  private record SampleRows(List<Sample> samples) implements Rows {

    @Override
    public int count() {
      return samples.size();
    }

    @Override
    public Layout layout() {
      return samples.get(0).layout();
    }

    @Override
    public void read(int input, long byteOffset, ByteBuffer target) {
      long offset = byteOffset;
      while (target.hasRemaining()) {
        int rowBytes = samples.get(0).bytes[input].length;
        byte[] row = samples.get((int) (offset / rowBytes)).bytes[input];
        int start = (int) (offset % rowBytes);
        int length = Math.min(target.remaining(), rowBytes - start);
        target.put(row, start, length);
        offset += length;
      }
    }

    @Override
    public byte[] string(int input, long index) {
      int rowElements = samples.get(0).strings[input].length;
      return samples.get((int) (index / rowElements)).strings[input][(int) (index % rowElements)];
    }

    @Override
    public long byteLength() {
      long total = 0;
      for (Sample sample : samples) {
        for (byte[] bytes : sample.bytes) {
          total += bytes.length;
        }
        for (byte[][] strings : sample.strings) {
          for (byte[] string : strings) {
            total += string.length;
          }
        }
      }
      return total;
    }
  }
}
