package dev.scorekeeper.server.records;

import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.MetricKey;
import dev.scorekeeper.v1.Verdict;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements on the tables {@code evaluation} and {@code evaluation_value}. */
final class EvaluationTable {

  private static final String ENTRY =
      "SELECT " + ChainTable.COLUMNS + " FROM evaluation e JOIN chain c ON c.position = e.position";

  private EvaluationTable() {}

  /** Writes all rows of a record. */
  static void insert(Connection connection, long position, Evaluation evaluation)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO evaluation (position, "
                + EvaluationRow.COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setLong(1, position);
      EvaluationRow.of(evaluation).bind(insert, 2);
      insert.executeUpdate();
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO evaluation_value (position, ordinal, "
                + ValueRow.COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      int ordinal = 0;
      for (ValueRow value : ValueRow.of(evaluation)) {
        insert.setLong(1, position);
        insert.setInt(2, ordinal++);
        value.bind(insert, 3);
        insert.addBatch();
      }
      if (ordinal > 0) {
        insert.executeBatch();
      }
    }
  }

  /** Removes all rows of a record. */
  static void delete(Connection connection, long position) throws SQLException {
    for (String table : List.of("evaluation_value", "evaluation")) {
      try (PreparedStatement delete =
          connection.prepareStatement("DELETE FROM " + table + " WHERE position = ?")) {
        delete.setLong(1, position);
        delete.executeUpdate();
      }
    }
  }

  static Optional<Entry> find(Connection connection, String id) throws SQLException {
    return one(connection, "e.id = ?", SqlText.plain(id));
  }

  static Optional<Entry> findByRequestId(Connection connection, String requestId)
      throws SQLException {
    return one(connection, "e.request_id = ?", SqlText.key(requestId));
  }

  private static Optional<Entry> one(Connection connection, String condition, String value)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(ENTRY + " WHERE " + condition)) {
      select.setString(1, value);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(ChainTable.read(row)) : Optional.empty();
      }
    }
  }

  /** Ids of records that match, the best first. */
  static List<String> bestFirst(Connection connection, BestQuery query) throws SQLException {
    String order = query.higherIsBetter() ? "DESC" : "ASC";
    String sql =
        "SELECT e.id FROM evaluation e JOIN evaluation_value v ON v.position = e.position"
            + " WHERE e.model_name = ? AND e.dataset_name = ?"
            + (query.anyDatasetVersion() ? "" : " AND e.dataset_version = ?")
            + (query.anyDatasetDigest() ? "" : " AND e.dataset_digest = ?")
            + " AND e.verdict IN (?, ?) AND v.slice = ''"
            + " AND v.metric_digest = ? AND v.metric = ? AND v.output = ? AND v.weighted = ?"
            + " AND v.aggregation = ? AND v.class_id IS NOT DISTINCT FROM ?"
            + " AND v.number IS NOT NULL ORDER BY v.number "
            + order
            + ", e.position";
    List<String> ids = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      MetricKey key = query.metric();
      int next = 1;
      select.setString(next++, SqlText.key(query.model()));
      select.setString(next++, SqlText.key(query.dataset().getName()));
      if (!query.anyDatasetVersion()) {
        select.setString(next++, SqlText.key(query.dataset().getVersion()));
      }
      if (!query.anyDatasetDigest()) {
        select.setString(next++, SqlText.key(query.dataset().getDigest()));
      }
      select.setString(next++, Verdict.VERDICT_PASSED.name());
      select.setString(next++, Verdict.VERDICT_NOT_GATED.name());
      select.setString(next++, SqlText.key(key.getDigest()));
      select.setString(next++, SqlText.key(key.getMetric()));
      select.setString(next++, SqlText.key(key.getOutput()));
      select.setInt(next++, key.getWeighted() ? 1 : 0);
      select.setString(next++, SqlText.key(key.getAggregation()));
      ValueRow.bindLong(select, next, key.hasClassId() ? key.getClassId() : null);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ids.add(row.getString(1));
        }
      }
    }
    return ids;
  }

  /** Rows of a record's values, in order. */
  static List<ValueRow> values(Connection connection, long position) throws SQLException {
    List<ValueRow> values = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + ValueRow.COLUMNS
                + " FROM evaluation_value WHERE position = ? ORDER BY ordinal")) {
      select.setLong(1, position);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          values.add(ValueRow.read(row));
        }
      }
    }
    return values;
  }

  /** The row of a record. */
  static Optional<EvaluationRow> row(Connection connection, long position) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT " + EvaluationRow.COLUMNS + " FROM evaluation WHERE position = ?")) {
      select.setLong(1, position);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(EvaluationRow.read(row)) : Optional.empty();
      }
    }
  }
}
