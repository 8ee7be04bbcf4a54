package dev.scorekeeper.server.records;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteTamperingTest extends TamperingContract {

  @TempDir private Path folder = Path.of("");

  @Override
  TestDatabase newDatabase() {
    String url = "jdbc:sqlite:" + folder.resolve("records.db");
    return new TestDatabase(new RecordsConfig(url, "", "", true, 4));
  }
}
