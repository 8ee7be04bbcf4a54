package dev.scorekeeper.server.records;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that cannot be used, not yet or not any more. */
final class BrokenDatabaseTest {

  @TempDir private Path folder = Path.of("");

  private final AtomicLong nanos = new AtomicLong();

  private SqlRecordStore store(String url) {
    RecordsConfig config = new RecordsConfig(url, "somebody", "secret", true, 2);
    return new SqlRecordStore(config, new Random(), nanos::get);
  }

  private static Problem problem(SqlRecordStore store) {
    ProblemException e =
        assertThrows(
            ProblemException.class, () -> store.save(SampleRecords.draft(1), SampleRecords.NOW));
    return e.problem();
  }

  @Test
  void save_noServerThere_isUnavailableAndNamesNoSecret() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    String url = "jdbc:postgresql://localhost:%d/db?password=secret".formatted(port);
    try (SqlRecordStore store = store(url)) {
      Problem problem = problem(store);

      assertThat(problem.reason()).isEqualTo(Reason.RECORDS_UNAVAILABLE);
      assertThat(problem.toString()).doesNotContain("secret");
      // Whoever comes next does not wait once more.
      assertThat(problem(store)).isSameInstanceAs(problem);
    }
  }

  @Test
  void save_fileIsNoDatabase_isUnavailable() throws IOException {
    Path file = folder.resolve("records.db");
    Files.writeString(file, "this is no database, but some text\n".repeat(1_000), UTF_8);
    try (SqlRecordStore store = store("jdbc:sqlite:" + file)) {
      assertThat(problem(store).reason()).isEqualTo(Reason.RECORDS_UNAVAILABLE);
    }
  }

  @Test
  void save_folderComesLater_worksWithoutRestart() throws Exception {
    Path inTheWay = folder.resolve("state");
    Files.writeString(inTheWay, "a file where the folder should be");
    try (SqlRecordStore store = store("jdbc:sqlite:" + inTheWay.resolve("records.db"))) {
      assertThat(problem(store).reason()).isEqualTo(Reason.RECORDS_UNAVAILABLE);
      Files.delete(inTheWay);
      nanos.addAndGet(5_000_000_000L);

      assertThat(store.save(SampleRecords.draft(1), SampleRecords.NOW).how())
          .isEqualTo(Saved.How.NEW);
    }
  }

  @Test
  void save_tablesAreGone_isUnavailable() throws Exception {
    TestDatabase database =
        new TestDatabase(
            new RecordsConfig("jdbc:sqlite:" + folder.resolve("records.db"), "", "", true, 2));
    try (SqlRecordStore store = RecordStoreContract.store(database)) {
      store.save(SampleRecords.draft(1), SampleRecords.NOW);
      database.tamper("DROP TABLE chain_head");

      assertThat(problem(store).reason()).isEqualTo(Reason.RECORDS_UNAVAILABLE);
    }
  }

  @Test
  void toString_ofConfig_hidesSecrets() {
    RecordsConfig config =
        new RecordsConfig(
            "jdbc:postgresql://u:secret@h/db?password=secret", "u", "secret", true, 1);

    assertThat(config.toString()).doesNotContain("secret");
    assertThat(config.toString()).contains("jdbc:postgresql://h/db");
  }

  @Test
  void config_otherDatabase_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new RecordsConfig("jdbc:mysql://h/db", "", "", true, 1));
  }

  @Test
  void orEnvironment_settingsWin() {
    RecordsConfig config =
        new RecordsConfig("", "set", "", false, 1)
            .orEnvironment(
                java.util.Map.of(
                    "SCOREKEEPER_RECORDS_USER", "environment",
                    "SCOREKEEPER_RECORDS_PASSWORD", "word"));

    assertThat(config.user()).isEqualTo("set");
    assertThat(config.password()).isEqualTo("word");
  }

  @Test
  void orFileIn_noUrl_isTheFile() {
    assertThat(RecordsConfig.defaults().orFileIn(folder).url())
        .isEqualTo("jdbc:sqlite:" + folder.resolve("records.db").toAbsolutePath());
  }
}
