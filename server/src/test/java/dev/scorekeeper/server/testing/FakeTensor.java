package dev.scorekeeper.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A tensor on the heap: bytes of numbers, or elements of strings. */
public final class FakeTensor {

  private final DataType type;
  private final Shape shape;
  private final ByteBuffer data;
  private final byte[][] strings;

  private FakeTensor(DataType type, Shape shape, ByteBuffer data, byte[][] strings) {
    this.type = type;
    this.shape = shape;
    this.data = data;
    this.strings = strings;
  }

  /** Numbers of float32, row-major. */
  public static FakeTensor floats(Shape shape, float... values) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      data.putFloat(value);
    }
    return new FakeTensor(DataType.FLOAT32, shape, data.flip(), new byte[0][]);
  }

  /** Strings, row-major. */
  public static FakeTensor strings(Shape shape, List<String> values) {
    byte[][] elements = values.stream().map(value -> value.getBytes(UTF_8)).toArray(byte[][]::new);
    return new FakeTensor(DataType.STRING, shape, ByteBuffer.allocate(0), elements);
  }

  public DataType type() {
    return type;
  }

  public Shape shape() {
    return shape;
  }

  ByteBuffer data() {
    return data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN).position(0);
  }

  byte[] string(long index) {
    return strings[(int) index].clone();
  }
}
