package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.CodedOutputStream;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.v1.Tensor;
import java.io.IOException;

/** Writes one {@link Tensor} of an answer. */
final class TensorWriter {

  private final String name;
  private final int type;
  private final Shape shape;
  private final TensorContent content;
  private final int shapePayload;
  private final long size;

  TensorWriter(String name, DataType type, Shape shape, TensorContent content) {
    this.name = name;
    this.type = DataTypes.toWire(type).getNumber();
    this.shape = shape;
    this.content = content;
    int dims = 0;
    for (int i = 0; i < shape.rank(); i++) {
      dims += CodedOutputStream.computeInt64SizeNoTag(shape.dim(i));
    }
    this.shapePayload = dims;
    this.size =
        (name.isEmpty() ? 0 : CodedOutputStream.computeStringSize(Tensor.NAME_FIELD_NUMBER, name))
            + CodedOutputStream.computeEnumSize(Tensor.DTYPE_FIELD_NUMBER, this.type)
            + WireSize.field(Tensor.SHAPE_FIELD_NUMBER, shapePayload)
            + content.size();
  }

  /** Bytes of the message, without a tag or length of its own. */
  long size() {
    return size;
  }

  void writeTo(CodedOutputStream output) throws IOException {
    if (!name.isEmpty()) {
      output.writeString(Tensor.NAME_FIELD_NUMBER, name);
    }
    output.writeEnum(Tensor.DTYPE_FIELD_NUMBER, type);
    if (shapePayload > 0) {
      output.writeUInt32NoTag(WireSize.delimitedTag(Tensor.SHAPE_FIELD_NUMBER));
      output.writeUInt32NoTag(shapePayload);
      for (int i = 0; i < shape.rank(); i++) {
        output.writeInt64NoTag(shape.dim(i));
      }
    }
    content.writeTo(output);
  }
}
