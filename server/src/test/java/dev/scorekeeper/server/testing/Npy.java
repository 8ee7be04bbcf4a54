package dev.scorekeeper.server.testing;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An array from a NumPy file: row-major, little-endian. */
public final class Npy {

  private static final Pattern HEADER =
      Pattern.compile("'descr': '([^']*)', 'fortran_order': (True|False), 'shape': \\(([^)]*)\\)");

  private static final Map<String, DataType> TYPES =
      Map.of(
          "<f4", DataType.FLOAT32,
          "<f8", DataType.FLOAT64,
          "<i4", DataType.INT32,
          "<i8", DataType.INT64,
          "|u1", DataType.UINT8,
          "|b1", DataType.BOOL);

  private final DataType type;
  private final Shape shape;
  private final byte[] bytes;

  private Npy(DataType type, Shape shape, byte[] bytes) {
    this.type = type;
    this.shape = shape;
    this.bytes = bytes;
  }

  /** Reads a file of version 1 or 2. */
  public static Npy read(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    boolean versionOne = content[6] == 1;
    int start = versionOne ? 10 : 12;
    int length = versionOne ? buffer.getShort(8) & 0xffff : buffer.getInt(8);
    Matcher header =
        HEADER.matcher(new String(content, start, length, StandardCharsets.ISO_8859_1));
    if (!header.find() || header.group(2).equals("True")) {
      throw new IOException("not a row-major .npy file: " + file);
    }
    DataType type = TYPES.get(header.group(1));
    if (type == null) {
      throw new IOException("unknown type " + header.group(1) + " in " + file);
    }
    long[] dims =
        Arrays.stream(header.group(3).split(",", -1))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    return new Npy(
        type, Shape.of(dims), Arrays.copyOfRange(content, start + length, content.length));
  }

  public DataType type() {
    return type;
  }

  public Shape shape() {
    return shape;
  }

  /** A copy of the elements' bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Number of rows. */
  public int rows() {
    return Math.toIntExact(shape.dim(0));
  }

  /** Bytes of a row. */
  public int bytesPerRow() {
    return bytes.length / rows();
  }

  /** The rows {@code from .. from + count}, as a little-endian buffer. */
  public ByteBuffer rows(int from, int count) {
    return ByteBuffer.wrap(bytes, from * bytesPerRow(), count * bytesPerRow())
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The elements of a float32 array. */
  public float[] floats() {
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
