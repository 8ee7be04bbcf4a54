package dev.scorekeeper.cli.remote;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.scorekeeper.cli.data.Block;
import dev.scorekeeper.cli.data.ElementType;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.v1.Tensor;
import java.util.List;

/** Blocks of rows to tensors on the wire, and back. */
public final class Tensors {
  private Tensors() {}

  /** The tensor with the rows of a block, whose memory it shares. */
  public static Tensor toWire(Block block) {
    Tensor.Builder tensor =
        Tensor.newBuilder()
            .setName(block.name())
            .setDtype(block.type().wireType())
            .addShape(block.rowCount());
    block.rowShape().forEach(tensor::addShape);
    if (block.type() == ElementType.STRING) {
      block.strings().forEach(text -> tensor.addStringValues(ByteString.copyFrom(text)));
    } else {
      tensor.setData(UnsafeByteOperations.unsafeWrap(block.data()));
    }
    return tensor.build();
  }

  /**
   * The rows of a tensor.
   *
   * @param rows how many there must be
   */
  public static Block fromWire(Tensor tensor, int rows) {
    ElementType type = ElementType.of(tensor.getDtype());
    if (type == null) {
      throw CommandException.failed(
          "Output \"%s\" has a type that this program does not know: %s."
              .formatted(tensor.getName(), tensor.getDtype()));
    }
    if (tensor.getShapeCount() == 0 || tensor.getShape(0) != rows) {
      throw CommandException.failed(
          "Output \"%s\" has no value for each row, and cannot be written beside them: choose others with --output."
              .formatted(tensor.getName()));
    }
    List<Integer> rowShape =
        tensor.getShapeList().subList(1, tensor.getShapeCount()).stream()
            .map(Math::toIntExact)
            .toList();
    if (type == ElementType.STRING) {
      List<byte[]> strings =
          tensor.getStringValuesList().stream().map(ByteString::toByteArray).toList();
      return Block.ofStrings(tensor.getName(), rows, rowShape, strings);
    }
    return Block.ofNumbers(
        tensor.getName(), type, rows, rowShape, tensor.getData().asReadOnlyByteBuffer());
  }
}
