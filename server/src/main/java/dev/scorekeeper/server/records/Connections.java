package dev.scorekeeper.server.records;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How connections are set up, for either database, and their schema brought up to date. */
final class Connections {

  private static final Logger logger = LoggerFactory.getLogger(Connections.class);

  private static final int MIGRATION_ATTEMPTS = 5;
  private static final String MIGRATIONS = "classpath:dev/scorekeeper/server/records/migrations";

  /**
   * A lock is not waited for without end; and a database that may lose the last commits in a crash,
   * as some are set up, does not lose ours.
   */
  private static final String SESSION =
      "SELECT set_config('lock_timeout', '20s', false), set_config('synchronous_commit',"
          + " CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'"
          + " ELSE current_setting('synchronous_commit') END, false)";

  /** While it migrates, Flyway holds a lock with one connection and works with another. */
  private static final int LEAST_CONNECTIONS = 2;

  private static final long CONNECT_MILLIS = 5_000;

  private Connections() {}

  /** A pool that connects when it is asked. */
  static HikariDataSource pool(RecordsConfig config) throws SQLException {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("records");
    pool.setJdbcUrl(config.url());
    pool.setMaximumPoolSize(config.connections());
    pool.setConnectionTimeout(CONNECT_MILLIS);
    // The first connection is made, and its failure told, when it is used.
    pool.setInitializationFailTimeout(-1);
    if (config.url().startsWith(RecordsConfig.SQLITE)) {
      sqlite(pool, config.url());
    } else {
      postgresql(pool, config);
    }
    return new HikariDataSource(pool);
  }

  /*
   * With a write-ahead log readers and the writer do not wait for each other, and FULL makes each
   * commit reach the disk before it returns: what was acknowledged survives loss of power, and
   * what was not is whole or absent.
   */
  private static void sqlite(HikariConfig pool, String url) throws SQLException {
    pool.addDataSourceProperty("journal_mode", "WAL");
    pool.addDataSourceProperty("synchronous", "FULL");
    pool.addDataSourceProperty("foreign_keys", "true");
    // What is deleted is overwritten, not only given free.
    pool.addDataSourceProperty("secure_delete", "true");
    pool.addDataSourceProperty("busy_timeout", "20000");
    String file = url.substring(RecordsConfig.SQLITE.length());
    if (file.startsWith(":memory:")) {
      // A database in memory is gone with its only connection.
      pool.setMaximumPoolSize(1);
      pool.setMinimumIdle(1);
      pool.setMaxLifetime(0);
    } else {
      makeFolder(file);
    }
  }

  private static void makeFolder(String file) throws SQLException {
    Path folder = Path.of(file.replaceFirst("^file:", "").replaceFirst("\\?.*", "")).getParent();
    if (folder != null) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new SQLException("the folder " + folder + " cannot be made", e);
      }
    }
  }

  private static void postgresql(HikariConfig pool, RecordsConfig config) {
    if (!config.user().isEmpty()) {
      pool.setUsername(config.user());
    }
    if (!config.password().isEmpty()) {
      pool.setPassword(config.password());
    }
    pool.setMaximumPoolSize(Math.max(LEAST_CONNECTIONS, config.connections()));
    pool.setMinimumIdle(0);
    pool.setKeepaliveTime(60_000);
    pool.setConnectionInitSql(SESSION);
    pool.addDataSourceProperty("ApplicationName", "scorekeeper");
    pool.addDataSourceProperty("connectTimeout", "5");
    pool.addDataSourceProperty("socketTimeout", "60");
    pool.addDataSourceProperty("tcpKeepAlive", "true");
  }

  /**
   * Brings the schema up to date; several servers may do so at once. Flyway has no lock on SQLite:
   * who finds that another one was faster looks again, and has nothing left to do.
   *
   * @throws SQLException when the database cannot be reached or is not for such text
   */
  static void migrate(HikariDataSource source) throws SQLException {
    // First a plain connection: its failure says more than the migration's.
    try (Connection connection = source.getConnection()) {
      Optional<String> encoding = encoding(connection);
      if (encoding.isPresent() && !encoding.orElseThrow().equals("UTF8")) {
        throw new SQLException(
            "the database's encoding is " + encoding.orElseThrow() + ", not UTF8");
      }
    }
    Flyway flyway =
        Flyway.configure(Connections.class.getClassLoader())
            .dataSource(source)
            .locations(MIGRATIONS)
            .table("scorekeeper_schema")
            .cleanDisabled(true)
            .load();
    for (int attempt = 1; attempt < MIGRATION_ATTEMPTS; attempt++) {
      try {
        flyway.migrate();
        return;
      } catch (FlywayException e) {
        logger.debug("Attempt {} to bring the schema up to date failed", attempt, e);
      }
    }
    flyway.migrate();
  }

  private static Optional<String> encoding(Connection connection) throws SQLException {
    if (isSqlite(connection)) {
      return Optional.empty();
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW server_encoding")) {
      return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
    }
  }

  static boolean isSqlite(Connection connection) throws SQLException {
    return connection.getMetaData().getURL().startsWith(RecordsConfig.SQLITE);
  }
}
