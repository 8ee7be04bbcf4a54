package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.cli.data.DataFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a column comes from: FILE, FILE:COLUMN, or a COLUMN of the data file.
 *
 * @param file null for the data file
 * @param column its name; empty for the one column that a file has, or the one of the usual name
 */
record ColumnSource(@Nullable Path file, String column) {

  /**
   * Reads what a person typed: a file when there is one of that name, or the name ends as those of
   * files of rows do; otherwise a column.
   */
  static ColumnSource parse(String text) {
    if (isFile(text)) {
      return new ColumnSource(Path.of(text), "");
    }
    int colon = text.lastIndexOf(':');
    if (colon > 0 && colon < text.length() - 1 && isFile(text.substring(0, colon))) {
      return new ColumnSource(Path.of(text.substring(0, colon)), text.substring(colon + 1));
    }
    return new ColumnSource(null, text);
  }

  private static boolean isFile(String text) {
    return DataFiles.isReadable(Path.of(text)) || Files.isRegularFile(Path.of(text));
  }
}
