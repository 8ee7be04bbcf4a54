package dev.scorekeeper.cli.data;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Growing array of elements of one type, with the conversions that reading a file may make.
 *
 * <p>Between floating-point types, and from an integer to one, numbers are rounded to nearest. To
 * an integer, only whole numbers within its range are taken; to a boolean, only 0 and 1. Everything
 * else is refused: nothing is cut off or wrapped around silently.
 */
final class ElementBuffer {
  /** Real part, if any, and imaginary part; a sign after an exponent's e does not part them. */
  private static final Pattern COMPLEX =
      Pattern.compile("(.*?)(?<![eE])([+-]?[^+-]+(?:[eE][+-]?\\d+)?)j");

  private final ElementType type;
  private final List<byte[]> strings = new ArrayList<>();
  private ByteBuffer data = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

  ElementBuffer(ElementType type) {
    this.type = type;
  }

  ElementType type() {
    return type;
  }

  /** Number of elements. */
  int size() {
    return type == ElementType.STRING ? strings.size() : data.position() / type.byteSize();
  }

  void clear() {
    strings.clear();
    data.clear();
  }

  /** Appends all elements of another buffer of the same type. */
  void addAll(ElementBuffer other) {
    strings.addAll(other.strings);
    addRaw(other.data.duplicate().flip());
  }

  /** Appends elements that are already little-endian and of this type. */
  void addRaw(ByteBuffer bytes) {
    room(bytes.remaining()).put(bytes);
  }

  void addString(byte[] bytes) throws DataException {
    if (type != ElementType.STRING) {
      addText(new String(bytes, StandardCharsets.UTF_8));
    } else {
      strings.add(bytes);
    }
  }

  /** Appends what a text says: itself for a string, else the number or truth value it spells. */
  void addText(String text) throws DataException {
    switch (type) {
      case STRING -> strings.add(text.getBytes(StandardCharsets.UTF_8));
      case BOOL -> addBoolean(parseBoolean(text));
      case FLOAT64 -> room(8).putDouble(parseDouble(text));
      case FLOAT32 -> room(4).putFloat(parseFloat(text));
      case FLOAT16, BFLOAT16 -> addDouble(parseDouble(text));
      case UINT64 -> room(8).putLong(parseUnsigned(text));
      case COMPLEX64 -> addComplexText(text);
      default -> addLong(parseLong(text));
    }
  }

  void addBoolean(boolean value) throws DataException {
    switch (type) {
      case BOOL -> room(1).put((byte) (value ? 1 : 0));
      case STRING -> throw refuse(Boolean.toString(value));
      default -> addLong(value ? 1 : 0);
    }
  }

  void addLong(long value) throws DataException {
    switch (type) {
      case BOOL -> room(1).put((byte) inRange(value, 0, 1));
      case INT8 -> room(1).put((byte) inRange(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
      case UINT8 -> room(1).put((byte) inRange(value, 0, 0xff));
      case INT16 -> room(2).putShort((short) inRange(value, Short.MIN_VALUE, Short.MAX_VALUE));
      case UINT16 -> room(2).putShort((short) inRange(value, 0, 0xffff));
      case INT32 -> room(4).putInt((int) inRange(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case UINT32 -> room(4).putInt((int) inRange(value, 0, 0xffffffffL));
      case INT64 -> room(8).putLong(value);
      case UINT64 -> room(8).putLong(inRange(value, 0, Long.MAX_VALUE));
      case FLOAT32 -> room(4).putFloat((float) value);
      case FLOAT64, FLOAT16, BFLOAT16, COMPLEX64 -> addDouble((double) value);
      case STRING -> throw refuse(Long.toString(value));
    }
  }

  /** Appends an unsigned 64-bit integer given by its bits. */
  void addUnsigned(long bits) throws DataException {
    if (bits >= 0) {
      addLong(bits);
    } else {
      addText(Long.toUnsignedString(bits));
    }
  }

  void addDouble(double value) throws DataException {
    switch (type) {
      case FLOAT64 -> room(8).putDouble(value);
      case FLOAT32 -> room(4).putFloat((float) value);
      case FLOAT16 -> room(2).putShort(SmallFloats.toHalf((float) value));
      case BFLOAT16 -> room(2).putShort(SmallFloats.toBfloat((float) value));
      case COMPLEX64 -> addComplex((float) value, 0);
      case STRING -> throw refuse(Double.toString(value));
      default -> addLong(whole(value));
    }
  }

  void addComplex(float real, float imaginary) throws DataException {
    if (type != ElementType.COMPLEX64) {
      throw refuse(real + "+" + imaginary + "j");
    }
    room(8).putFloat(real).putFloat(imaginary);
  }

  /** Appends a complex number as Python spells it: 1.5, 2j or 1.5-2j. */
  private void addComplexText(String text) throws DataException {
    Matcher parts = COMPLEX.matcher(text.strip());
    if (!parts.matches()) {
      addComplex(parseFloat(text), 0);
      return;
    }
    String real = parts.group(1);
    addComplex(real.isEmpty() ? 0 : parseFloat(real), parseFloat(parts.group(2)));
  }

  /** The elements as a block, which shares nothing with this buffer. */
  Block toBlock(String name, int rowCount, List<Integer> rowShape) {
    if (type == ElementType.STRING) {
      return Block.ofStrings(name, rowCount, rowShape, strings);
    }
    byte[] copy = new byte[data.position()];
    data.duplicate().flip().get(copy);
    return Block.ofNumbers(name, type, rowCount, rowShape, ByteBuffer.wrap(copy));
  }

  private ByteBuffer room(int bytes) {
    if (data.remaining() < bytes) {
      int capacity = Math.max(data.capacity() * 2, Math.addExact(data.position(), bytes));
      data = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(data.flip());
    }
    return data;
  }

  private long inRange(long value, long least, long most) throws DataException {
    if (value < least || value > most) {
      throw refuse(Long.toString(value));
    }
    return value;
  }

  private long whole(double value) throws DataException {
    if (value != Math.rint(value) || Math.abs(value) >= 0x1p63) {
      throw refuse(Double.toString(value));
    }
    return (long) value;
  }

  private boolean parseBoolean(String text) throws DataException {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "1", "1.0" -> true;
      case "false", "0", "0.0" -> false;
      default -> throw refuse(text);
    };
  }

  private double parseDouble(String text) throws DataException {
    try {
      return Double.parseDouble(spelling(text));
    } catch (NumberFormatException e) {
      throw refuse(text, e);
    }
  }

  private float parseFloat(String text) throws DataException {
    try {
      return Float.parseFloat(spelling(text));
    } catch (NumberFormatException e) {
      throw refuse(text, e);
    }
  }

  /** Java's spelling of the numbers that every language spells its own way. */
  private static String spelling(String text) {
    String stripped = text.strip();
    boolean negative = stripped.startsWith("-");
    String magnitude = negative || stripped.startsWith("+") ? stripped.substring(1) : stripped;
    String sign = negative ? "-" : "";
    return switch (magnitude.toLowerCase(Locale.ROOT)) {
      case "inf", "infinity" -> sign + "Infinity";
      case "nan" -> "NaN";
      default -> endsWithLetterOfJava(magnitude) ? "not a number" : stripped;
    };
  }

  /** True for 1f and 1d, which only Java takes for numbers. */
  private static boolean endsWithLetterOfJava(String text) {
    return !text.isEmpty() && "fFdD".indexOf(text.charAt(text.length() - 1)) >= 0;
  }

  private long parseLong(String text) throws DataException {
    String stripped = text.strip();
    try {
      return Long.parseLong(stripped);
    } catch (NumberFormatException e) {
      return parseWhole(stripped, e).longValue();
    }
  }

  private long parseUnsigned(String text) throws DataException {
    String stripped = text.strip();
    try {
      return Long.parseUnsignedLong(stripped);
    } catch (NumberFormatException e) {
      return inRange(parseWhole(stripped, e).longValue(), 0, Long.MAX_VALUE);
    }
  }

  /** A whole number that is spelled like 3.0 or 1e6. */
  private Long parseWhole(String text, NumberFormatException first) throws DataException {
    try {
      // Refuses 1e999999999 before it becomes a number of a billion digits.
      if (text.length() > 40 || Math.abs(Double.parseDouble(text)) >= 0x1p63) {
        throw refuse(text, first);
      }
      return new BigDecimal(text).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw refuse(text, e);
    }
  }

  private DataException refuse(String value) {
    return new DataException(explain(value));
  }

  private DataException refuse(String value, Exception cause) {
    return new DataException(explain(value), cause);
  }

  private String explain(String value) {
    String shown = value.length() > 40 ? value.substring(0, 40) + "…" : value;
    return value.isBlank()
        ? "empty where a " + type.label() + " is needed"
        : "\"" + shown + "\" is no " + type.label();
  }
}
