package dev.scorekeeper.cli.data;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of one .npy array, read front to back from a stream that it owns. */
final class NpyArray implements Closeable {
  private final InputStream in;
  private final NpyHeader header;
  private final char kind;
  private final int itemSize;
  private final ByteOrder order;
  private final int rowSize;
  private long rowsRead;

  private NpyArray(InputStream in, NpyHeader header) throws DataException {
    this.in = in;
    this.header = header;
    if (header.descr().length() < 3) {
      throw new DataException("elements of type " + header.descr() + " cannot be read");
    }
    order = header.descr().charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    kind = header.descr().charAt(1);
    itemSize = itemSize(header.descr());
    if (header.shape().isEmpty()) {
      throw new DataException("a single value, not rows");
    }
    rowSize = Math.toIntExact(Shapes.product(header.rowShape()));
    if (header.fortranOrder() && header.shape().size() > 1) {
      throw new DataException(
          "stored column by column; write it again with numpy.save(file, numpy.ascontiguousarray(a))");
    }
  }

  /** Reads the header. The stream is closed when this fails. */
  static NpyArray open(InputStream in) throws IOException {
    try {
      return new NpyArray(in, NpyHeader.read(in));
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static int itemSize(String descr) throws DataException {
    if (descr.charAt(1) == 'O') {
      throw new DataException(
          "Python objects (pickled) are never read; save strings as numpy type U or S");
    }
    try {
      int size = Integer.parseInt(descr.substring(2));
      return descr.charAt(1) == 'U' ? Math.multiplyExact(size, 4) : size;
    } catch (NumberFormatException | ArithmeticException e) {
      throw new DataException("elements of type " + descr + " cannot be read", e);
    }
  }

  long rowCount() {
    return header.rowCount();
  }

  long rowsRead() {
    return rowsRead;
  }

  List<Integer> rowShape() {
    return header.rowShape();
  }

  /** The type that holds the elements as they are, or null when there is none. */
  @Nullable ElementType naturalType() {
    String little = header.descr().replace('>', '<').replace('=', '<');
    if (kind == 'U' || kind == 'S') {
      return ElementType.STRING;
    }
    for (ElementType type : ElementType.values()) {
      String numpy = type.numpy();
      if (!numpy.isEmpty() && numpy.substring(1).equals(little.substring(1))) {
        return type;
      }
    }
    return null;
  }

  /** Reads the next rows, converted to a type, into a block. */
  Block read(String name, ElementType type, List<Integer> rowShape, int rows) throws IOException {
    byte[] bytes = in.readNBytes(Math.multiplyExact(Math.multiplyExact(rows, rowSize), itemSize));
    if (bytes.length < (long) rows * rowSize * itemSize) {
      throw new EOFException("the file ends before row " + (rowsRead + rows));
    }
    rowsRead += rows;
    ByteBuffer raw = ByteBuffer.wrap(bytes).order(order);
    boolean asIs = naturalType() == type && type != ElementType.STRING;
    if (asIs && (order == ByteOrder.LITTLE_ENDIAN || itemSize == 1)) {
      return Block.ofNumbers(name, type, rows, rowShape, raw);
    }
    ElementBuffer elements = new ElementBuffer(type);
    for (int i = 0; i < rows * rowSize; i++) {
      convert(raw, i * itemSize, elements);
    }
    return elements.toBlock(name, rows, rowShape);
  }

  private void convert(ByteBuffer raw, int at, ElementBuffer to) throws DataException {
    switch (kind) {
      case 'b' -> to.addBoolean(raw.get(at) != 0);
      case 'i' -> to.addLong(signed(raw, at));
      case 'u' -> to.addUnsigned(unsigned(raw, at));
      case 'f' -> to.addDouble(real(raw, at));
      case 'c' -> addComplex(raw, at, to);
      case 'S' -> to.addString(fixedBytes(raw, at));
      case 'U' -> to.addText(fixedText(raw, at));
      case 'V' -> to.addDouble(bfloat(raw, at));
      default -> throw unreadable();
    }
  }

  private long signed(ByteBuffer raw, int at) throws DataException {
    return switch (itemSize) {
      case 1 -> raw.get(at);
      case 2 -> raw.getShort(at);
      case 4 -> raw.getInt(at);
      case 8 -> raw.getLong(at);
      default -> throw unreadable();
    };
  }

  private long unsigned(ByteBuffer raw, int at) throws DataException {
    long value = signed(raw, at);
    return itemSize == 8 ? value : value & ((1L << (itemSize * 8)) - 1);
  }

  private double real(ByteBuffer raw, int at) throws DataException {
    return switch (itemSize) {
      case 2 -> SmallFloats.fromHalf(raw.getShort(at));
      case 4 -> raw.getFloat(at);
      case 8 -> raw.getDouble(at);
      default -> throw unreadable();
    };
  }

  private void addComplex(ByteBuffer raw, int at, ElementBuffer to) throws DataException {
    switch (itemSize) {
      case 8 -> to.addComplex(raw.getFloat(at), raw.getFloat(at + 4));
      case 16 -> to.addComplex((float) raw.getDouble(at), (float) raw.getDouble(at + 8));
      default -> throw unreadable();
    }
  }

  private double bfloat(ByteBuffer raw, int at) throws DataException {
    if (itemSize != 2) {
      throw unreadable();
    }
    return SmallFloats.fromBfloat(raw.getShort(at));
  }

  /** NumPy fills short strings up with zeros. */
  private byte[] fixedBytes(ByteBuffer raw, int at) {
    int length = itemSize;
    while (length > 0 && raw.get(at + length - 1) == 0) {
      length--;
    }
    byte[] bytes = new byte[length];
    raw.get(at, bytes);
    return bytes;
  }

  private String fixedText(ByteBuffer raw, int at) throws DataException {
    int length = itemSize / 4;
    while (length > 0 && raw.getInt(at + (length - 1) * 4) == 0) {
      length--;
    }
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      int codePoint = raw.getInt(at + i * 4);
      if (!Character.isValidCodePoint(codePoint)) {
        throw new DataException("a string holds a character that does not exist");
      }
      text.appendCodePoint(codePoint);
    }
    return text.toString();
  }

  private DataException unreadable() {
    return new DataException("elements of type " + header.descr() + " cannot be read");
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
