package dev.scorekeeper.server.records;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.zaxxer.hikari.HikariDataSource;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.StringJoiner;
import java.util.function.LongSupplier;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to a database whose schema is up to date. It is reached when it is first needed,
 * and tried again when that failed: a database that comes later, or comes back, needs no restart.
 */
final class Database implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Database.class);

  /** So long after a failure nobody tries, so that not each caller waits in vain. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** The classes of SQL states that say that the connection is gone, not that the work is bad. */
  private static final String CONNECTION_LOST = "08";

  private static final String SERVER_STOPPED = "57P";

  private final RecordsConfig config;
  private final LongSupplier nanoTime;

  @GuardedBy("this")
  private @Nullable HikariDataSource source;

  @GuardedBy("this")
  private @Nullable ProblemException lastFailure;

  @GuardedBy("this")
  private long lastFailureNanos;

  @GuardedBy("this")
  private boolean closed;

  /** Opens nothing yet. */
  Database(RecordsConfig config, LongSupplier nanoTime) {
    this.config = config;
    this.nanoTime = nanoTime;
  }

  /** Something to do in a transaction. */
  interface Work<T> {
    T run(Connection connection) throws SQLException, ProblemException;
  }

  /** Reads, everything as of one moment. */
  <T> T read(Work<T> work) throws ProblemException {
    return transaction(work, Connection.TRANSACTION_SERIALIZABLE, true);
  }

  /** Writes everything or nothing. The work must lock the chain first. */
  <T> T write(Work<T> work) throws ProblemException {
    return transaction(work, Connection.TRANSACTION_READ_COMMITTED, false);
  }

  private <T> T transaction(Work<T> work, int isolation, boolean readOnly) throws ProblemException {
    HikariDataSource source = open();
    SQLException lost;
    try (Transaction transaction = new Transaction(source.getConnection(), isolation, readOnly)) {
      try {
        return transaction.run(work);
      } catch (SQLException e) {
        if (!isLost(e) || transaction.isCommitting()) {
          throw e;
        }
        lost = e;
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
    // Connections of the pool die together when the database restarts; the next one is a new one.
    logger.info("A connection to the database of records was lost: {}", lost.getMessage());
    source.getHikariPoolMXBean().softEvictConnections();
    try (Transaction transaction = new Transaction(source.getConnection(), isolation, readOnly)) {
      return transaction.run(work);
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static boolean isLost(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith(CONNECTION_LOST) || state.startsWith(SERVER_STOPPED));
  }

  /** Makes sure that the database can be used, or tells why it cannot. */
  synchronized HikariDataSource open() throws ProblemException {
    if (closed) {
      throw new ProblemException(
          Problem.of(Reason.SERVER_STOPPING, "The database of records is closed."));
    }
    if (source != null) {
      return source;
    }
    if (lastFailure != null && nanoTime.getAsLong() - lastFailureNanos < PAUSE.toNanos()) {
      throw lastFailure;
    }
    HikariDataSource opening = null;
    try {
      opening = Connections.pool(config);
      Connections.migrate(opening);
      source = opening;
      lastFailure = null;
      logger.info("Records of evaluations in {}", config.publicUrl());
      return opening;
    } catch (SQLException | FlywayException e) {
      if (opening != null) {
        opening.close();
      }
      ProblemException problem = unavailable(e);
      lastFailure = problem;
      lastFailureNanos = nanoTime.getAsLong();
      throw problem;
    }
  }

  /** The log gets the whole of it; callers, who may be anyone, get the SQL state alone. */
  private ProblemException unavailable(Exception e) {
    logger.warn("The database of records {} cannot be used: {}", config.publicUrl(), causes(e));
    logger.debug("How that came", e);
    String state = e instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "migration";
    return new ProblemException(
        Problem.of(
                Reason.RECORDS_UNAVAILABLE,
                "The database of records cannot be used (SQL state %s); the server's log tells why."
                    .formatted(state))
            .with("sql_state", state)
            .retryAfter(PAUSE));
  }

  private static String causes(Throwable e) {
    StringJoiner causes = new StringJoiner("; because: ");
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      causes.add(String.valueOf(cause.getMessage()).strip());
    }
    return causes.toString();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (source != null) {
      source.close();
      source = null;
    }
  }
}
