package dev.scorekeeper.server.records;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteCrashTest extends CrashContract {

  @TempDir private Path folder = Path.of("");

  @Override
  TestDatabase newDatabase() {
    String url = "jdbc:sqlite:" + folder.resolve("records.db");
    return new TestDatabase(new RecordsConfig(url, "", "", true, 4));
  }

  @Override
  int kills() {
    return 15;
  }
}
