package dev.scorekeeper.server.pipeline;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** An input in plain memory. */
record FakeInput(
    String name, DataType type, Shape shape, String field, ByteBuffer bytes, List<byte[]> strings)
    implements InputTensor {

  /** A float32 input whose elements count up from {@code first}. */
  static FakeInput floats(String name, float first, long... dims) {
    Shape shape = Shape.of(dims);
    ByteBuffer bytes =
        ByteBuffer.allocate((int) shape.elementCount() * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; bytes.hasRemaining(); i++) {
      bytes.putFloat(first + i);
    }
    return new FakeInput(name, DataType.FLOAT32, shape, "inputs[0]", bytes.flip(), List.of());
  }

  /** An input without contents, for what is refused before they are read. */
  static FakeInput empty(String name, DataType type, long... dims) {
    return new FakeInput(
        name, type, Shape.of(dims), "inputs[0]", ByteBuffer.allocate(0), List.of());
  }

  static FakeInput strings(String name, Shape shape, byte[]... elements) {
    return new FakeInput(
        name, DataType.STRING, shape, "inputs[0]", ByteBuffer.allocate(0), List.of(elements));
  }

  FakeInput at(String where) {
    return new FakeInput(name, type, shape, where, bytes, strings);
  }

  @Override
  public long byteLength() {
    return bytes.remaining();
  }

  @Override
  public void read(long byteOffset, ByteBuffer target) {
    target.put(bytes.slice((int) byteOffset, target.remaining()));
  }

  @Override
  public long stringCount() {
    return strings.size();
  }

  @Override
  public byte[] string(long index) {
    return strings.get((int) index);
  }
}
