package dev.scorekeeper.cli.data;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/**
 * DuckDB's embedded engine, held to a fixed amount of memory and one thread, so that rows stay in
 * order.
 */
final class DuckDb {
  private static final String MEMORY_LIMIT = "512MB";

  private DuckDb() {}

  /**
   * Opens a database.
   *
   * @param file its file, or empty for one in memory
   */
  static Connection open(String file) throws IOException {
    Properties properties = new Properties();
    properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    properties.setProperty("memory_limit", MEMORY_LIMIT);
    properties.setProperty("threads", "1");
    properties.setProperty("autoinstall_known_extensions", "false");
    try {
      return new DuckDBDriver().connect("jdbc:duckdb:" + file, properties);
    } catch (SQLException e) {
      throw new DataException("the Parquet engine does not start: " + message(e), e);
    }
  }

  static String quoteName(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String quoteText(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }

  /** First line of what DuckDB says. */
  static String message(SQLException e) {
    String message = e.getMessage();
    return message == null ? "unknown reason" : message.lines().findFirst().orElse("");
  }
}
