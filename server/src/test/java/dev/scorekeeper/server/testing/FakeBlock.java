package dev.scorekeeper.server.testing;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.Layout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;

/** A block on the heap, which checks that it is closed once and not used afterwards. */
public final class FakeBlock implements InputBlock {

  private final Layout layout;
  private final int capacity;
  private final AtomicInteger open;
  private final ByteBuffer[] buffers;
  private final byte[][][] strings;
  private volatile boolean closed;

  FakeBlock(Layout layout, int capacity, AtomicInteger open) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity);
    }
    this.layout = layout;
    this.capacity = capacity;
    this.open = open;
    this.buffers = new ByteBuffer[layout.inputCount()];
    this.strings = new byte[layout.inputCount()][][];
    for (int i = 0; i < buffers.length; i++) {
      int bytes = (int) layout.bytesPerRow(i) * capacity;
      buffers[i] = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
      boolean text = layout.types().get(i) == DataType.STRING;
      strings[i] = new byte[text ? (int) layout.elementsPerRow(i) * capacity : 0][];
      for (int e = 0; e < strings[i].length; e++) {
        strings[i][e] = new byte[0];
      }
    }
    open.incrementAndGet();
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("block is closed");
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
    return buffers[input];
  }

  @Override
  public void setString(int input, long index, byte[] value) {
    checkOpen();
    strings[input][(int) index] = value.clone();
  }

  byte[] string(int input, int index) {
    checkOpen();
    return strings[input][index];
  }

  @Override
  public void moveRows(int from, int to, int count) {
    checkOpen();
    for (int i = 0; i < buffers.length; i++) {
      int bytes = (int) layout.bytesPerRow(i);
      byte[] copy = new byte[count * bytes];
      buffers[i].get(from * bytes, copy);
      buffers[i].put(to * bytes, copy);
      if (strings[i].length > 0) {
        int elements = (int) layout.elementsPerRow(i);
        System.arraycopy(strings[i], from * elements, strings[i], to * elements, count * elements);
      }
    }
  }

  @Override
  public long byteSize() {
    long size = 0;
    for (ByteBuffer buffer : buffers) {
      size += buffer.capacity();
    }
    return size;
  }

  @Override
  public void close() {
    checkOpen();
    closed = true;
    open.decrementAndGet();
  }
}
