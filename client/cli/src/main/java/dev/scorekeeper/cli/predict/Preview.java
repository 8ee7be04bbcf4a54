package dev.scorekeeper.cli.predict;

import dev.scorekeeper.cli.data.Block;
import dev.scorekeeper.cli.data.ElementType;
import dev.scorekeeper.cli.data.RowWriter;
import dev.scorekeeper.cli.text.Quantities;
import dev.scorekeeper.cli.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Keeps the first few rows as a table for a person, and forgets the others. */
public final class Preview implements RowWriter {
  private static final int ROWS = 10;
  private static final int ELEMENTS = 4;

  private final List<List<String>> rows = new ArrayList<>();
  private @Nullable TextTable table;

  @Override
  public void write(List<Block> columns) {
    TextTable known = table;
    if (known == null) {
      known = TextTable.of(headers(columns));
      table = known;
    }
    int available = columns.isEmpty() ? 0 : columns.get(0).rowCount();
    for (int row = 0; row < available && rows.size() < ROWS; row++) {
      List<String> cells = new ArrayList<>();
      cells.add(Integer.toString(rows.size() + 1));
      for (Block column : columns) {
        cells.add(cell(column, row));
      }
      rows.add(cells);
      known.add(cells.toArray());
    }
  }

  private static String[] headers(List<Block> columns) {
    List<String> headers = new ArrayList<>(List.of(">row"));
    for (Block column : columns) {
      boolean right = column.rowSize() == 1 && column.type() != ElementType.STRING;
      headers.add((right ? ">" : "") + column.name());
    }
    return headers.toArray(String[]::new);
  }

  private static String cell(Block column, int row) {
    int first = row * column.rowSize();
    if (column.rowSize() == 1) {
      return element(column, first);
    }
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < Math.min(ELEMENTS, column.rowSize()); i++) {
      shown.add(element(column, first + i));
    }
    int hidden = column.rowSize() - shown.size();
    String rest = hidden == 0 ? "" : ", … " + hidden + " more";
    return "[" + String.join(", ", shown) + rest + "]";
  }

  private static String element(Block column, int element) {
    if (column.type().isFloating()) {
      double value = column.doubleAt(element);
      return Double.isFinite(value) && Math.abs(value) < 1e6
          ? String.format(Locale.ROOT, "%.4f", value)
          : column.format(element);
    }
    String text = column.format(element);
    return text.length() <= 40 ? text : text.substring(0, 39) + "…";
  }

  /** The table, and how many rows it does not show. */
  public String render(long rowCount) {
    TextTable known = table;
    if (known == null || known.isEmpty()) {
      return "";
    }
    long hidden = rowCount - rows.size();
    return known.render()
        + (hidden > 0
            ? "… " + Quantities.count(hidden, "row") + " more; --to FILE writes all\n"
            : "");
  }

  @Override
  public void commit() {}

  @Override
  public void close() {}
}
