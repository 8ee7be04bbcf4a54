package dev.scorekeeper.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.Rows;
import dev.scorekeeper.server.scoring.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Rows on the heap: any number of float32 and string inputs. */
public final class FakeRows implements Rows {

  private final int count;
  private final List<DataType> types = new ArrayList<>();
  private final List<Shape> shapes = new ArrayList<>();
  private final List<float[]> floats = new ArrayList<>();
  private final List<String[]> strings = new ArrayList<>();
  private boolean perRow = true;

  private FakeRows(int count) {
    this.count = count;
  }

  /** So many rows, without inputs yet; add them in the signature's order. */
  public static FakeRows of(int count) {
    return new FakeRows(count);
  }

  /** Rows of one float32 input whose inner shape is {@code [values.length / count]}. */
  public static FakeRows floats(int count, float... values) {
    return of(count).floats(Shape.of(count == 0 ? 0 : values.length / count), values);
  }

  /** Adds a float32 input. */
  public FakeRows floats(Shape inner, float... values) {
    types.add(DataType.FLOAT32);
    shapes.add(inner);
    floats.add(values);
    strings.add(new String[0]);
    return this;
  }

  /** Adds a string input. */
  public FakeRows strings(Shape inner, String... values) {
    types.add(DataType.STRING);
    shapes.add(inner);
    floats.add(new float[0]);
    strings.add(values);
    return this;
  }

  /** Declares the shapes to be whole ones, for a signature without a batch dimension. */
  public FakeRows notPerRow() {
    perRow = false;
    return this;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public Layout layout() {
    return new Layout(types, shapes, perRow);
  }

  @Override
  public void read(int input, long byteOffset, ByteBuffer target) {
    float[] values = floats.get(input);
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    target.put(bytes.flip().slice((int) byteOffset, target.remaining()));
  }

  @Override
  public byte[] string(int input, long index) {
    return strings.get(input)[(int) index].getBytes(UTF_8);
  }

  @Override
  public long byteLength() {
    long total = 0;
    for (int i = 0; i < types.size(); i++) {
      total += 4L * floats.get(i).length;
      for (String value : strings.get(i)) {
        total += value.getBytes(UTF_8).length;
      }
    }
    return total;
  }
}
