package dev.scorekeeper.server.app;

import dev.scorekeeper.server.records.RecordStore;
import dev.scorekeeper.server.records.RecordThreads;
import dev.scorekeeper.server.records.RecordsConfig;
import dev.scorekeeper.server.records.SqlRecordStore;
import dev.scorekeeper.server.scoring.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of evaluations, and the threads that wait for them. Closed together. */
final class RecordKeeping implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(RecordKeeping.class);

  private final SqlRecordStore store;
  private final RecordThreads threads;

  private RecordKeeping(SqlRecordStore store, RecordThreads threads) {
    this.store = store;
    this.threads = threads;
  }

  /**
   * Begins to keep records. Reaches the database now when that is required, else meanwhile.
   *
   * @param stateFolder where the SQLite file is when the settings name no database
   * @param environment says user and password when the settings do not
   * @throws IOException when the database is required and cannot be used
   */
  static RecordKeeping open(
      RecordsConfig settings, Path stateFolder, Map<String, String> environment)
      throws IOException {
    RecordsConfig config = settings.orFileIn(stateFolder).orEnvironment(environment);
    SqlRecordStore store = new SqlRecordStore(config, new SecureRandom(), System::nanoTime);
    if (config.required()) {
      try {
        store.open();
      } catch (ProblemException e) {
        store.close();
        throw new IOException(e.getMessage() + " The setting records.required wants it.", e);
      }
    }
    RecordKeeping keeping = new RecordKeeping(store, new RecordThreads(config.connections()));
    if (!config.required()) {
      keeping.threads.execute(keeping::tryOpen);
    }
    return keeping;
  }

  private void tryOpen() {
    try {
      store.open();
    } catch (ProblemException e) {
      logger.warn(
          "Evaluations cannot be recorded for now: {} Everything else is served.", e.getMessage());
    }
  }

  RecordStore store() {
    return store;
  }

  RecordThreads threads() {
    return threads;
  }

  @Override
  public void close() {
    threads.close();
    store.close();
  }
}
