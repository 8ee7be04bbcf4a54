package dev.scorekeeper.cli.data;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Writes Parquet: rows go to a DuckDB table on disk beside the file as they come, and from there to
 * the file in the end, within a fixed amount of memory. Outputs with dimensions become lists.
 */
final class ParquetWriter implements RowWriter {
  private static final String TABLE = "scores";

  private final PartFile file;
  private final Path spool;
  private final Connection connection;
  private @Nullable DuckDBAppender appender;
  private String selection = "";

  ParquetWriter(Path target) throws IOException {
    file = new PartFile(target);
    spool = file.sibling("rows");
    Files.deleteIfExists(spool);
    connection = DuckDb.open(spool.toString());
  }

  @Override
  public void write(List<Block> columns) throws IOException {
    try {
      DuckDBAppender to = appender;
      if (to == null) {
        to = createTable(columns);
        appender = to;
      }
      int rows = columns.get(0).rowCount();
      for (int row = 0; row < rows; row++) {
        to.beginRow();
        for (Block column : columns) {
          append(to, column, row);
        }
        to.endRow();
      }
    } catch (SQLException e) {
      throw new DataException("a row cannot be stored: " + DuckDb.message(e), e);
    }
  }

  private DuckDBAppender createTable(List<Block> columns) throws SQLException {
    String list =
        columns.stream()
            .map(column -> DuckDb.quoteName(column.name()) + " " + sqlType(column))
            .collect(Collectors.joining(", "));
    selection = columns.stream().map(ParquetWriter::selected).collect(Collectors.joining(", "));
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE " + TABLE + " (" + list + ")");
    }
    return connection.unwrap(DuckDBConnection.class).createAppender(TABLE);
  }

  private static String sqlType(Block column) {
    return (CsvWriter.single(column) ? column.type().sql() : spoolType(column.type()))
        + brackets(column);
  }

  private static String brackets(Block column) {
    return "[]".repeat(CsvWriter.single(column) ? 0 : column.rowShape().size());
  }

  /** DuckDB's appender takes no unsigned numbers in lists; they wait in a wider signed type. */
  private static String spoolType(ElementType type) {
    return switch (type) {
      case UINT8 -> "SMALLINT";
      case UINT16 -> "INTEGER";
      case UINT32 -> "BIGINT";
      case UINT64 -> "HUGEINT";
      default -> type.sql();
    };
  }

  /** The column as the file is to have it. */
  private static String selected(Block column) {
    String name = DuckDb.quoteName(column.name());
    return "CAST(%s AS %s%s) AS %s".formatted(name, column.type().sql(), brackets(column), name);
  }

  private static void append(DuckDBAppender to, Block column, int row) throws SQLException {
    int first = row * column.rowSize();
    if (CsvWriter.single(column)) {
      appendElement(to, column, first);
    } else if (column.rowShape().size() == 1 && column.type() == ElementType.FLOAT32) {
      float[] values = new float[column.rowSize()];
      column
          .data()
          .position(first * 4)
          .slice()
          .order(column.data().order())
          .asFloatBuffer()
          .get(values);
      to.append(values);
    } else {
      to.append(list(column, 0, first));
    }
  }

  private static void appendElement(DuckDBAppender to, Block column, int element)
      throws SQLException {
    switch (column.type()) {
      case BOOL -> to.append(column.longAt(element) != 0);
      case INT8, UINT8 -> to.append((byte) column.longAt(element));
      case INT16, UINT16 -> to.append((short) column.longAt(element));
      case INT32, UINT32 -> to.append((int) column.longAt(element));
      case INT64, UINT64 -> to.append(column.longAt(element));
      case FLOAT16, BFLOAT16, FLOAT32 -> to.append(column.floatAt(element));
      case FLOAT64 -> to.append(column.doubleAt(element));
      case COMPLEX64, STRING -> to.append(column.format(element));
    }
  }

  private static List<Object> list(Block column, int axis, int first) {
    int size = column.rowShape().get(axis);
    int step = (int) Shapes.product(column.rowShape().subList(axis + 1, column.rowShape().size()));
    boolean innermost = axis == column.rowShape().size() - 1;
    List<Object> items = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      int at = first + i * step;
      items.add(innermost ? box(column, at) : list(column, axis + 1, at));
    }
    return items;
  }

  private static Object box(Block column, int element) {
    return switch (column.type()) {
      case BOOL -> column.longAt(element) != 0;
      case INT8 -> (byte) column.longAt(element);
      case INT16, UINT8 -> (short) column.longAt(element);
      case INT32, UINT16 -> (int) column.longAt(element);
      case INT64, UINT32 -> column.longAt(element);
      case UINT64 -> new BigInteger(column.format(element));
      case FLOAT16, BFLOAT16, FLOAT32 -> column.floatAt(element);
      case FLOAT64 -> column.doubleAt(element);
      case COMPLEX64, STRING -> column.format(element);
    };
  }

  @Override
  public void commit() throws IOException {
    close();
    file.commit();
  }

  @Override
  public void close() throws IOException {
    try {
      if (connection.isClosed()) {
        return;
      }
      try (connection) {
        export();
      }
    } catch (SQLException e) {
      throw new DataException("the Parquet file cannot be completed: " + DuckDb.message(e), e);
    }
    Files.deleteIfExists(spool);
    Files.deleteIfExists(Path.of(spool + ".wal"));
  }

  private void export() throws SQLException {
    DuckDBAppender rows = appender;
    if (rows == null) {
      return;
    }
    rows.close();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT "
              + selection
              + " FROM "
              + TABLE
              + ") TO "
              + DuckDb.quoteText(file.path().toString())
              + " (FORMAT parquet)");
    }
  }
}
