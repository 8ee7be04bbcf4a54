package dev.scorekeeper.server.transport.nativeapi;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.v1.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A numeric tensor seen in the bytes of its message: where its elements lie, known to be as many as
 * its shape says. Filled again for each request. Confined to one thread.
 *
 * <p>One request is mostly like the one before: where all bytes before the elements are the same,
 * and as many elements follow, nothing is read again.
 */
final class ScannedTensor implements InputTensor {

  private static final int NAME = Tensor.NAME_FIELD_NUMBER << 3 | 2;
  private static final int DTYPE = Tensor.DTYPE_FIELD_NUMBER << 3;
  private static final int SHAPE = Tensor.SHAPE_FIELD_NUMBER << 3 | 2;
  private static final int DATA = Tensor.DATA_FIELD_NUMBER << 3 | 2;
  private static final int FLOATS = Tensor.FLOAT_VALUES_FIELD_NUMBER << 3 | 2;
  private static final int DOUBLES = Tensor.DOUBLE_VALUES_FIELD_NUMBER << 3 | 2;

  private static final int MOST_DIMENSIONS = 8;
  private static final int LONGEST_HEAD = 128;

  private final String field;
  private final long[] dims = new long[MOST_DIMENSIONS];
  private String name = "";
  private DataType type = DataType.FLOAT32;
  private Shape shape = Shape.scalar();
  private @Nullable RequestBytes bytes;
  private int start;
  private int length;

  /** The bytes before the elements, when these came last and all was usual. */
  private final byte[] head = new byte[LONGEST_HEAD];

  /** How many; 0: nothing to go by. */
  private int headLength;

  ScannedTensor(int index) {
    this.field = "inputs[" + index + "]";
  }

  /** Reads the tensor that the cursor was narrowed to; false when it is not of the usual kind. */
  boolean read(WireCursor cursor, NameTable names) {
    bytes = cursor.bytes();
    int from = cursor.position();
    if (headLength > 0
        && cursor.remaining() == headLength + length
        && bytes.matches(from, head, headLength)) {
      start = cursor.take(headLength + length) + headLength;
      return true;
    }
    headLength = 0;
    return readFields(cursor, names) && remember(from, cursor.position());
  }

  /** Keeps what came before the elements, if nothing came after them; always true. */
  private boolean remember(int from, int end) {
    int before = start - from;
    if (start + length == end && before <= LONGEST_HEAD) {
      requireNonNull(bytes, "nothing was scanned").copy(from, ByteBuffer.wrap(head, 0, before));
      headLength = before;
    }
    return true;
  }

  private boolean readFields(WireCursor cursor, NameTable names) {
    name = "";
    DataType found = null;
    int rank = 0;
    int content = 0;
    int seen = 0;
    while (!cursor.atEnd()) {
      int tag = cursor.tag();
      int number = tag == DTYPE ? cursor.number() : cursor.length();
      // What comes twice is merged or replaced: for the generated parser to say.
      if (number < 0 || (seen & 1 << (tag >> 3)) != 0) {
        return false;
      }
      seen |= 1 << (tag >> 3);
      switch (tag) {
        case NAME -> {
          String read = names.get(cursor.bytes(), cursor.take(number), number);
          if (read == null) {
            return false;
          }
          name = read;
        }
        case DTYPE -> found = DataTypes.fromWireNumber(number);
        case SHAPE -> rank = readShape(cursor, number);
        case DATA, FLOATS, DOUBLES -> {
          if (content != 0) {
            return false;
          }
          content = tag;
          start = cursor.take(number);
          length = number;
        }
        default -> {
          return false;
        }
      }
    }
    return rank >= 0 && found != null && isWhole(found, content, rank);
  }

  /** Reads sizes into {@link #dims}; gives their number, or -1. */
  private int readShape(WireCursor cursor, int byteCount) {
    int outer = cursor.narrow(byteCount);
    int rank = 0;
    while (!cursor.atEnd()) {
      int size = cursor.number();
      if (size < 0 || rank == MOST_DIMENSIONS) {
        return -1;
      }
      dims[rank++] = size;
    }
    cursor.widen(outer);
    return rank;
  }

  /** True when the content is of the type, and as long as the shape says, which is not nothing. */
  private boolean isWhole(DataType found, int content, int rank) {
    boolean fits =
        switch (content) {
          case DATA -> found != DataType.STRING && found != DataType.BOOL;
          case FLOATS -> found == DataType.FLOAT32;
          case DOUBLES -> found == DataType.FLOAT64;
          default -> false;
        };
    if (!fits || length == 0) {
      return false;
    }
    long expected = found.byteSize();
    for (int i = 0; i < rank; i++) {
      expected *= dims[i];
      if (expected > length || expected == 0) {
        return false;
      }
    }
    type = found;
    if (expected == length) {
      shape = hasShape(rank) ? shape : Shape.of(Arrays.copyOf(dims, rank));
      return true;
    }
    return false;
  }

  private boolean hasShape(int rank) {
    boolean same = shape.rank() == rank;
    for (int i = 0; same && i < rank; i++) {
      same = shape.dim(i) == dims[i];
    }
    return same;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public String field() {
    return field;
  }

  @Override
  public long byteLength() {
    return length;
  }

  @Override
  public void read(long byteOffset, ByteBuffer target) {
    int from = Math.toIntExact(byteOffset);
    Objects.checkFromIndexSize(from, target.remaining(), length);
    if (bytes == null) {
      throw new IllegalStateException("nothing was scanned");
    }
    bytes.copy(start + from, target);
  }

  @Override
  public long stringCount() {
    return 0;
  }

  @Override
  public byte[] string(long index) {
    throw new IndexOutOfBoundsException("a numeric input has no strings");
  }
}
