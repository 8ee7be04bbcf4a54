package dev.scorekeeper.server.records;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The statements on the tables {@code chain} and {@code chain_head}; plain SQL for any database.
 */
final class ChainTable {

  static final String COLUMNS =
      "c.position, c.kind, c.id, c.time_us, c.previous_hash, c.hash, c.content";

  private static final String LOCK =
      "UPDATE chain_head SET position = position WHERE singleton = 1";

  private ChainTable() {}

  /** The end of the chain: place and hash of its last entry, or 0 and empty. */
  record Head(long position, String hash) {}

  /**
   * Locks the end of the chain until the transaction ends, so that it stays one line however many
   * servers write to it. Must be the first statement of the transaction: SQLite then waits for
   * another writer instead of refusing, and PostgreSQL sees what that one wrote.
   */
  static Head lockHead(Connection connection) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      if (lock.executeUpdate() != 1) {
        throw new SQLException("the table chain_head has lost its row");
      }
    }
    return head(connection).orElseThrow();
  }

  static Optional<Head> head(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT position, hash FROM chain_head WHERE singleton = 1");
        ResultSet row = select.executeQuery()) {
      return row.next()
          ? Optional.of(new Head(row.getLong(1), row.getString(2)))
          : Optional.empty();
    }
  }

  static void append(Connection connection, Entry entry) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO chain (position, kind, id, time_us, previous_hash, hash, content)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      insert.setLong(1, entry.position());
      insert.setString(2, entry.kind().name());
      insert.setString(3, entry.id());
      insert.setLong(4, entry.timeMicros());
      insert.setString(5, entry.previousHash());
      insert.setString(6, entry.hash());
      insert.setString(7, entry.content());
      insert.executeUpdate();
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE chain_head SET position = ?, hash = ? WHERE singleton = 1")) {
      update.setLong(1, entry.position());
      update.setString(2, entry.hash());
      update.executeUpdate();
    }
  }

  /** Whether a record has or had this id. */
  static boolean hasId(Connection connection, String id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT 1 FROM chain WHERE kind = 'EVALUATION' AND id = ?")) {
      select.setString(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Takes the content away and leaves the rest. */
  static void erase(Connection connection, long position) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE chain SET content = NULL WHERE position = ?")) {
      update.setLong(1, position);
      update.executeUpdate();
    }
  }

  /** The entry that a result of {@link #COLUMNS} stands at. */
  static Entry read(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong(1),
        Entry.Kind.valueOf(row.getString(2)),
        row.getString(3),
        row.getLong(4),
        row.getString(5),
        row.getString(6),
        row.getString(7));
  }
}
