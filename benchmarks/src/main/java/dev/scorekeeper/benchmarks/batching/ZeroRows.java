package dev.scorekeeper.benchmarks.batching;

import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.Rows;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Rows of zeros in direct memory, one buffer for each input, as a request's bytes lie. */
public final class ZeroRows implements Rows {

  private final Layout layout;
  private final int count;
  private final List<ByteBuffer> inputs = new ArrayList<>();
  private final long byteLength;

  /** So many rows; inputs of strings are not supported. */
  public ZeroRows(Layout layout, int count) {
    this.layout = layout;
    this.count = count;
    long total = 0;
    for (int i = 0; i < layout.inputCount(); i++) {
      int bytes = Math.toIntExact(layout.bytesPerRow(i) * count);
      inputs.add(ByteBuffer.allocateDirect(bytes).asReadOnlyBuffer());
      total += bytes;
    }
    byteLength = total;
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
    int length = target.remaining();
    target.put(target.position(), inputs.get(input), (int) byteOffset, length);
    target.position(target.position() + length);
  }

  @Override
  public byte[] string(int input, long index) {
    throw new IllegalArgumentException("no strings here");
  }

  @Override
  public long byteLength() {
    return byteLength;
  }
}
