package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.Program;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An {@link InputBlock} that can grow. Owns it, and is owned by one batch or by the pool.
 *
 * <p>Strings are kept here until the run, since a block cannot be asked for them: {@link #ready}
 * writes those of the rows about to run. Not thread-safe.
 */
final class RowBlock implements AutoCloseable {

  private static final byte[] NO_BYTES = {};

  private final Program program;
  private final Layout layout;
  private InputBlock block;

  /** By input: null for numeric ones, else the elements of all rows. */
  private final byte[] @Nullable [][] strings;

  private int touchedRows;

  private RowBlock(Program program, Layout layout, InputBlock block) {
    this.program = program;
    this.layout = layout;
    this.block = block;
    this.strings = new byte[layout.inputCount()][][];
    for (int i = 0; i < strings.length; i++) {
      if (isString(i)) {
        strings[i] = emptyStrings(elementCount(i, block.capacity()));
      }
    }
  }

  static RowBlock allocate(Program program, Layout layout, int capacity) {
    return new RowBlock(program, layout, program.allocate(layout, capacity));
  }

  private boolean isString(int input) {
    return layout.types().get(input) == DataType.STRING;
  }

  private int elementCount(int input, int rows) {
    return Math.toIntExact(layout.elementsPerRow(input) * rows);
  }

  private static byte[][] emptyStrings(int count) {
    byte[][] result = new byte[count][];
    Arrays.fill(result, NO_BYTES);
    return result;
  }

  Layout layout() {
    return layout;
  }

  int capacity() {
    return block.capacity();
  }

  long byteSize() {
    return block.byteSize();
  }

  /** Memory of a numeric input, see {@link InputBlock#buffer}; valid until the block grows. */
  ByteBuffer buffer(int input) {
    return block.buffer(input);
  }

  /** The elements of a string input, over all rows; valid until the block grows. */
  byte[][] strings(int input) {
    byte[][] result = strings[input];
    if (result == null) {
      throw new IllegalArgumentException("input " + input + " is not of strings");
    }
    return result;
  }

  /** Makes room for {@code wanted} rows, keeping the first {@code rows}. */
  void grow(int wanted, int rows) {
    if (wanted <= block.capacity()) {
      return;
    }
    InputBlock larger = program.allocate(layout, wanted);
    for (int i = 0; i < strings.length; i++) {
      if (strings[i] != null) {
        byte[][] more = emptyStrings(elementCount(i, wanted));
        System.arraycopy(strings[i], 0, more, 0, elementCount(i, rows));
        strings[i] = more;
      } else {
        ByteBuffer from = block.buffer(i);
        from.limit(Math.toIntExact(layout.bytesPerRow(i) * rows)).position(0);
        larger.buffer(i).clear().put(from).clear();
        from.clear();
      }
    }
    block.close();
    block = larger;
  }

  /** Copies rows of every input to another place; the places may overlap. */
  void moveRows(int from, int to, int count) {
    if (from == to || count == 0) {
      return;
    }
    block.moveRows(from, to, count);
    for (int i = 0; i < strings.length; i++) {
      byte[][] elements = strings[i];
      if (elements != null) {
        System.arraycopy(
            elements, elementCount(i, from), elements, elementCount(i, to), elementCount(i, count));
      }
    }
  }

  /** Copies rows of another block of the same layout. */
  void copyRows(RowBlock source, int from, int count, int to) {
    for (int i = 0; i < strings.length; i++) {
      byte[][] elements = strings[i];
      if (elements != null) {
        System.arraycopy(
            source.strings(i),
            elementCount(i, from),
            elements,
            elementCount(i, to),
            elementCount(i, count));
      } else {
        int rowBytes = Math.toIntExact(layout.bytesPerRow(i));
        ByteBuffer bytes = source.buffer(i);
        bytes.limit((from + count) * rowBytes).position(from * rowBytes);
        buffer(i).clear().position(to * rowBytes).put(bytes).clear();
        bytes.clear();
      }
    }
  }

  /** The block with all inputs of these rows in place, for {@link Program#run}. */
  InputBlock ready(int from, int count) {
    for (int i = 0; i < strings.length; i++) {
      byte[][] elements = strings[i];
      if (elements != null) {
        for (int e = elementCount(i, from); e < elementCount(i, from + count); e++) {
          block.setString(i, e, elements[e]);
        }
      }
    }
    return block;
  }

  /** Notes that the first rows were written to. */
  void touch(int rows) {
    touchedRows = Math.max(touchedRows, rows);
  }

  /** Lets go of the strings of the rows written to, so that an idle block does not hold them. */
  void forgetStrings() {
    for (int i = 0; i < strings.length; i++) {
      byte[][] elements = strings[i];
      if (elements != null) {
        int end = elementCount(i, Math.min(touchedRows, capacity()));
        for (int e = 0; e < end; e++) {
          elements[e] = NO_BYTES;
          block.setString(i, e, NO_BYTES);
        }
      }
    }
    touchedRows = 0;
  }

  @Override
  public void close() {
    block.close();
  }
}
