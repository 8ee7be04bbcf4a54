package dev.scorekeeper.client;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * An array of elements of one type, in row-major order, with a shape.
 *
 * <p>Made from plain arrays by the {@code of} methods, which copy them once, and read as plain
 * arrays by {@link #floats()} and its siblings, which copy once too. The first dimension counts the
 * rows; a scalar has no dimensions.
 *
 * <p>Immutable and safe for use by many threads, provided that a buffer handed to {@link #ofRaw} is
 * left alone.
 */
public final class Tensor {

  private final DataType type;
  private final long[] shape;
  private final ByteString data;
  private final List<ByteString> strings;

  private Tensor(DataType type, long[] shape, ByteString data, List<ByteString> strings) {
    this.type = type;
    this.shape = shape;
    this.data = data;
    this.strings = strings;
  }

  /** A tensor of fixed-size elements; takes over {@code shape}, whose product must be right. */
  static Tensor ofData(DataType type, long[] shape, ByteString data) {
    return new Tensor(type, shape, data, List.of());
  }

  /** A tensor of strings; takes over {@code shape}, whose product must be right. */
  static Tensor ofStringData(long[] shape, List<ByteString> strings) {
    return new Tensor(DataType.STRING, shape, ByteString.EMPTY, strings);
  }

  /**
   * A float32 tensor. Here as in its siblings, an empty {@code shape} means a vector of all values.
   *
   * @throws IllegalArgumentException when the shape does not have as many elements as are given
   */
  public static Tensor of(float[] values, long... shape) {
    return TensorWriter.write(values, Shapes.orVector(shape, values.length));
  }

  /** A float64 tensor. */
  public static Tensor of(double[] values, long... shape) {
    return TensorWriter.write(values, Shapes.orVector(shape, values.length));
  }

  /** An int32 tensor. */
  public static Tensor of(int[] values, long... shape) {
    return TensorWriter.write(values, Shapes.orVector(shape, values.length));
  }

  /** An int64 tensor. */
  public static Tensor of(long[] values, long... shape) {
    return TensorWriter.write(values, Shapes.orVector(shape, values.length));
  }

  /** An int16 tensor; see {@link #as} for the other 16-bit types. */
  public static Tensor of(short[] values, long... shape) {
    return TensorWriter.write(values, Shapes.orVector(shape, values.length));
  }

  /** An int8 tensor; see {@link #as} for uint8. */
  public static Tensor of(byte[] values, long... shape) {
    return TensorWriter.write(values, Shapes.orVector(shape, values.length));
  }

  /** A bool tensor. */
  public static Tensor of(boolean[] values, long... shape) {
    return TensorWriter.write(values, Shapes.orVector(shape, values.length));
  }

  /** A string tensor holding the UTF-8 bytes of the values. */
  public static Tensor of(String[] values, long... shape) {
    return TensorWriter.write(values, Shapes.orVector(shape, values.length));
  }

  /** A string tensor holding any bytes; every element of {@code values} is one string. */
  public static Tensor ofStrings(byte[][] values, long... shape) {
    return TensorWriter.writeStrings(values, Shapes.orVector(shape, values.length));
  }

  /** A float16 tensor; values are rounded to nearest, ties to even. */
  public static Tensor ofFloat16(float[] values, long... shape) {
    return TensorWriter.writeFloat16(values, Shapes.orVector(shape, values.length));
  }

  /** A bfloat16 tensor; values are rounded to nearest, ties to even. */
  public static Tensor ofBfloat16(float[] values, long... shape) {
    return TensorWriter.writeBfloat16(values, Shapes.orVector(shape, values.length));
  }

  /**
   * A complex64 tensor.
   *
   * @param parts real part, imaginary part, real part, and so on; two for each element of the shape
   */
  public static Tensor ofComplex64(float[] parts, long... shape) {
    if (parts.length % 2 != 0) {
      throw new IllegalArgumentException("odd number of parts: " + parts.length);
    }
    return TensorWriter.writeComplex64(parts, Shapes.orVector(shape, parts.length / 2));
  }

  /**
   * A tensor from nested arrays, such as {@code float[][][]}, whose lengths give the shape, or from
   * a boxed number, {@code Boolean} or {@code String}, which gives a scalar.
   *
   * <p>The element type follows as in the {@code of} methods; {@code byte[][]} is a matrix of int8,
   * not a vector of strings.
   *
   * @throws IllegalArgumentException when the arrays are ragged or of a type without a counterpart
   */
  public static Tensor ofNested(Object nested) {
    return NestedArrays.toTensor(requireNonNull(nested, "nested is null"));
  }

  /**
   * A tensor around a buffer's remaining bytes, which are not copied.
   *
   * @param type anything but {@link DataType#STRING}
   * @param littleEndian the elements without gaps; must not change until every request with this
   *     tensor has been answered
   * @throws IllegalArgumentException when the buffer's length is not that of the shape's elements
   */
  public static Tensor ofRaw(DataType type, ByteBuffer littleEndian, long... shape) {
    if (type == DataType.STRING) {
      throw new IllegalArgumentException("strings have no raw form; use ofStrings");
    }
    long expected = (long) Shapes.elementCount(shape) * type.byteSize();
    if (littleEndian.remaining() != expected) {
      throw new IllegalArgumentException(
          type.label()
              + Arrays.toString(shape)
              + " takes "
              + expected
              + " bytes, but the buffer has "
              + littleEndian.remaining());
    }
    return ofData(type, shape.clone(), TensorWriter.wrap(littleEndian));
  }

  /**
   * The same bytes taken for another type of the same size, such as the int8 of a {@code byte[]}
   * for uint8, or the int16 of a {@code short[]} for the bits of float16.
   *
   * @throws IllegalArgumentException when the sizes differ
   */
  public Tensor as(DataType other) {
    if (other.byteSize() != type.byteSize()) {
      throw new IllegalArgumentException(
          type.label() + " and " + other.label() + " differ in size");
    }
    return new Tensor(other, shape, data, strings);
  }

  /** The same elements in another shape with as many elements; empty means a scalar. */
  public Tensor reshaped(long... newShape) {
    if (Shapes.elementCount(newShape) != elementCount()) {
      throw new IllegalArgumentException(
          "cannot reshape " + Arrays.toString(shape) + " to " + Arrays.toString(newShape));
    }
    return new Tensor(type, newShape.clone(), data, strings);
  }

  /** Element type. */
  public DataType type() {
    return type;
  }

  /** Size of every dimension, outermost first; empty for a scalar. A copy. */
  public long[] shape() {
    return shape.clone();
  }

  /** Number of elements. */
  public int elementCount() {
    return type == DataType.STRING ? strings.size() : data.size() / type.byteSize();
  }

  /**
   * Number of rows: the size of the first dimension.
   *
   * @throws IllegalStateException for a scalar, which has no rows
   */
  public int rowCount() {
    if (shape.length == 0) {
      throw new IllegalStateException("a scalar has no rows");
    }
    return (int) shape[0];
  }

  /**
   * One row, without the first dimension. Shares this tensor's memory.
   *
   * @throws IndexOutOfBoundsException when there is no such row
   */
  public Tensor row(int row) {
    int size = elementCount() / Math.max(1, rowCount());
    java.util.Objects.checkIndex(row, rowCount());
    long[] rowShape = Arrays.copyOfRange(shape, 1, shape.length);
    if (type == DataType.STRING) {
      return ofStringData(rowShape, strings.subList(row * size, (row + 1) * size));
    }
    int bytes = size * type.byteSize();
    return ofData(type, rowShape, data.substring(row * bytes, (row + 1) * bytes));
  }

  /**
   * All elements as floats: of float32, float16 and bfloat16, exactly; of complex64, two an
   * element.
   *
   * @throws IllegalStateException for the other types; here as in its siblings, nothing is rounded
   *     or cut off silently
   */
  public float[] floats() {
    return TensorReader.floats(this);
  }

  /** The elements of one row as floats. */
  public float[] floats(int row) {
    return row(row).floats();
  }

  /**
   * All elements as doubles: of the floating-point types but complex64, and of the integers of at
   * most 32 bits, exactly.
   */
  public double[] doubles() {
    return TensorReader.doubles(this);
  }

  /** The elements of one row as doubles. */
  public double[] doubles(int row) {
    return row(row).doubles();
  }

  /** All elements as ints: of int8, int16, int32, uint8 and uint16; of uint32, their bits. */
  public int[] ints() {
    return TensorReader.ints(this);
  }

  /** The elements of one row as ints. */
  public int[] ints(int row) {
    return row(row).ints();
  }

  /** All elements as longs: of all integer types; of uint64, their bits. */
  public long[] longs() {
    return TensorReader.longs(this);
  }

  /** The elements of one row as longs. */
  public long[] longs(int row) {
    return row(row).longs();
  }

  /** The bits of all elements of any 16-bit type. */
  public short[] shorts() {
    return TensorReader.shorts(this);
  }

  /** The bits of all elements of any 8-bit type; of bool, 0 or 1. */
  public byte[] bytes() {
    return TensorReader.bytes(this);
  }

  /** All elements of a bool tensor. */
  public boolean[] booleans() {
    return TensorReader.booleans(this);
  }

  /** All elements of a string tensor, decoded from UTF-8; malformed bytes become U+FFFD. */
  public String[] strings() {
    return TensorReader.strings(this);
  }

  /** All elements of a string tensor as bytes. */
  public byte[][] stringBytes() {
    return TensorReader.stringBytes(this);
  }

  /**
   * The elements as nested arrays, such as {@code float[][]}; of a scalar, an array of one.
   *
   * <p>The innermost arrays are {@code float} (also of float16, bfloat16 and complex64, which adds
   * a dimension of two), {@code double}, {@code int} (of int8 to int32, uint8 and uint16), {@code
   * long} (of int64, uint32 and uint64), {@code boolean} or {@code String}.
   */
  public Object nested() {
    return NestedArrays.fromTensor(this);
  }

  /**
   * The elements as little-endian bytes, read-only, not copied.
   *
   * @throws IllegalStateException for strings
   */
  public ByteBuffer buffer() {
    requireData();
    return data.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Bytes of payload. */
  long byteCount() {
    long count = data.size();
    for (ByteString string : strings) {
      count += string.size();
    }
    return count;
  }

  ByteString data() {
    requireData();
    return data;
  }

  List<ByteString> stringData() {
    if (type != DataType.STRING) {
      throw new IllegalStateException(type.label() + " elements are not strings");
    }
    return strings;
  }

  private void requireData() {
    if (type == DataType.STRING) {
      throw new IllegalStateException("strings have no bytes of fixed size");
    }
  }

  /** Equal when type, shape and all bits are. */
  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    if (!(other instanceof Tensor)) {
      return false;
    }
    Tensor that = (Tensor) other;
    return type == that.type
        && Arrays.equals(shape, that.shape)
        && data.equals(that.data)
        && strings.equals(that.strings);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * type.hashCode() + Arrays.hashCode(shape))
        + data.hashCode()
        + strings.hashCode();
  }

  @Override
  public String toString() {
    return type.label() + Arrays.toString(shape);
  }
}
