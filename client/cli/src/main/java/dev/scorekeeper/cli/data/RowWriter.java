package dev.scorekeeper.cli.data;

import java.io.IOException;
import java.util.List;

/**
 * Writes rows to a file, front to back. For one thread.
 *
 * <p>The rows go to {@code NAME.part}; only {@link #commit} gives the file its own name, so that a
 * file which stands there is always whole.
 */
public interface RowWriter extends AutoCloseable {
  /**
   * Appends rows.
   *
   * @param columns the same names and types in every call, all with the same number of rows
   * @throws DataException when this kind of file cannot hold them
   */
  void write(List<Block> columns) throws IOException;

  /** Completes the file and gives it its name. Called at most once, after the last row. */
  void commit() throws IOException;

  /**
   * Without {@link #commit}: completes what was written so far and leaves it as {@code NAME.part}.
   */
  @Override
  void close() throws IOException;
}
