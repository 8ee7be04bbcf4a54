package dev.scorekeeper.cli.remote;

import dev.scorekeeper.cli.data.Block;
import dev.scorekeeper.cli.data.ElementType;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.client.DataType;
import dev.scorekeeper.client.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Blocks of rows to the client's tensors, and back; numbers are not copied. */
public final class Tensors {
  private Tensors() {}

  /** The tensor with the rows of a block, whose memory it shares. */
  public static Tensor toTensor(Block block) {
    long[] shape =
        IntStream.concat(
                IntStream.of(block.rowCount()),
                block.rowShape().stream().mapToInt(Integer::intValue))
            .asLongStream()
            .toArray();
    return block.type() == ElementType.STRING
        ? Tensor.ofStrings(block.strings().toArray(byte[][]::new), shape)
        : Tensor.ofRaw(DataType.valueOf(block.type().name()), block.data(), shape);
  }

  /**
   * The rows of a tensor.
   *
   * @param rows how many there must be
   */
  public static Block toBlock(String name, Tensor tensor, int rows) {
    long[] shape = tensor.shape();
    if (shape.length == 0 || shape[0] != rows) {
      throw CommandException.failed(
          "Output \"%s\" has no value for each row, and cannot be written beside them: choose others with --output."
              .formatted(name));
    }
    List<Integer> rowShape = Arrays.stream(shape).skip(1).mapToObj(Math::toIntExact).toList();
    ElementType type = ElementType.valueOf(tensor.type().name());
    return type == ElementType.STRING
        ? Block.ofStrings(name, rows, rowShape, List.of(tensor.stringBytes()))
        : Block.ofNumbers(name, type, rows, rowShape, tensor.buffer());
  }
}
