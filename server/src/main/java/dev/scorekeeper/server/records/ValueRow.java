package dev.scorekeeper.server.records;

import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.MetricKey;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.SliceKey;
import dev.scorekeeper.v1.SliceResult;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code evaluation_value}: one value of a record.
 *
 * @param slice the slice as a JSON object; empty over all rows
 * @param decimal the exact value as text
 * @param number the same to sort by; null unless finite
 */
record ValueRow(
    String slice,
    String name,
    String metric,
    String output,
    boolean weighted,
    @Nullable Long classId,
    String aggregation,
    String metricDigest,
    String decimal,
    @Nullable Double number) {

  static final String COLUMNS =
      "slice, name, metric, output, weighted, class_id, aggregation, metric_digest,"
          + " decimal_text, number";

  /** The rows of a record, in order. */
  static List<ValueRow> of(Evaluation evaluation) {
    List<ValueRow> rows = new ArrayList<>();
    evaluation.getValuesList().forEach(value -> rows.add(of("", value)));
    for (SliceResult slice : evaluation.getSlicesList()) {
      String key = json(slice.getKey());
      slice.getValuesList().forEach(value -> rows.add(of(key, value)));
    }
    return rows;
  }

  private static ValueRow of(String slice, MetricValue value) {
    MetricKey key = value.getKey();
    double number = value.getValue();
    return new ValueRow(
        SqlText.plain(slice),
        SqlText.plain(value.getName()),
        SqlText.key(key.getMetric()),
        SqlText.key(key.getOutput()),
        key.getWeighted(),
        key.hasClassId() ? key.getClassId() : null,
        SqlText.key(key.getAggregation()),
        SqlText.key(key.getDigest()),
        Double.isFinite(number) ? CanonicalNumber.of(number) : Double.toString(number),
        Double.isFinite(number) ? number : null);
  }

  /** A column that occurs twice keeps its last value: nobody slices by the same column twice. */
  private static String json(SliceKey key) {
    Map<String, String> members = new HashMap<>();
    int count = Math.min(key.getColumnsCount(), key.getValuesCount());
    for (int i = 0; i < count; i++) {
      members.put(key.getColumns(i), key.getValues(i));
    }
    return CanonicalJson.of(members);
  }

  /** The row that a result of {@link #COLUMNS} stands at. */
  static ValueRow read(ResultSet row) throws SQLException {
    long classId = row.getLong(6);
    Long classOrNone = row.wasNull() ? null : classId;
    double number = row.getDouble(10);
    Double numberOrNone = row.wasNull() ? null : number;
    return new ValueRow(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getInt(5) != 0,
        classOrNone,
        row.getString(7),
        row.getString(8),
        row.getString(9),
        numberOrNone);
  }

  /** Sets the parameters of {@link #COLUMNS}, from number {@code first} on. */
  void bind(PreparedStatement statement, int first) throws SQLException {
    statement.setString(first, slice);
    statement.setString(first + 1, name);
    statement.setString(first + 2, metric);
    statement.setString(first + 3, output);
    statement.setInt(first + 4, weighted ? 1 : 0);
    bindLong(statement, first + 5, classId);
    statement.setString(first + 6, aggregation);
    statement.setString(first + 7, metricDigest);
    statement.setString(first + 8, decimal);
    if (number == null) {
      statement.setNull(first + 9, Types.DOUBLE);
    } else {
      statement.setDouble(first + 9, number);
    }
  }

  static void bindLong(PreparedStatement statement, int index, @Nullable Long value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.BIGINT);
    } else {
      statement.setLong(index, value);
    }
  }
}
