package dev.scorekeeper.cli.data;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads Parquet through DuckDB, whose results are streamed. Lists may be nested. */
final class ParquetReader extends RecordReader {
  private final Connection connection;
  private final ResultSet results;
  private final ColumnMap map;
  private final long rowCount;

  private ParquetReader(
      Connection connection,
      ResultSet results,
      ColumnMap map,
      long rowCount,
      List<InputSpec> inputs,
      List<KeptColumn> keep) {
    super(inputs, keep);
    this.connection = connection;
    this.results = results;
    this.map = map;
    this.rowCount = rowCount;
  }

  static RowReader open(Path file, List<InputSpec> inputs, ColumnChoice choice) throws IOException {
    Connection connection = DuckDb.open("");
    try {
      return open(connection, file, inputs, choice);
    } catch (SQLException e) {
      close(connection);
      throw new DataException("not readable as Parquet: " + DuckDb.message(e), e);
    } catch (IOException | RuntimeException e) {
      close(connection);
      throw e;
    }
  }

  private static RowReader open(
      Connection connection, Path file, List<InputSpec> inputs, ColumnChoice choice)
      throws IOException, SQLException {
    String table = "read_parquet(" + DuckDb.quoteText(escapeGlob(file.toString())) + ")";
    List<String> columns = columns(connection, table);
    ColumnMap all = ColumnMap.resolve(inputs, columns, choice);
    List<Integer> used = new ArrayList<>();
    List<List<Integer>> inputColumns = new ArrayList<>();
    for (List<Integer> needed : all.inputs()) {
      inputColumns.add(needed.stream().map(column -> use(used, column)).toList());
    }
    List<List<Integer>> kept = new ArrayList<>();
    for (List<Integer> needed : all.kept()) {
      kept.add(needed.stream().map(column -> use(used, column)).toList());
    }
    String names =
        used.stream()
            .map(column -> DuckDb.quoteName(columns.get(column)))
            .collect(Collectors.joining(", "));
    long rows = count(connection, table);
    Statement statement = connection.createStatement();
    ResultSet results = statement.executeQuery("SELECT " + names + " FROM " + table);
    return new ParquetReader(
        connection, results, new ColumnMap(inputColumns, kept), rows, inputs, choice.kept());
  }

  /** Asks for a column and returns its place in the answer, from 1. */
  private static int use(List<Integer> used, int column) {
    if (!used.contains(column)) {
      used.add(column);
    }
    return used.indexOf(column) + 1;
  }

  /** DuckDB takes *, ? and [ in a name for a pattern. */
  private static String escapeGlob(String path) {
    return path.replaceAll("([*?\\[])", "[$1]");
  }

  private static List<String> columns(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("SELECT * FROM " + table + " LIMIT 0")) {
      ResultSetMetaData meta = none.getMetaData();
      List<String> names = new ArrayList<>();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        names.add(meta.getColumnName(i));
      }
      return names;
    }
  }

  private static long count(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
      result.next();
      return result.getLong(1);
    }
  }

  @Override
  boolean readRecord() throws IOException {
    try {
      if (!results.next()) {
        return false;
      }
      int inputCount = map.inputs().size();
      for (int i = 0; i < fields().size(); i++) {
        List<Integer> columns =
            i < inputCount ? map.inputs().get(i) : map.kept().get(i - inputCount);
        readField(fields().get(i), columns);
      }
      return true;
    } catch (SQLException e) {
      throw new DataException(place() + ": " + DuckDb.message(e), e);
    }
  }

  private void readField(Field field, List<Integer> columns) throws IOException, SQLException {
    try {
      for (int column : columns) {
        read(results.getObject(column), field, 0);
      }
      if (columns.size() > 1) {
        field.setFlat();
      }
    } catch (DataException e) {
      throw at(field.name(), e);
    }
  }

  private static void read(@Nullable Object value, Field field, int axis)
      throws IOException, SQLException {
    if (value == null) {
      field.addMissing();
    } else if (value instanceof Array array) {
      Object[] items = (Object[]) array.getArray();
      for (Object item : items) {
        read(item, field, axis + 1);
      }
      field.elements(ElementType.FLOAT64);
      field.setDimension(axis, items.length);
    } else if (value instanceof Float number) {
      field.elements(ElementType.FLOAT32).addDouble(number);
    } else if (value instanceof Double number) {
      field.elements(ElementType.FLOAT64).addDouble(number);
    } else if (value instanceof Boolean truth) {
      field.elements(ElementType.BOOL).addBoolean(truth);
    } else if (value instanceof BigInteger || value instanceof BigDecimal) {
      field.elements(exact(value)).addText(value.toString());
    } else if (value instanceof Number number) {
      field.elements(ElementType.INT64).addLong(number.longValue());
    } else if (value instanceof Blob blob) {
      field.elements(ElementType.STRING).addString(blob.getBytes(1, (int) blob.length()));
    } else {
      field.elements(ElementType.STRING).addText(value.toString());
    }
  }

  private static ElementType exact(Object number) {
    return number instanceof BigInteger ? ElementType.UINT64 : ElementType.FLOAT64;
  }

  @Override
  String place() {
    return "row " + recordNumber();
  }

  @Override
  public double progress() {
    return rowCount == 0 ? 1 : Math.min(1, (recordNumber() - 1.0) / rowCount);
  }

  @Override
  public long rowCount() {
    return rowCount;
  }

  @Override
  public void close() throws IOException {
    close(connection);
  }

  private static void close(Connection connection) throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new DataException("the Parquet engine does not close: " + DuckDb.message(e), e);
    }
  }
}
