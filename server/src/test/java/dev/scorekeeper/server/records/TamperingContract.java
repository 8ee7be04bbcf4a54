package dev.scorekeeper.server.records;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.records.Verification.Flaw;
import dev.scorekeeper.v1.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever somebody does to the tables, verifying finds it. */
abstract class TamperingContract {

  private TestDatabase database = new TestDatabase(RecordsConfig.inMemory());
  private SqlRecordStore store = RecordStoreContract.store(database);
  private final List<Evaluation> saved = new ArrayList<>();

  abstract TestDatabase newDatabase() throws Exception;

  /** Five records, the second of them deleted: six entries. */
  @BeforeEach
  final void open() throws Exception {
    store.close();
    database = newDatabase();
    store = new SqlRecordStore(database.config(), new Random(), System::nanoTime);
    for (int number = 1; number <= 5; number++) {
      saved.add(store.save(SampleRecords.draft(number), SampleRecords.NOW).evaluation());
    }
    store.delete(saved.get(1).getId(), SampleRecords.NOW);
    assertThat(store.verify("").problems()).isEmpty();
  }

  @AfterEach
  final void close() {
    store.close();
  }

  private List<Long> flawsAfter(String... statements) throws Exception {
    database.tamper(statements);
    return positions(store.verify(""));
  }

  private static List<Long> positions(Verification verification) {
    return verification.problems().stream().map(Flaw::position).distinct().toList();
  }

  @Test
  void verify_changedContent_isFound() throws Exception {
    assertThat(
            flawsAfter(
                "UPDATE chain SET content = replace(content, '0.003', '0.999') WHERE position = 3"))
        .containsExactly(3L);
  }

  @Test
  void verify_changedContentAndItsHash_isFoundAtTheNext() throws Exception {
    String content = CanonicalJson.of(saved.get(2).toBuilder().clearHash().build());
    String better = content.replace("0.003", "0.999");
    assertThat(better).isNotEqualTo(content);

    assertThat(
            flawsAfter(
                "UPDATE chain SET content = '%s', hash = '%s' WHERE position = 3"
                    .formatted(better, Entry.sha256(better)),
                "UPDATE evaluation_value SET decimal_text = '0.999', number = 0.999"
                    + " WHERE position = 3 AND slice = ''"))
        .containsExactly(4L);
  }

  @Test
  void verify_removedRecord_isFound() throws Exception {
    assertThat(
            flawsAfter(
                "DELETE FROM evaluation_value WHERE position = 3",
                "DELETE FROM evaluation WHERE position = 3",
                "DELETE FROM chain WHERE position = 3"))
        .containsExactly(3L, 4L);
  }

  @Test
  void verify_removedAndClosedUp_isFound() throws Exception {
    assertThat(
            flawsAfter(
                "DELETE FROM evaluation_value WHERE position >= 4",
                "DELETE FROM evaluation WHERE position >= 4",
                "DELETE FROM chain WHERE position = 4",
                "UPDATE chain SET position = 4 WHERE position = 5"))
        .contains(4L);
  }

  @Test
  void verify_contentErasedWithoutDeletion_isFound() throws Exception {
    assertThat(
            flawsAfter(
                "DELETE FROM evaluation_value WHERE position = 3",
                "DELETE FROM evaluation WHERE position = 3",
                "UPDATE chain SET content = NULL WHERE position = 3"))
        .containsExactly(3L);
  }

  @Test
  void verify_firstRecordRemoved_isFound() throws Exception {
    assertThat(
            flawsAfter(
                "DELETE FROM evaluation_value WHERE position = 1",
                "DELETE FROM evaluation WHERE position = 1",
                "DELETE FROM chain WHERE position = 1"))
        .containsExactly(1L, 2L);
  }

  @Test
  void verify_endCutOff_isFound() throws Exception {
    assertThat(
            flawsAfter(
                "DELETE FROM evaluation_value WHERE position = 5",
                "DELETE FROM evaluation WHERE position = 5",
                "DELETE FROM chain WHERE position >= 5"))
        .containsExactly(2L, 5L);
  }

  @Test
  void verify_endCutOffWithTheHead_isFoundByTheKnownHead() throws Exception {
    String head = store.verify("").head();
    database.tamper(
        "DELETE FROM evaluation_value WHERE position = 5",
        "DELETE FROM evaluation WHERE position = 5",
        "DELETE FROM chain WHERE position >= 5",
        "UPDATE chain_head SET position = 4, hash = '%s'".formatted(saved.get(3).getHash()));

    assertThat(store.verify(saved.get(3).getHash()).problems()).hasSize(1);
    assertThat(positions(store.verify(head))).contains(4L);
  }

  @Test
  void verify_endCutOffAtADeletion_isFound() throws Exception {
    // The deletion at place 6 is taken back: its record has no content, and nothing says why.
    assertThat(
            flawsAfter(
                "DELETE FROM chain WHERE position = 6",
                "UPDATE chain_head SET position = 5, hash = '%s'"
                    .formatted(saved.get(4).getHash())))
        .containsExactly(2L);
  }

  @Test
  void verify_insertedRecord_isFound() throws Exception {
    Evaluation.Builder forged =
        SampleRecords.draft(999)
            .setId("ev-20261126-00000000")
            .setCreateTime(Times.timestamp(SampleRecords.NOW))
            .setPreviousHash("0".repeat(64));
    Entry entry = Entry.ofEvaluation(7, forged);

    assertThat(
            flawsAfter(
                "INSERT INTO chain (position, kind, id, time_us, previous_hash, hash, content)"
                    + " VALUES (7, 'EVALUATION', '%s', %d, '%s', '%s', '%s')"
                        .formatted(
                            entry.id(),
                            entry.timeMicros(),
                            entry.previousHash(),
                            entry.hash(),
                            entry.content())))
        .containsExactly(7L);
  }

  @Test
  void verify_reorderedRecords_areFound() throws Exception {
    assertThat(
            flawsAfter(
                "DELETE FROM evaluation_value WHERE position >= 3",
                "DELETE FROM evaluation WHERE position >= 3",
                "UPDATE chain SET position = 99 WHERE position = 3",
                "UPDATE chain SET position = 3 WHERE position = 4",
                "UPDATE chain SET position = 4 WHERE position = 99"))
        .containsAtLeast(3L, 4L, 5L);
  }

  @Test
  void verify_changedColumns_areFound() throws Exception {
    assertThat(flawsAfter("UPDATE evaluation SET verdict = 'VERDICT_PASSED' WHERE position = 3"))
        .containsExactly(3L);
    assertThat(flawsAfter("UPDATE chain SET time_us = time_us + 1 WHERE position = 4"))
        .containsExactly(3L, 4L);
  }

  @Test
  void verify_changedValue_isFound() throws Exception {
    assertThat(
            flawsAfter(
                "UPDATE evaluation_value SET decimal_text = '0.999' WHERE position = 3"
                    + " AND ordinal = 1"))
        .containsExactly(3L);
  }

  @Test
  void verify_removedRowsOfARecord_areFound() throws Exception {
    assertThat(
            flawsAfter(
                "DELETE FROM evaluation_value WHERE position = 4",
                "DELETE FROM evaluation WHERE position = 4"))
        .containsExactly(4L);
  }

  @Test
  void verify_lostHead_isFound() throws Exception {
    assertThat(flawsAfter("DELETE FROM chain_head")).containsExactly(0L);
  }

  @Test
  void verify_changedHead_isFound() throws Exception {
    assertThat(flawsAfter("UPDATE chain_head SET hash = 'x'")).containsExactly(6L);
  }
}
