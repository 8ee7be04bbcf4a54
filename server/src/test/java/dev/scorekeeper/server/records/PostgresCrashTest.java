package dev.scorekeeper.server.records;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PostgresCrashTest extends CrashContract {

  @Override
  TestDatabase newDatabase() throws SQLException {
    return TestPostgres.newDatabase();
  }

  @Override
  int kills() {
    return 8;
  }

  /**
   * The database itself crashes: when one of its processes is killed, all others end, and it
   * recovers from its log. The store, which is not restarted, goes on afterwards. The server of the
   * tests is set up with {@code synchronous_commit = off}, which would lose records here.
   */
  @Test
  void save_databaseCrashes_keepsWhatWasAcknowledgedOnce() throws Exception {
    TestDatabase database = newDatabase();
    AtomicInteger acknowledged = new AtomicInteger();
    int crashes = 3;
    try (SqlRecordStore store = RecordStoreContract.store(database)) {
      store.open();
      ExecutorService thread = Executors.newSingleThreadExecutor();
      Future<Integer> failures =
          thread.submit(() -> write(store, acknowledged, 20 * (crashes + 1)));
      for (int crash = 1; crash <= crashes; crash++) {
        int least = 20 * crash;
        while (acknowledged.get() < least && !failures.isDone()) {
          Thread.onSpinWait();
        }
        crash(database);
      }

      assertThat(failures.get()).isAtLeast(0);
      thread.shutdown();
      Verification verification = store.verify("");
      assertThat(verification.problems()).isEmpty();
      assertThat(verification.records()).isEqualTo(20 * (crashes + 1));
    }
  }

  /** Writes so many records, each until it is kept; returns how often that failed. */
  private static int write(SqlRecordStore store, AtomicInteger acknowledged, int count)
      throws Exception {
    int failures = 0;
    for (int number = 0; number < count; number++) {
      boolean kept = false;
      while (!kept) {
        try {
          store.save(SampleRecords.large("crash-" + number), SampleRecords.NOW);
          kept = true;
        } catch (ProblemException e) {
          assertThat(e.problem().reason()).isEqualTo(Reason.RECORDS_UNAVAILABLE);
          failures++;
        }
      }
      acknowledged.incrementAndGet();
    }
    return failures;
  }

  private static void crash(TestDatabase database) throws SQLException {
    Optional<ProcessHandle> process = Optional.empty();
    RecordsConfig config = database.config();
    while (process.isEmpty()) {
      try (Connection connection =
              DriverManager.getConnection(config.url(), config.user(), config.password());
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
        row.next();
        process = ProcessHandle.of(row.getLong(1));
        process.orElseThrow().destroyForcibly();
      } catch (SQLException e) {
        // It still recovers from the crash before.
        if (!String.valueOf(e.getSQLState()).startsWith("57P")
            && !String.valueOf(e.getSQLState()).startsWith("08")) {
          throw e;
        }
      }
    }
  }
}
