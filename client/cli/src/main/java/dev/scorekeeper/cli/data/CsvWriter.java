package dev.scorekeeper.cli.data;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Writes CSV with a header: a column for each output with one element a row, columns {@code
 * NAME_0}, {@code NAME_1} and so on for the others, in row-major order.
 */
final class CsvWriter extends TextWriter {
  private List<Integer> widths = List.of();

  CsvWriter(PartFile file) throws IOException {
    super(file);
  }

  @Override
  void begin(Writer to, List<Block> columns) throws IOException {
    widths = widths(columns);
    String separator = "";
    for (Block column : columns) {
      for (int i = 0; i < column.rowSize(); i++) {
        to.append(separator)
            .append(quote(single(column) ? column.name() : column.name() + "_" + i));
        separator = ",";
      }
    }
    to.append('\n');
  }

  @Override
  void append(Writer to, List<Block> columns, int row) throws IOException {
    if (row == 0 && !widths(columns).equals(widths)) {
      throw new DataException(
          "the outputs change their size from row to row, and CSV has fixed columns: write JSON Lines or Parquet");
    }
    String separator = "";
    for (Block column : columns) {
      int start = row * column.rowSize();
      for (int i = start; i < start + column.rowSize(); i++) {
        to.append(separator).append(quote(column.format(i)));
        separator = ",";
      }
    }
    to.append('\n');
  }

  private static List<Integer> widths(List<Block> columns) {
    return columns.stream().map(Block::rowSize).toList();
  }

  /** One element a row, whatever the rank: a column of the output's own name. */
  static boolean single(Block column) {
    return column.rowSize() == 1;
  }

  /** An empty cell is quoted: alone on a line, it would be an empty line, which readers skip. */
  private static String quote(String cell) {
    boolean plain =
        !cell.isEmpty()
            && cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
