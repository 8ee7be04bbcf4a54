package dev.scorekeeper.server.records;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationSummary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process that writes may die at any moment, and several may write at once. */
abstract class CrashContract {

  /** So many are killed while they start. */
  private static final int STARTING = 4;

  /** Longest that a writer goes on after what it said last: some records. */
  private static final int LIFE_MICROS = 100_000;

  private final Random random = new Random();

  abstract TestDatabase newDatabase() throws Exception;

  /** How many writers are killed. */
  abstract int kills();

  @Test
  void save_writerKilledAtAnyMoment_leavesEachRecordWholeOrAbsent() throws Exception {
    TestDatabase database = newDatabase();
    Set<String> acknowledged = new HashSet<>();
    for (int kill = 0; kill < kills(); kill++) {
      try (WriterProcess writer = WriterProcess.start(database, "k" + kill, Integer.MAX_VALUE)) {
        // The first ones die while they start: amid the migration of the schema.
        if (kill < STARTING) {
          TimeUnit.MILLISECONDS.sleep(random.nextInt(3_000));
        } else {
          writer.awaitReady();
          acknowledged.addAll(writer.awaitSaid(1 + random.nextInt(4)));
          TimeUnit.MICROSECONDS.sleep(random.nextInt(LIFE_MICROS));
        }
        acknowledged.addAll(writer.kill());
      }
      check(database, acknowledged);
    }
    assertThat(acknowledged.size()).isAtLeast(kills() - STARTING);
  }

  private static void check(TestDatabase database, Set<String> acknowledged) throws Exception {
    try (SqlRecordStore store = RecordStoreContract.store(database)) {
      assertThat(store.verify("").problems()).isEmpty();
      List<String> ids = allIds(store);
      assertThat(ids).containsAtLeastElementsIn(acknowledged);
      for (String id : ids) {
        Evaluation whole = store.find(id).orElseThrow();
        Evaluation.Builder expected = SampleRecords.large(whole.getSpec().getRequestId());
        assertThat(
                whole.toBuilder()
                    .clearId()
                    .clearCreateTime()
                    .clearPreviousHash()
                    .clearHash()
                    .build())
            .isEqualTo(expected.build());
      }
    }
  }

  private static List<String> allIds(SqlRecordStore store) throws Exception {
    List<String> ids = new ArrayList<>();
    OptionalLong next = OptionalLong.of(RecordPage.FIRST);
    while (next.isPresent()) {
      RecordPage page = store.list(RecordFilter.ALL, 100, next.getAsLong());
      page.evaluations().stream().map(EvaluationSummary::getId).forEach(ids::add);
      next = page.next();
    }
    return ids;
  }

  @Test
  void save_byTwoProcessesAtOnce_keepsOneLine() throws Exception {
    TestDatabase database = newDatabase();
    RecordStoreContract.store(database).open();
    int each = 40;
    try (WriterProcess one = WriterProcess.start(database, "one", each);
        WriterProcess other = WriterProcess.start(database, "other", each)) {
      Set<String> said = new HashSet<>(one.awaitEnd());
      said.addAll(other.awaitEnd());

      assertThat(said).hasSize(2 * each);
      check(database, said);
    }
    try (SqlRecordStore store = RecordStoreContract.store(database)) {
      assertThat(store.verify("").records()).isEqualTo(2L * each);
    }
  }
}
