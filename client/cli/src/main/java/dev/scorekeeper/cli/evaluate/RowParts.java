package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.cli.data.Block;
import dev.scorekeeper.cli.data.ElementType;
import dev.scorekeeper.cli.remote.Tensors;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.client.LabelledRows;
import dev.scorekeeper.client.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Columns as they were read to the parts of a message, which has numbers where it needs them. */
final class RowParts {
  private RowParts() {}

  /**
   * Adds a column.
   *
   * @param firstRow number of the block's first row in the file, for messages
   */
  static LabelledRows add(LabelledRows message, ExtraColumn column, Block block, long firstRow) {
    return switch (column.role()) {
      case LABEL -> addLabel(message, column, block, firstRow);
      case WEIGHT -> message.weight(column.name(), Tensors.toTensor(block));
      case MASK -> message.mask(column.name(), Tensors.toTensor(block));
      case SLICE -> message.sliceColumn(column.name(), keys(column, block));
      case ID -> message.exampleIds(keys(column, block));
      case QUERY -> message.queryIds(keys(column, block));
    };
  }

  /** Labels as numbers. */
  static Block labels(ExtraColumn column, Block block, long firstRow) {
    return column.classNames().isEmpty() ? block : numbered(column, block, firstRow);
  }

  private static LabelledRows addLabel(
      LabelledRows message, ExtraColumn column, Block block, long firstRow) {
    Block labels = labels(column, block, firstRow);
    Tensor tensor = Tensors.toTensor(labels);
    if (!column.mayBeMissing()) {
      return message.label(column.name(), tensor);
    }
    return withPresence(message, column.name(), labels);
  }

  /** A row with a label that is NaN has none; what is sent in its place is zero. */
  private static LabelledRows withPresence(LabelledRows message, String output, Block labels) {
    boolean[] present = new boolean[labels.rowCount()];
    ByteBuffer known =
        ByteBuffer.allocate(labels.data().remaining()).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < present.length; row++) {
      present[row] = true;
      for (int i = row * labels.rowSize(); i < (row + 1) * labels.rowSize(); i++) {
        double label = labels.doubleAt(i);
        present[row] &= !Double.isNaN(label);
        known.putDouble(Double.isNaN(label) ? 0 : label);
      }
    }
    Block filled =
        Block.ofNumbers(
            labels.name(), ElementType.FLOAT64, labels.rowCount(), labels.rowShape(), known.flip());
    return message
        .label(output, Tensors.toTensor(filled))
        .labelPresence(output, Tensor.of(present));
  }

  /** Labels that may be names of classes, or numbers as text. */
  private static Block numbered(ExtraColumn column, Block block, long firstRow) {
    int elements = block.rowCount() * block.rowSize();
    ByteBuffer numbers = ByteBuffer.allocate(elements * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < elements; i++) {
      numbers.putDouble(
          block.type() == ElementType.STRING
              ? number(column, block.format(i), firstRow + i / block.rowSize())
              : block.doubleAt(i));
    }
    return Block.ofNumbers(
        block.name(), ElementType.FLOAT64, block.rowCount(), block.rowShape(), numbers.flip());
  }

  private static double number(ExtraColumn column, String text, long row) {
    int index = column.classNames().indexOf(text);
    if (index >= 0) {
      return index;
    }
    if (text.isBlank() && column.mayBeMissing()) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw CommandException.failed(
          "%s, row %d: \"%s\" is none of the classes %s."
              .formatted(column.option(), row, text, String.join(", ", column.classNames())),
          e);
    }
  }

  /** One integer or text a row; other numbers become text. */
  private static Tensor keys(ExtraColumn column, Block block) {
    if (block.rowSize() != 1) {
      throw CommandException.failed(
          "%s %s: one value a row is needed, not %d."
              .formatted(column.option(), column.name(), block.rowSize()));
    }
    Block flat = block.shaped(List.of());
    boolean asIs =
        block.type() == ElementType.STRING
            || !(block.type().isFloating()
                || block.type() == ElementType.BOOL
                || block.type() == ElementType.COMPLEX64);
    return Tensors.toTensor(asIs ? flat : text(flat));
  }

  private static Block text(Block block) {
    List<byte[]> texts = new ArrayList<>(block.rowCount());
    for (int row = 0; row < block.rowCount(); row++) {
      texts.add(block.format(row).getBytes(StandardCharsets.UTF_8));
    }
    return Block.ofStrings(block.name(), block.rowCount(), List.of(), texts);
  }
}
