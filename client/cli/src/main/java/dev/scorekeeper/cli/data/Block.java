package dev.scorekeeper.cli.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Some rows of one named tensor. Immutable as long as nobody writes to the buffer it was made of.
 *
 * <p>Elements are counted from 0 over all rows, in row-major order.
 */
public final class Block {
  private final String name;
  private final ElementType type;
  private final int rowCount;
  private final List<Integer> rowShape;
  private final ByteBuffer data;
  private final List<byte[]> strings;
  private final int rowSize;

  private Block(
      String name,
      ElementType type,
      int rowCount,
      List<Integer> rowShape,
      ByteBuffer data,
      List<byte[]> strings) {
    this.name = name;
    this.type = type;
    this.rowCount = rowCount;
    this.rowShape = List.copyOf(rowShape);
    this.data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
    this.strings = strings;
    this.rowSize = Math.toIntExact(Shapes.product(rowShape));
    long elements = (long) rowCount * rowSize;
    long given = type == ElementType.STRING ? strings.size() : data.remaining() / type.byteSize();
    if (given != elements) {
      throw new IllegalArgumentException(
          "block " + name + " has " + given + " elements, not " + elements);
    }
  }

  /**
   * Block of numbers. The buffer is little-endian, from its position to its limit, and not copied.
   */
  public static Block ofNumbers(
      String name, ElementType type, int rowCount, List<Integer> rowShape, ByteBuffer data) {
    return new Block(name, type, rowCount, rowShape, data, List.of());
  }

  /** Block of strings, each any bytes. */
  public static Block ofStrings(
      String name, int rowCount, List<Integer> rowShape, List<byte[]> strings) {
    return new Block(
        name, ElementType.STRING, rowCount, rowShape, ByteBuffer.allocate(0), List.copyOf(strings));
  }

  public String name() {
    return name;
  }

  public ElementType type() {
    return type;
  }

  public int rowCount() {
    return rowCount;
  }

  /** Shape of one row: the tensor's shape without its first dimension. */
  public List<Integer> rowShape() {
    return rowShape;
  }

  /** Elements in a row. */
  public int rowSize() {
    return rowSize;
  }

  /** The elements, little-endian; empty for strings. A view with a position of its own. */
  public ByteBuffer data() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The elements of a block of strings. */
  public List<byte[]> strings() {
    return strings;
  }

  /** Some of the rows; shares this block's memory. */
  public Block rows(int from, int count) {
    int first = from * rowSize;
    int elements = count * rowSize;
    if (type == ElementType.STRING) {
      return new Block(name, type, count, rowShape, data, strings.subList(first, first + elements));
    }
    int size = type.byteSize();
    ByteBuffer part = data.duplicate().position(first * size).limit((first + elements) * size);
    return new Block(name, type, count, rowShape, part, strings);
  }

  /** The same rows, each of another shape with as many elements. */
  public Block shaped(List<Integer> otherRowShape) {
    return new Block(name, type, rowCount, otherRowShape, data, strings);
  }

  /** The same rows under another name. */
  public Block named(String other) {
    return new Block(other, type, rowCount, rowShape, data, strings);
  }

  /**
   * An element as a float64: exact but for 64-bit integers beyond 2^53; true is 1.
   *
   * @throws IllegalStateException for strings and complex numbers
   */
  public double doubleAt(int element) {
    return switch (type) {
      case FLOAT64 -> data.getDouble(element * 8);
      case FLOAT32, FLOAT16, BFLOAT16 -> floatAt(element);
      case UINT64 -> {
        long bits = data.getLong(element * 8);
        yield bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
      }
      case STRING, COMPLEX64 -> throw new IllegalStateException(name + " is " + type.label());
      default -> longAt(element);
    };
  }

  /** A floating-point element as a float32; a float64 is rounded. */
  float floatAt(int element) {
    return switch (type) {
      case FLOAT32 -> data.getFloat(element * 4);
      case FLOAT16 -> SmallFloats.fromHalf(data.getShort(element * 2));
      case BFLOAT16 -> SmallFloats.fromBfloat(data.getShort(element * 2));
      case FLOAT64 -> (float) data.getDouble(element * 8);
      default -> throw new IllegalStateException(name + " is " + type.label());
    };
  }

  /** An integer or boolean element; the bits of an unsigned 64-bit one. */
  long longAt(int element) {
    return switch (type) {
      case BOOL -> data.get(element) == 0 ? 0 : 1;
      case INT8 -> data.get(element);
      case UINT8 -> data.get(element) & 0xff;
      case INT16 -> data.getShort(element * 2);
      case UINT16 -> data.getShort(element * 2) & 0xffff;
      case INT32 -> data.getInt(element * 4);
      case UINT32 -> data.getInt(element * 4) & 0xffffffffL;
      case INT64, UINT64 -> data.getLong(element * 8);
      default -> throw new IllegalStateException(name + " is " + type.label());
    };
  }

  /** Real part of a complex element. */
  float realAt(int element) {
    return data.getFloat(element * 8);
  }

  /** Imaginary part of a complex element. */
  float imaginaryAt(int element) {
    return data.getFloat(element * 8 + 4);
  }

  /** A string as text; bytes that are no UTF-8 become replacement characters. */
  String textAt(int element) {
    return new String(strings.get(element), StandardCharsets.UTF_8);
  }

  /**
   * An element as text that reads back as the same element; "nan", "inf" and "-inf" as Python
   * spells them.
   */
  public String format(int element) {
    return switch (type) {
      case BOOL -> data.get(element) == 0 ? "false" : "true";
      case UINT64 -> Long.toUnsignedString(data.getLong(element * 8));
      case FLOAT32, FLOAT16, BFLOAT16 -> formatFloat(floatAt(element));
      case FLOAT64 -> formatDouble(data.getDouble(element * 8));
      case COMPLEX64 -> formatComplex(element);
      case STRING -> textAt(element);
      default -> Long.toString(longAt(element));
    };
  }

  private String formatComplex(int element) {
    String imaginary = formatFloat(imaginaryAt(element));
    String sign = imaginary.startsWith("-") ? "" : "+";
    return formatFloat(realAt(element)) + sign + imaginary + "j";
  }

  private static String formatFloat(float value) {
    return Float.isFinite(value) ? Float.toString(value) : formatDouble(value);
  }

  private static String formatDouble(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return Double.toString(value);
  }
}
