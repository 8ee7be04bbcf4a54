package dev.scorekeeper.cli.data;

import java.util.List;

/**
 * Consecutive rows of a file: one block for each input, then one for each column that is kept.
 *
 * @param firstRow number of the first row in the file, from 1
 * @param rowCount at least 1
 */
public record RowGroup(long firstRow, int rowCount, List<Block> inputs, List<Block> kept) {
  public RowGroup {
    inputs = List.copyOf(inputs);
    kept = List.copyOf(kept);
  }

  public long lastRow() {
    return firstRow + rowCount - 1;
  }
}
