package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.CodedOutputStream;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.transform.HalfFloats;
import dev.scorekeeper.v1.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Elements of a tensor in one of the forms that the protocol has for them. */
sealed interface TensorContent {

  /** Bytes on the wire, tag and length included. */
  long size();

  void writeTo(CodedOutputStream output) throws IOException;

  /** Little-endian elements in {@code Tensor.data}. */
  record Data(ByteBuffer elements) implements TensorContent {
    @Override
    public long size() {
      return WireSize.field(Tensor.DATA_FIELD_NUMBER, elements.remaining());
    }

    @Override
    public void writeTo(CodedOutputStream output) throws IOException {
      WireSize.writeField(output, Tensor.DATA_FIELD_NUMBER, elements);
    }
  }

  /** Strings in {@code Tensor.string_values}. */
  record Strings(List<byte[]> elements) implements TensorContent {
    @Override
    public long size() {
      long size = 0;
      for (byte[] element : elements) {
        size += WireSize.delimited(Tensor.STRING_VALUES_FIELD_NUMBER, element.length);
      }
      return size;
    }

    @Override
    public void writeTo(CodedOutputStream output) throws IOException {
      for (byte[] element : elements) {
        output.writeByteArray(Tensor.STRING_VALUES_FIELD_NUMBER, element);
      }
    }
  }

  /** Fixed-size typed values, whose packed form is their little-endian bytes. */
  record FixedValues(int field, ByteBuffer elements) implements TensorContent {
    @Override
    public long size() {
      return WireSize.field(field, elements.remaining());
    }

    @Override
    public void writeTo(CodedOutputStream output) throws IOException {
      WireSize.writeField(output, field, elements);
    }
  }

  /** Integers as packed varints. */
  record Varints(int field, DataType type, ByteBuffer elements, long payload)
      implements TensorContent {
    @Override
    public long size() {
      return WireSize.field(field, payload);
    }

    @Override
    public void writeTo(CodedOutputStream output) throws IOException {
      if (payload == 0) {
        return;
      }
      output.writeUInt32NoTag(WireSize.delimitedTag(field));
      output.writeUInt32NoTag(Math.toIntExact(payload));
      int count = elements.remaining() / type.byteSize();
      for (int i = 0; i < count; i++) {
        output.writeUInt64NoTag(varint(type, elements, i));
      }
    }
  }

  /** The elements as little-endian bytes. */
  static TensorContent data(ByteBuffer elements) {
    return new Data(elements);
  }

  /** The elements in the repeated field of their type. */
  static TensorContent values(DataType type, ByteBuffer elements) {
    ByteBuffer ordered = elements.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    return switch (type) {
      case FLOAT32, COMPLEX64 -> new FixedValues(Tensor.FLOAT_VALUES_FIELD_NUMBER, ordered);
      case FLOAT64 -> new FixedValues(Tensor.DOUBLE_VALUES_FIELD_NUMBER, ordered);
      case FLOAT16, BFLOAT16 ->
          new FixedValues(Tensor.FLOAT_VALUES_FIELD_NUMBER, widen(type, ordered));
      case BOOL -> varints(Tensor.BOOL_VALUES_FIELD_NUMBER, type, ordered);
      case INT8, INT16, INT32 -> varints(Tensor.INT_VALUES_FIELD_NUMBER, type, ordered);
      case INT64 -> varints(Tensor.INT64_VALUES_FIELD_NUMBER, type, ordered);
      case UINT8, UINT16, UINT32 -> varints(Tensor.UINT_VALUES_FIELD_NUMBER, type, ordered);
      case UINT64 -> varints(Tensor.UINT64_VALUES_FIELD_NUMBER, type, ordered);
      case STRING -> throw new IllegalArgumentException("strings are not bytes");
    };
  }

  private static TensorContent varints(int field, DataType type, ByteBuffer elements) {
    int count = elements.remaining() / type.byteSize();
    long payload = 0;
    for (int i = 0; i < count; i++) {
      payload += CodedOutputStream.computeUInt64SizeNoTag(varint(type, elements, i));
    }
    return new Varints(field, type, elements, payload);
  }

  /** The number that a varint of this element holds; negative ones are extended to 64 bits. */
  private static long varint(DataType type, ByteBuffer elements, int index) {
    return switch (type) {
      case BOOL -> elements.get(index) == 0 ? 0 : 1;
      case INT8 -> elements.get(index);
      case INT16 -> elements.getShort(2 * index);
      case INT32 -> elements.getInt(4 * index);
      case INT64, UINT64 -> elements.getLong(8 * index);
      case UINT8 -> Byte.toUnsignedInt(elements.get(index));
      case UINT16 -> Short.toUnsignedInt(elements.getShort(2 * index));
      case UINT32 -> Integer.toUnsignedLong(elements.getInt(4 * index));
      default -> throw new IllegalArgumentException("no integer: " + type.label());
    };
  }

  private static ByteBuffer widen(DataType type, ByteBuffer halves) {
    int count = halves.remaining() / 2;
    ByteBuffer floats =
        ByteBuffer.allocate(Math.multiplyExact(count, 4)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      short bits = halves.getShort(2 * i);
      floats.putFloat(
          type == DataType.FLOAT16 ? HalfFloats.float16(bits) : HalfFloats.bfloat16(bits));
    }
    return floats.flip();
  }
}
