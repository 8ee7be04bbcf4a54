package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.cli.data.Block;
import dev.scorekeeper.cli.remote.Tensors;
import dev.scorekeeper.client.LabelledRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Consecutive rows with all that belongs to them.
 *
 * @param firstRow number of the first one in the file, from 1
 * @param extras the columns beside the inputs, as they were read
 */
record LabelledGroup(
    long firstRow, int rowCount, List<Block> inputs, Map<ExtraColumn, Block> extras) {
  LabelledGroup {
    inputs = List.copyOf(inputs);
    extras = new LinkedHashMap<>(extras);
  }

  /** The labels of an output, as numbers. */
  Block labels(ExtraColumn column) {
    Block read = extras.get(column);
    if (read == null) {
      throw new IllegalArgumentException("no column " + column);
    }
    return RowParts.labels(column, read, firstRow);
  }

  /** The message with these rows. */
  LabelledRows message() {
    LabelledRows message = LabelledRows.of();
    for (Block input : inputs) {
      message = message.input(input.name(), Tensors.toTensor(input));
    }
    for (Map.Entry<ExtraColumn, Block> extra : extras.entrySet()) {
      message = RowParts.add(message, extra.getKey(), extra.getValue(), firstRow);
    }
    return message;
  }
}
