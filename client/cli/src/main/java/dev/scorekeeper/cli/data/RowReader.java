package dev.scorekeeper.cli.data;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads rows from a file, front to back. For one thread. */
public interface RowReader extends AutoCloseable {
  /**
   * The next rows, or null after the last one.
   *
   * <p>Fewer than asked for where the shape of the rows changes, so that a group is always one
   * tensor for each input.
   *
   * @throws DataException when the file does not hold what was expected of it
   */
  @Nullable RowGroup read(int maximumRows) throws IOException;

  /** How far into the file reading has come, [0, 1]; NaN when that cannot be known. */
  double progress();

  /** Rows in the file, or -1 when only reading tells. */
  long rowCount();

  @Override
  void close() throws IOException;
}
