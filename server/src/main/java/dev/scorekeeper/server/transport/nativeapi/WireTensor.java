package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.ByteString;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.v1.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An input as {@code scorekeeper.v1} brings it, checked as far as can be without the model: its
 * shape is sound and its content is there, of its type and of the size that the shape says.
 *
 * <p>Borrowed from the message it was made of.
 */
final class WireTensor implements InputTensor {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final String name;
  private final DataType type;
  private final Shape shape;
  private final String field;
  private final ByteBuffer data;
  private final List<ByteString> strings;

  private WireTensor(
      String name,
      DataType type,
      Shape shape,
      String field,
      ByteBuffer data,
      List<ByteString> strings) {
    this.name = name;
    this.type = type;
    this.shape = shape;
    this.field = field;
    this.data = data;
    this.strings = strings;
  }

  /**
   * Checks a tensor.
   *
   * @param field where it was in the request
   * @throws ProblemException INPUT_TYPE_MISMATCH, SHAPE_INVALID or one of CONTENT_...
   */
  static WireTensor of(Tensor tensor, String field) throws ProblemException {
    DataType type = DataTypes.fromWire(tensor.getDtype());
    if (type == null) {
      throw problem(
          Reason.INPUT_TYPE_MISMATCH,
          field + ".dtype",
          "%s ('%s') has no element type that this server knows: dtype is %d."
              .formatted(field, tensor.getName(), tensor.getDtypeValue()));
    }
    Shape shape = WireShape.of(tensor, field);
    checkOneContent(tensor, type, field);
    long elements = shape.elementCount();
    if (type == DataType.STRING) {
      checkCount(field, shape, elements, tensor.getStringValuesCount(), "string_values");
      return new WireTensor(
          tensor.getName(), type, shape, field, NOTHING, tensor.getStringValuesList());
    }
    ByteBuffer data = numbers(tensor, type, shape, elements, field);
    return new WireTensor(tensor.getName(), type, shape, field, data, List.of());
  }

  /** Checks that there is at most one content, and that it is of the type. */
  private static void checkOneContent(Tensor tensor, DataType type, String field)
      throws ProblemException {
    ValueField own = DataTypes.valueField(type);
    String present = tensor.getData().isEmpty() ? "" : "data";
    for (ValueField values : ValueField.values()) {
      if (values.count(tensor) == 0) {
        continue;
      }
      if (!present.isEmpty()) {
        throw problem(
            Reason.CONTENT_AMBIGUOUS,
            field,
            "%s ('%s') has both %s and %s; give one of them."
                .formatted(field, tensor.getName(), present, values.label()));
      }
      present = values.label();
    }
    boolean bytesOfStrings = type == DataType.STRING && present.equals("data");
    boolean otherValues =
        !present.isEmpty() && !present.equals("data") && !present.equals(own.label());
    if (bytesOfStrings || otherValues) {
      throw problem(
          Reason.INPUT_TYPE_MISMATCH,
          field + "." + present,
          "%s ('%s') is %s, whose elements go into %s%s, not into %s."
              .formatted(
                  field,
                  tensor.getName(),
                  type.label(),
                  type == DataType.STRING ? "" : "data or ",
                  own.label(),
                  present));
    }
  }

  private static ByteBuffer numbers(
      Tensor tensor, DataType type, Shape shape, long elements, String field)
      throws ProblemException {
    ByteString bytes = tensor.getData();
    if (!bytes.isEmpty()) {
      checkSize(field, type, shape, elements, bytes.size());
      checkBools(field, type, bytes);
      // The view of a part may begin anywhere in its buffer: slicing makes offsets count from 0.
      return bytes.asReadOnlyByteBuffer().slice();
    }
    ValueField values = DataTypes.valueField(type);
    long expected = type == DataType.COMPLEX64 ? 2 * elements : elements;
    checkCount(field, shape, expected, values.count(tensor), values.label());
    return elements == 0 ? NOTHING : new TypedValues(tensor, type, field).encode();
  }

  private static void checkSize(
      String field, DataType type, Shape shape, long elements, int actualBytes)
      throws ProblemException {
    // Below 2^62 elements of up to 8 bytes: may exceed a long, but no message is that large.
    boolean countable = elements <= Integer.MAX_VALUE;
    long expectedBytes = countable ? elements * type.byteSize() : Long.MAX_VALUE;
    if (expectedBytes != actualBytes) {
      throw new ProblemException(
          Problem.ofField(
                  Reason.CONTENT_SIZE_MISMATCH,
                  field + ".data",
                  "%s.data has %d bytes, but %s of shape %s takes %d x %d."
                      .formatted(
                          field, actualBytes, type.label(), shape, elements, type.byteSize()))
              .with("expected", countable ? expectedBytes : elements + "x" + type.byteSize())
              .with("got", actualBytes));
    }
  }

  private static void checkCount(
      String field, Shape shape, long expected, int actual, String valuesLabel)
      throws ProblemException {
    if (expected == actual) {
      return;
    }
    if (actual == 0) {
      throw problem(
          Reason.CONTENT_MISSING,
          field,
          "%s of shape %s has no elements; they go into %s%s."
              .formatted(
                  field,
                  shape,
                  valuesLabel.equals("string_values") ? "" : "data or ",
                  valuesLabel));
    }
    throw new ProblemException(
        Problem.ofField(
                Reason.CONTENT_SIZE_MISMATCH,
                field + "." + valuesLabel,
                "%s.%s has %d values, but shape %s takes %d."
                    .formatted(field, valuesLabel, actual, shape, expected))
            .with("expected", expected)
            .with("got", actual));
  }

  /** The runtime reads any other byte as neither true nor false. */
  private static void checkBools(String field, DataType type, ByteString bytes)
      throws ProblemException {
    if (type != DataType.BOOL) {
      return;
    }
    for (int i = 0; i < bytes.size(); i++) {
      if ((bytes.byteAt(i) & ~1) != 0) {
        throw problem(
            Reason.CONTENT_OUT_OF_RANGE,
            field + ".data",
            "%s.data[%d] is %d, but a bool is 0 or 1.".formatted(field, i, bytes.byteAt(i) & 0xff));
      }
    }
  }

  private static ProblemException problem(Reason reason, String field, String message) {
    return new ProblemException(Problem.ofField(reason, field, message));
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
    return data.capacity();
  }

  @Override
  public void read(long byteOffset, ByteBuffer target) {
    int from = Math.toIntExact(byteOffset);
    int length = target.remaining();
    target.put(target.position(), data, from, length);
    target.position(target.position() + length);
  }

  @Override
  public long stringCount() {
    return strings.size();
  }

  @Override
  public byte[] string(long index) {
    return strings.get(Math.toIntExact(index)).toByteArray();
  }
}
