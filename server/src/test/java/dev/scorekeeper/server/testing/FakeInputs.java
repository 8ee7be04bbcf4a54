package dev.scorekeeper.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.Shape;
import java.util.ArrayList;
import java.util.List;

/** The rows of one run, as a {@link FakeModel.Behaviour} sees them. */
public final class FakeInputs {

  private final FakeBlock block;
  private final int from;
  private final int count;

  FakeInputs(FakeBlock block, int from, int count) {
    this.block = block;
    this.from = from;
    this.count = count;
  }

  /** Number of rows. */
  public int count() {
    return count;
  }

  public Layout layout() {
    return block.layout();
  }

  /** The float32 elements of all rows of an input. */
  public float[] floats(int input) {
    int elements = (int) layout().elementsPerRow(input);
    float[] result = new float[count * elements];
    for (int e = 0; e < result.length; e++) {
      result[e] = block.buffer(input).getFloat(4 * (from * elements + e));
    }
    return result;
  }

  /** The string elements of all rows of an input. */
  public List<String> strings(int input) {
    int elements = (int) layout().elementsPerRow(input);
    List<String> result = new ArrayList<>();
    for (int e = 0; e < count * elements; e++) {
      result.add(new String(block.string(input, from * elements + e), UTF_8));
    }
    return result;
  }

  /** Shape of an input in this run, rows included when the layout is per row. */
  public Shape shape(int input) {
    Shape inner = layout().shapes().get(input);
    return layout().perRow() ? inner.outer(count) : inner;
  }
}
