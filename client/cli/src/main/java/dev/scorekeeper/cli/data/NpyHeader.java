package dev.scorekeeper.cli.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Header of a .npy array, versions 1 to 3 of the format.
 *
 * @param descr NumPy's description of an element, such as {@code <f4}
 * @param fortranOrder true when the first dimension varies fastest
 */
record NpyHeader(String descr, boolean fortranOrder, List<Long> shape) {
  /** Bytes that this program reserves for a header: room for any shape, and a multiple of 64. */
  static final int SIZE = 192;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

  /** Number of rows: the first dimension. */
  long rowCount() {
    return shape.get(0);
  }

  List<Integer> rowShape() {
    return shape.subList(1, shape.size()).stream().map(Math::toIntExact).toList();
  }

  /** Reads the header and leaves the stream at the first element. */
  static NpyHeader read(InputStream in) throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
      throw new DataException("not a .npy array");
    }
    int lengthBytes = start[6] == 1 ? 2 : 4;
    byte[] length = in.readNBytes(lengthBytes);
    ByteBuffer lengthBuffer =
        ByteBuffer.wrap(Arrays.copyOf(length, 4)).order(ByteOrder.LITTLE_ENDIAN);
    int size = lengthBuffer.getInt();
    if (start[6] < 1 || start[6] > 3 || size < 0 || size > 1 << 20) {
      throw new DataException("its .npy header is damaged");
    }
    byte[] text = in.readNBytes(size);
    if (text.length < size) {
      throw new EOFException("the .npy header is cut off");
    }
    return parse(new String(text, StandardCharsets.UTF_8));
  }

  private static NpyHeader parse(String text) throws DataException {
    Matcher descr = DESCR.matcher(text);
    Matcher order = ORDER.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!descr.find()) {
      throw new DataException("an array of records; only plain arrays can be read");
    }
    if (!order.find() || !shape.find()) {
      throw new DataException("its .npy header is damaged");
    }
    return new NpyHeader(descr.group(1), order.group(1).equals("True"), parseShape(shape.group(1)));
  }

  private static List<Long> parseShape(String text) throws DataException {
    List<Long> shape = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (!part.isBlank()) {
        try {
          shape.add(Long.parseLong(part.strip()));
        } catch (NumberFormatException e) {
          throw new DataException("its .npy header is damaged", e);
        }
      }
    }
    return shape;
  }

  /** This header as {@link #SIZE} bytes. */
  byte[] toBytes() {
    StringBuilder dimensions = new StringBuilder();
    for (long dimension : shape) {
      dimensions.append(dimension).append(", ");
    }
    String text =
        String.format(
            Locale.ROOT,
            "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }",
            descr,
            fortranOrder ? "True" : "False",
            dimensions.toString().stripTrailing());
    byte[] bytes = new byte[SIZE];
    Arrays.fill(bytes, (byte) ' ');
    byte[] body = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
    bytes[6] = 1;
    bytes[7] = 0;
    bytes[8] = (byte) (SIZE - 10);
    bytes[9] = 0;
    System.arraycopy(body, 0, bytes, 10, body.length);
    bytes[SIZE - 1] = '\n';
    return bytes;
  }
}
