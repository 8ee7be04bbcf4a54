package dev.scorekeeper.cli.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Table of text: columns as wide as their widest cell, numbers to the right, two blanks between.
 */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();
  private final String indent;

  private record Column(String header, boolean right) {}

  private TextTable(List<Column> columns, String indent) {
    this.columns = columns;
    this.indent = indent;
  }

  /**
   * A table without rows.
   *
   * @param headers names of the columns; one that begins with {@code >} is set to the right
   */
  public static TextTable of(String... headers) {
    return indented("", headers);
  }

  /** A table whose lines begin with some blanks. */
  public static TextTable indented(String indent, String... headers) {
    List<Column> columns = new ArrayList<>();
    for (String header : headers) {
      boolean right = header.startsWith(">");
      columns.add(new Column(right ? header.substring(1) : header, right));
    }
    return new TextTable(columns, indent);
  }

  /** Appends a row with a cell for every column. */
  public TextTable add(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells for " + columns.size() + " columns");
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell.toString());
    }
    rows.add(row);
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The table with a line end after every line, the header first. */
  public String render() {
    StringBuilder text = new StringBuilder();
    List<String> headers = columns.stream().map(Column::header).toList();
    if (headers.stream().anyMatch(header -> !header.isEmpty())) {
      appendLine(text, headers);
    }
    for (List<String> row : rows) {
      appendLine(text, row);
    }
    return text.toString();
  }

  private void appendLine(StringBuilder text, List<String> cells) {
    StringBuilder line = new StringBuilder(indent);
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      String blanks = " ".repeat(width(i) - length(cell));
      line.append(i == 0 ? "" : GAP);
      line.append(columns.get(i).right() ? blanks + cell : cell + blanks);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private int width(int column) {
    int widest = length(columns.get(column).header());
    for (List<String> row : rows) {
      widest = Math.max(widest, length(row.get(column)));
    }
    return widest;
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
