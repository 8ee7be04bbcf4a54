package dev.scorekeeper.server.scoring;

import java.nio.ByteBuffer;

/**
 * Native memory for the inputs of up to {@link #capacity} rows of one layout.
 *
 * <p>Ownership: whoever got it from {@link Program#allocate} owns it and closes it once; a second
 * close throws. Not thread-safe; handing it to another thread needs a happens-before edge. The
 * buffers are views that must not be used after the close. A block may be filled and run again
 * after its {@link RunResult} was closed.
 */
public interface InputBlock extends AutoCloseable {

  Layout layout();

  /** Most rows it holds. */
  int capacity();

  /**
   * View of all the memory of a numeric input: little-endian, {@code capacity x bytesPerRow} bytes.
   * The same object at each call; position and limit are the caller's to move.
   */
  ByteBuffer buffer(int input);

  /** Sets string element {@code index} (over all rows) of a string input; copies the bytes. */
  void setString(int input, long index, byte[] value);

  /**
   * Copies {@code count} rows, of every input, from one place to another; the places may overlap.
   */
  void moveRows(int from, int to, int count);

  /** Bytes of native memory held, strings apart. */
  long byteSize();

  @Override
  void close();
}
