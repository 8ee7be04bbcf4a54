package dev.scorekeeper.server.records;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One real PostgreSQL server for all tests of this JVM, with a new database for each. */
public final class TestPostgres {

  private static final AtomicInteger databases = new AtomicInteger();

  private TestPostgres() {}

  /** Started when first asked for; ended with the JVM. */
  private static final class Holder {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres server = EmbeddedPostgres.builder().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server), "stop-postgres"));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL does not start", e);
      }
    }

    private static void close(EmbeddedPostgres server) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL does not stop", e);
      }
    }
  }

  static TestDatabase newDatabase() throws SQLException {
    String name = "test" + databases.incrementAndGet();
    try (Connection connection = Holder.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    String url = "jdbc:postgresql://localhost:%d/%s".formatted(Holder.SERVER.getPort(), name);
    return new TestDatabase(new RecordsConfig(url, "postgres", "postgres", true, 4));
  }

  /** The settings of a server on a new database. */
  public static List<String> settings() throws SQLException {
    RecordsConfig config = newDatabase().config();
    return List.of(
        "records.url=" + config.url(),
        "records.user=" + config.user(),
        "records.password=" + config.password());
  }
}
