package dev.scorekeeper.server.pipeline;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.Rows;
import java.nio.ByteBuffer;
import java.util.List;

/** The inputs of one request in the signature's order, known to fit it. */
final class BoundRows implements Rows {

  private final Layout layout;
  private final int count;
  private final List<InputTensor> inputs;

  /** Borrows {@code inputs}. */
  BoundRows(Layout layout, int count, List<InputTensor> inputs) {
    this.layout = layout;
    this.count = count;
    this.inputs = inputs;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public void read(int input, long byteOffset, ByteBuffer target) {
    inputs.get(input).read(byteOffset, target);
  }

  @Override
  public byte[] string(int input, long index) {
    return inputs.get(input).string(index);
  }

  @Override
  public long byteLength() {
    long bytes = 0;
    for (int i = 0; i < inputs.size(); i++) {
      InputTensor input = inputs.get(i);
      bytes += input.type() == DataType.STRING ? stringBytes(input) : input.byteLength();
    }
    return bytes;
  }

  private static long stringBytes(InputTensor input) {
    long bytes = 0;
    for (long i = 0; i < input.stringCount(); i++) {
      bytes += input.string(i).length;
    }
    return bytes;
  }
}
