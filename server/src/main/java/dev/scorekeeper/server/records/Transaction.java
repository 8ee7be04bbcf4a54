package dev.scorekeeper.server.records;

import dev.scorekeeper.server.scoring.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;

/** One transaction on a connection that it owns: committed when the work returns, else undone. */
final class Transaction implements AutoCloseable {

  private final Connection connection;
  private boolean committing;

  /** Takes the connection over, also when this throws. */
  Transaction(Connection connection, int isolation, boolean readOnly) throws SQLException {
    this.connection = connection;
    try {
      connection.setAutoCommit(false);
      if (!Connections.isSqlite(connection)) {
        // SQLite's are serializable all the same, and its connections cannot change sides.
        connection.setReadOnly(readOnly);
        connection.setTransactionIsolation(isolation);
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  <T> T run(Database.Work<T> work) throws SQLException, ProblemException {
    try {
      T result = work.run(connection);
      committing = true;
      connection.commit();
      return result;
    } catch (SQLException | ProblemException | RuntimeException e) {
      undo(e);
      throw e;
    }
  }

  private void undo(Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** Whether the end came while committing: then nobody knows whether it was written. */
  boolean isCommitting() {
    return committing;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
