package dev.scorekeeper.server.runtime;

import com.google.protobuf.ByteString;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import org.tensorflow.proto.TensorProto;

/** A TensorProto as an input. Immutable, so that it stays valid. */
final class RecordedTensor implements InputTensor {

  private static final int MOST_ELEMENTS = 1 << 26;

  private final String name;
  private final String field;
  private final DataType type;
  private final Shape shape;
  private final ByteBuffer bytes;
  private final List<ByteString> strings;

  private RecordedTensor(
      String name,
      String field,
      DataType type,
      Shape shape,
      ByteBuffer bytes,
      List<ByteString> strings) {
    this.name = name;
    this.field = field;
    this.type = type;
    this.shape = shape;
    this.bytes = bytes;
    this.strings = strings;
  }

  /**
   * Reads a tensor in any of the message's forms.
   *
   * @throws IllegalArgumentException when it is of a type that is not served, or too large
   */
  static RecordedTensor of(String name, TensorProto proto, String field) {
    DataType type = DataType.ofTensorFlowNumber(proto.getDtypeValue());
    if (type == null) {
      throw new IllegalArgumentException(field + " has type " + proto.getDtype());
    }
    Shape shape =
        Shape.of(
            proto.getTensorShape().getDimList().stream().mapToLong(d -> d.getSize()).toArray());
    if (!shape.isFullyKnown() || shape.elementCount() > MOST_ELEMENTS) {
      throw new IllegalArgumentException(field + " has shape " + shape);
    }
    if (type == DataType.STRING) {
      ByteBuffer none = ByteBuffer.allocate(0);
      return new RecordedTensor(
          name, field, type, shape, none, List.copyOf(proto.getStringValList()));
    }
    return new RecordedTensor(name, field, type, shape, numbers(type, shape, proto), List.of());
  }

  private static ByteBuffer numbers(DataType type, Shape shape, TensorProto proto) {
    if (!proto.getTensorContent().isEmpty()) {
      return proto.getTensorContent().asReadOnlyByteBuffer();
    }
    int count = Math.toIntExact(shape.elementCount());
    ByteBuffer bytes = ByteBuffer.allocate(count * type.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    int given = valueCount(type, proto);
    for (int i = 0; i < count && given > 0; i++) {
      // Fewer values than elements: the last one stands for the rest.
      putValue(bytes, type, proto, Math.min(i, given - 1));
    }
    return bytes.clear();
  }

  private static int valueCount(DataType type, TensorProto proto) {
    return switch (type) {
      case FLOAT32 -> proto.getFloatValCount();
      case FLOAT64 -> proto.getDoubleValCount();
      case INT64 -> proto.getInt64ValCount();
      case UINT64 -> proto.getUint64ValCount();
      case UINT32 -> proto.getUint32ValCount();
      case BOOL -> proto.getBoolValCount();
      case FLOAT16, BFLOAT16 -> proto.getHalfValCount();
      case COMPLEX64 -> proto.getScomplexValCount() / 2;
      case INT8, INT16, INT32, UINT8, UINT16 -> proto.getIntValCount();
      case STRING -> 0;
    };
  }

  private static void putValue(ByteBuffer target, DataType type, TensorProto proto, int index) {
    switch (type) {
      case FLOAT32 -> target.putFloat(proto.getFloatVal(index));
      case FLOAT64 -> target.putDouble(proto.getDoubleVal(index));
      case INT64 -> target.putLong(proto.getInt64Val(index));
      case UINT64 -> target.putLong(proto.getUint64Val(index));
      case UINT32 -> target.putInt(proto.getUint32Val(index));
      case BOOL -> target.put((byte) (proto.getBoolVal(index) ? 1 : 0));
      case FLOAT16, BFLOAT16 -> target.putShort((short) proto.getHalfVal(index));
      case COMPLEX64 -> {
        target.putFloat(proto.getScomplexVal(2 * index));
        target.putFloat(proto.getScomplexVal(2 * index + 1));
      }
      case INT8, UINT8 -> target.put((byte) proto.getIntVal(index));
      case INT16, UINT16 -> target.putShort((short) proto.getIntVal(index));
      case INT32 -> target.putInt(proto.getIntVal(index));
      case STRING -> throw new IllegalArgumentException("strings are not numbers");
    }
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
    return bytes.remaining();
  }

  @Override
  public void read(long byteOffset, ByteBuffer target) {
    int offset = Math.toIntExact(byteOffset);
    target.put(bytes.slice(offset, target.remaining()));
  }

  @Override
  public long stringCount() {
    return strings.isEmpty() ? 0 : shape.elementCount();
  }

  @Override
  public byte[] string(long index) {
    Objects.checkIndex(index, stringCount());
    return strings.get((int) Math.min(index, strings.size() - 1L)).toByteArray();
  }
}
