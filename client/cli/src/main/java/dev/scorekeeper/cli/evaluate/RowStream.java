package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.cli.data.Block;
import dev.scorekeeper.cli.data.RowGroup;
import dev.scorekeeper.cli.data.RowReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one file in pieces of any size, so that several files can be read in step. For one
 * thread.
 */
final class RowStream implements AutoCloseable {
  private final Path file;
  private final RowReader reader;
  private @Nullable RowGroup group;
  private int used;
  private long rowsTaken;

  RowStream(Path file, RowReader reader) {
    this.file = file;
    this.reader = reader;
  }

  Path file() {
    return file;
  }

  RowReader reader() {
    return reader;
  }

  /** Rows given out so far. */
  long rowsTaken() {
    return rowsTaken;
  }

  /** How many rows can be taken now, at most so many; 0 after the last one. */
  int available(int most) throws IOException {
    RowGroup current = group;
    if (current == null || used == current.rowCount()) {
      current = reader.read(most);
      group = current;
      used = 0;
    }
    return current == null ? 0 : Math.min(most, current.rowCount() - used);
  }

  /** Takes rows, no more than are available: the inputs, then the kept columns. */
  List<Block> take(int rows) {
    RowGroup current = group;
    if (current == null || rows > current.rowCount() - used) {
      throw new IllegalStateException("there are not " + rows + " rows at hand");
    }
    List<Block> blocks = new ArrayList<>(current.inputs());
    blocks.addAll(current.kept());
    if (rows < current.rowCount()) {
      int from = used;
      blocks.replaceAll(block -> block.rows(from, rows));
    }
    used += rows;
    rowsTaken += rows;
    return blocks;
  }

  /** Rows in the whole file, as far as it has to be read to know that. */
  long countAll(int step) throws IOException {
    for (int rows = available(step); rows > 0; rows = available(step)) {
      take(rows);
    }
    return rowsTaken;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
