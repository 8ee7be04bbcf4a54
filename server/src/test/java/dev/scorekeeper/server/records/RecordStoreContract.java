package dev.scorekeeper.server.records;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.EvaluationSummary;
import dev.scorekeeper.v1.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database must do. */
abstract class RecordStoreContract {

  private static final Instant NOW = SampleRecords.NOW;

  TestDatabase database = new TestDatabase(RecordsConfig.inMemory());
  SqlRecordStore store = store(database);

  /** An empty database. */
  abstract TestDatabase newDatabase() throws Exception;

  @BeforeEach
  final void open() throws Exception {
    store.close();
    database = newDatabase();
    store = store(database);
  }

  @AfterEach
  final void close() {
    store.close();
  }

  static SqlRecordStore store(TestDatabase database) {
    return new SqlRecordStore(database.config(), new Random(), System::nanoTime);
  }

  Evaluation save(int number) throws ProblemException {
    return store.save(SampleRecords.draft(number), NOW.plusSeconds(number)).evaluation();
  }

  List<Evaluation> saveAll(int count) throws ProblemException {
    List<Evaluation> saved = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      saved.add(save(number));
    }
    return saved;
  }

  @Test
  void save_draft_setsIdTimeAndHashesOnly() throws ProblemException {
    Saved saved = store.save(SampleRecords.draft(1), NOW.plusNanos(789));

    Evaluation record = saved.evaluation();
    assertThat(saved.how()).isEqualTo(Saved.How.NEW);
    assertThat(record.getId()).matches("ev-20261126-[0-9a-f]{8}");
    assertThat(Times.instant(record.getCreateTime())).isEqualTo(NOW);
    assertThat(record.getPreviousHash()).isEmpty();
    assertThat(record.getHash()).matches("[0-9a-f]{64}");
    assertThat(
            record.toBuilder().clearId().clearCreateTime().clearPreviousHash().clearHash().build())
        .isEqualTo(SampleRecords.draft(1).build());
  }

  @Test
  void save_next_pointsToTheOneBefore() throws ProblemException {
    Evaluation first = save(1);
    Evaluation second = save(2);

    assertThat(second.getPreviousHash()).isEqualTo(first.getHash());
    assertThat(second.getId()).isNotEqualTo(first.getId());
  }

  @Test
  void save_everyFieldSetToAnything_isFoundAsItWasReturned() throws ProblemException {
    for (int seed = 0; seed < 20; seed++) {
      Evaluation saved = store.save(SampleRecords.full(new Random(seed)), NOW).evaluation();

      assertThat(store.find(saved.getId())).hasValue(saved);
    }
    assertThat(store.verify("").problems()).isEmpty();
  }

  @Test
  void save_valuesThatAreNoNumbers_verify() throws ProblemException {
    Evaluation.Builder draft = SampleRecords.draft(1);
    for (double value :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0}) {
      draft.addValues(SampleRecords.accuracy(value));
    }
    store.save(draft, NOW);

    assertThat(store.verify("").problems()).isEmpty();
  }

  @Test
  void save_namesTooLongOrWithZeros_areFoundByThem() throws ProblemException {
    String name = "zero\0" + "long".repeat(5_000);
    Evaluation.Builder draft = SampleRecords.draft(1);
    draft.getModelBuilder().setName(name);
    draft.getSpecBuilder().setRequestId(name);
    draft.getDatasetBuilder().setName(name);
    Evaluation saved = store.save(draft, NOW).evaluation();

    assertThat(store.findByRequestId(name)).hasValue(saved);
    assertThat(store.findByRequestId(name + "x")).isEmpty();
    RecordFilter filter = filter(name, name, Verdict.VERDICT_UNSPECIFIED);
    assertThat(ids(store.list(filter, 10, RecordPage.FIRST))).containsExactly(saved.getId());
    assertThat(store.find("zero\0")).isEmpty();
  }

  @Test
  void save_hash_isThatOfTheCanonicalText() throws ProblemException {
    Evaluation saved = save(1);

    String text = CanonicalJson.of(saved.toBuilder().clearHash().build());

    assertThat(saved.getHash()).isEqualTo(Entry.sha256(text));
  }

  @Test
  void save_sameRequestAgain_givesTheFirstRecord() throws ProblemException {
    Evaluation.Builder draft = SampleRecords.draft(1);
    draft.getSpecBuilder().setRequestId("r1");
    Evaluation first = store.save(draft, NOW).evaluation();

    Saved again = store.save(draft, NOW.plusSeconds(5));

    assertThat(again).isEqualTo(new Saved(first, Saved.How.REPEATED));
    assertThat(store.verify("").records()).isEqualTo(1);
  }

  @Test
  void save_sameRequestIdForOtherRows_conflicts() throws ProblemException {
    Evaluation.Builder draft = SampleRecords.draft(1);
    draft.getSpecBuilder().setRequestId("r1");
    Evaluation first = store.save(draft, NOW).evaluation();
    draft.getDatasetBuilder().setDigest("other");

    assertThat(store.save(draft, NOW)).isEqualTo(new Saved(first, Saved.How.CONFLICTING));
  }

  @Test
  void find_unknown_isEmpty() throws ProblemException {
    assertThat(store.find("ev-20260101-00000000")).isEmpty();
    assertThat(store.find("' OR 1=1 --")).isEmpty();
    assertThat(store.findByRequestId("r1")).isEmpty();
    assertThat(store.findByRequestId("")).isEmpty();
  }

  @Test
  void find_afterReopening_isThere() throws ProblemException {
    Evaluation saved = save(1);
    store.close();
    store = store(database);

    assertThat(store.find(saved.getId())).hasValue(saved);
  }

  @Test
  void find_changedContent_isDamaged() throws Exception {
    Evaluation saved = save(1);
    database.tamper("UPDATE chain SET content = replace(content, '450', '451')");

    ProblemException problem =
        assertThrows(ProblemException.class, () -> store.find(saved.getId()));

    assertThat(problem.problem().reason()).isEqualTo(Reason.RECORD_DAMAGED);
  }

  @Test
  void list_pages_giveAllOnceNewestFirst() throws ProblemException {
    List<Evaluation> saved = saveAll(7);

    List<String> listed = new ArrayList<>();
    OptionalLong next = OptionalLong.of(RecordPage.FIRST);
    int pages = 0;
    while (next.isPresent()) {
      RecordPage page = store.list(RecordFilter.ALL, 3, next.getAsLong());
      listed.addAll(ids(page));
      next = page.next();
      pages++;
    }

    List<String> expected = new ArrayList<>(saved.stream().map(Evaluation::getId).toList());
    java.util.Collections.reverse(expected);
    assertThat(listed).containsExactlyElementsIn(expected).inOrder();
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void list_largeRecords_makeShorterPages() throws ProblemException {
    for (int number = 0; number < 5; number++) {
      Evaluation.Builder draft = SampleRecords.draft(number);
      draft.addValues(SampleRecords.accuracy(1).toBuilder().setName("x".repeat(1 << 20)));
      store.save(draft, NOW);
    }

    RecordPage page = store.list(RecordFilter.ALL, 100, RecordPage.FIRST);

    assertThat(page.evaluations()).hasSize(2);
    assertThat(store.list(RecordFilter.ALL, 100, page.next().getAsLong()).evaluations()).hasSize(2);
  }

  @Test
  void list_summary_hasValuesOverAllRows() throws ProblemException {
    Evaluation saved = save(5);

    EvaluationSummary summary =
        store.list(RecordFilter.ALL, 1, RecordPage.FIRST).evaluations().get(0);

    assertThat(summary)
        .isEqualTo(
            EvaluationSummary.newBuilder()
                .setId(saved.getId())
                .setCreateTime(saved.getCreateTime())
                .setModel("digits")
                .setVersion(3)
                .setDataset("test")
                .setDatasetVersion("1")
                .setRowCount(450)
                .setMode(saved.getSpec().getMode())
                .setVerdict(Verdict.VERDICT_NOT_GATED)
                .addAllValues(saved.getValuesList())
                .build());
  }

  @Test
  void list_conditions_mustAllHold() throws ProblemException {
    saveAll(3);
    Evaluation.Builder other = SampleRecords.draft(4).setVerdict(Verdict.VERDICT_FAILED);
    other.getModelBuilder().setName("other");
    String otherId = store.save(other, NOW.plusSeconds(4)).evaluation().getId();

    assertThat(count(filter("digits", "", Verdict.VERDICT_UNSPECIFIED))).isEqualTo(3);
    assertThat(count(filter("", "test", Verdict.VERDICT_UNSPECIFIED))).isEqualTo(4);
    assertThat(count(filter("digits", "test", Verdict.VERDICT_FAILED))).isEqualTo(0);
    assertThat(count(filter("nobody", "", Verdict.VERDICT_UNSPECIFIED))).isEqualTo(0);
    assertThat(ids(store.list(filter("", "", Verdict.VERDICT_FAILED), 10, RecordPage.FIRST)))
        .containsExactly(otherId);
    assertThat(count(between(NOW.plusSeconds(2), NOW.plusSeconds(4)))).isEqualTo(2);
    assertThat(count(between(NOW.plusSeconds(2).plusNanos(1), NOW.plusSeconds(4)))).isEqualTo(1);
    assertThat(count(between(NOW.plusSeconds(2), NOW.plusSeconds(4).plusNanos(1)))).isEqualTo(3);
  }

  private int count(RecordFilter filter) throws ProblemException {
    return store.list(filter, 100, RecordPage.FIRST).evaluations().size();
  }

  private static RecordFilter filter(String model, String dataset, Verdict verdict) {
    return new RecordFilter(
        model, OptionalLong.empty(), dataset, "", Optional.empty(), Optional.empty(), verdict);
  }

  private static RecordFilter between(Instant start, Instant end) {
    return new RecordFilter(
        "digits".substring(6),
        OptionalLong.of(3),
        "",
        "1",
        Optional.of(start),
        Optional.of(end),
        Verdict.VERDICT_UNSPECIFIED);
  }

  static List<String> ids(RecordPage page) {
    return page.evaluations().stream().map(EvaluationSummary::getId).toList();
  }

  @Test
  void best_amongComparable_isTheHighestOfTheOldest() throws ProblemException {
    saveAll(3);
    Evaluation tie = save(3);
    Evaluation.Builder failed = SampleRecords.draft(900).setVerdict(Verdict.VERDICT_FAILED);
    store.save(failed, NOW);
    Evaluation.Builder elsewhere = SampleRecords.draft(901);
    elsewhere.getDatasetBuilder().setDigest("other");
    store.save(elsewhere, NOW);
    Evaluation.Builder nothing =
        SampleRecords.draft(0).setValues(0, SampleRecords.accuracy(Double.NaN));
    store.save(nothing, NOW);
    BestQuery query = BestQuery.of(SampleRecords.draft(1), SampleRecords.accuracy(0.5));

    Evaluation best = store.best(query, candidate -> true).orElseThrow();

    assertThat(best.getValues(0).getValue()).isEqualTo(0.003);
    assertThat(best.getId()).isNotEqualTo(tie.getId());
    assertThat(store.best(query, candidate -> candidate.getValues(0).getValue() < 0.003))
        .hasValue(store.find(ids(store.list(RecordFilter.ALL, 9, 3)).get(0)).orElseThrow());
    assertThat(store.best(query, candidate -> false)).isEmpty();
    BestQuery lowest =
        new BestQuery(query.model(), query.dataset(), false, false, query.metric(), false);
    assertThat(store.best(lowest, candidate -> true).orElseThrow().getValues(0).getValue())
        .isEqualTo(0.001);
  }

  @Test
  void best_widened_looksAtOtherVersionsAndDigests() throws ProblemException {
    saveAll(1);
    Evaluation.Builder digest = SampleRecords.draft(200);
    digest.getDatasetBuilder().setDigest("other");
    store.save(digest, NOW);
    Evaluation.Builder both = SampleRecords.draft(300);
    both.getDatasetBuilder().setDigest("other").setVersion("other");
    store.save(both, NOW);
    Evaluation.Builder named = SampleRecords.draft(400);
    named.getDatasetBuilder().setName("other");
    store.save(named, NOW);
    BestQuery query = BestQuery.of(SampleRecords.draft(1), SampleRecords.accuracy(0.5));

    assertThat(bestValue(query)).isEqualTo(0.001);
    assertThat(bestValue(query.widened(true, false))).isEqualTo(0.001);
    assertThat(bestValue(query.widened(false, true))).isEqualTo(0.2);
    assertThat(bestValue(query.widened(true, true))).isEqualTo(0.3);
  }

  private double bestValue(BestQuery query) throws ProblemException {
    return store.best(query, candidate -> true).orElseThrow().getValues(0).getValue();
  }

  @Test
  void delete_record_leavesItsHashInTheChain() throws ProblemException {
    List<Evaluation> saved = saveAll(3);
    String id = saved.get(1).getId();

    assertThat(store.delete(id, NOW.plusSeconds(9))).isTrue();

    assertThat(store.find(id)).isEmpty();
    assertThat(ids(store.list(RecordFilter.ALL, 10, RecordPage.FIRST)))
        .containsExactly(saved.get(2).getId(), saved.get(0).getId())
        .inOrder();
    Verification verification = store.verify(saved.get(1).getHash());
    assertThat(verification.problems()).isEmpty();
    assertThat(verification.records()).isEqualTo(3);
    assertThat(verification.deleted()).isEqualTo(1);
    assertThat(store.delete(id, NOW)).isFalse();
  }

  @Test
  void delete_record_freesItsRequestId() throws ProblemException {
    Evaluation.Builder draft =
        SampleRecords.draft(1).setSpec(EvaluationSpec.newBuilder().setRequestId("r1"));
    store.delete(store.save(draft, NOW).evaluation().getId(), NOW);

    assertThat(store.save(draft, NOW).how()).isEqualTo(Saved.How.NEW);
    assertThat(store.verify("").problems()).isEmpty();
  }

  @Test
  void delete_unknown_isFalse() throws ProblemException {
    assertThat(store.delete("ev-20260101-00000000", NOW)).isFalse();
    assertThat(store.verify("").head()).isEmpty();
  }

  @Test
  void verify_untouched_findsNothingAndTellsTheHead() throws ProblemException {
    List<Evaluation> saved = saveAll(3);

    Verification verification = store.verify("");

    assertThat(verification).isEqualTo(new Verification(3, 0, List.of(), saved.get(2).getHash()));
  }

  @Test
  void save_byTwoStoresAtOnce_keepsOneLine() throws Exception {
    try (SqlRecordStore other = store(database)) {
      ExecutorService threads = Executors.newFixedThreadPool(6);
      List<Future<String>> saved = new ArrayList<>();
      for (int number = 0; number < 60; number++) {
        SqlRecordStore writer = number % 2 == 0 ? store : other;
        int value = number;
        Callable<String> save =
            () -> writer.save(SampleRecords.draft(value), NOW).evaluation().getPreviousHash();
        saved.add(threads.submit(save));
      }
      List<String> previous = new ArrayList<>();
      for (Future<String> one : saved) {
        previous.add(one.get());
      }
      threads.shutdown();

      assertThat(previous).containsNoDuplicates();
      Verification verification = store.verify("");
      assertThat(verification.problems()).isEmpty();
      assertThat(verification.records()).isEqualTo(60);
    }
  }

  @Test
  void save_sameRequestByManyAtOnce_writesOne() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    List<Future<Saved>> saved = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Evaluation.Builder draft = SampleRecords.draft(1);
      draft.getSpecBuilder().setRequestId("once");
      Callable<Saved> save = () -> store.save(draft, NOW);
      saved.add(threads.submit(save));
    }
    List<Saved.How> how = new ArrayList<>();
    for (Future<Saved> one : saved) {
      how.add(one.get().how());
    }
    threads.shutdown();

    assertThat(how.stream().filter(one -> one == Saved.How.NEW).count()).isEqualTo(1);
    assertThat(how).doesNotContain(Saved.How.CONFLICTING);
    assertThat(store.verify("").records()).isEqualTo(1);
  }

  @Test
  void call_afterClose_isRefused() throws ProblemException {
    store.close();

    ProblemException problem = assertThrows(ProblemException.class, () -> save(1));

    assertThat(problem.problem().reason()).isEqualTo(Reason.SERVER_STOPPING);
  }
}
