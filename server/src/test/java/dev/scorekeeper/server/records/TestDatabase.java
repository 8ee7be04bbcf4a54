package dev.scorekeeper.server.records;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** An empty database for one test, and a way into it past the store. */
record TestDatabase(RecordsConfig config) {

  /** Runs statements as somebody would who tampers with the database. */
  void tamper(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(config.url(), config.user(), config.password());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
