package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Timestamp;
import dev.scorekeeper.server.records.RecordThreads;
import dev.scorekeeper.server.records.RecordsConfig;
import dev.scorekeeper.server.records.SqlRecordStore;
import dev.scorekeeper.server.transport.TestServer;
import dev.scorekeeper.v1.CompareEvaluationsRequest;
import dev.scorekeeper.v1.CompareEvaluationsResponse;
import dev.scorekeeper.v1.DatasetIdentity;
import dev.scorekeeper.v1.DeleteEvaluationRequest;
import dev.scorekeeper.v1.EvaluatedModel;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationMode;
import dev.scorekeeper.v1.EvaluationPolicies;
import dev.scorekeeper.v1.EvaluationServiceGrpc;
import dev.scorekeeper.v1.EvaluationServiceGrpc.EvaluationServiceBlockingStub;
import dev.scorekeeper.v1.EvaluationSummary;
import dev.scorekeeper.v1.FieldDifference;
import dev.scorekeeper.v1.GetEvaluationRequest;
import dev.scorekeeper.v1.GetEvaluationResponse;
import dev.scorekeeper.v1.IntervalMethod;
import dev.scorekeeper.v1.ListEvaluationsRequest;
import dev.scorekeeper.v1.ListEvaluationsResponse;
import dev.scorekeeper.v1.LossNormalizer;
import dev.scorekeeper.v1.MetricKey;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.MissingLabelPolicy;
import dev.scorekeeper.v1.NonFinitePolicy;
import dev.scorekeeper.v1.SliceKey;
import dev.scorekeeper.v1.SliceResult;
import dev.scorekeeper.v1.SliceSpec;
import dev.scorekeeper.v1.UndefinedPolicy;
import dev.scorekeeper.v1.ValueComparison;
import dev.scorekeeper.v1.VerifyEvaluationsRequest;
import dev.scorekeeper.v1.VerifyEvaluationsResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server tells about records. */
final class EvaluationServiceTest {

  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

  private final SqlRecordStore store =
      new SqlRecordStore(RecordsConfig.inMemory(), new Random(1), System::nanoTime);
  private final RecordThreads threads = new RecordThreads(2);
  private final TestServer server = TestServer.start(store, threads);

  @AfterEach
  void close() {
    server.close();
    threads.close();
    store.close();
  }

  private EvaluationServiceBlockingStub service() {
    return service(server);
  }

  private static EvaluationServiceBlockingStub service(TestServer server) {
    return EvaluationServiceGrpc.newBlockingStub(server.channel)
        .withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  private static MetricValue.Builder value(String metric, double value) {
    return MetricValue.newBuilder()
        .setName(metric)
        .setKey(MetricKey.newBuilder().setMetric(metric).setOutput("out").setDigest("d" + metric))
        .setValue(value)
        .setHigherIsBetter(!metric.equals("loss"));
  }

  private static Evaluation.Builder draft(double accuracy) {
    return Evaluation.newBuilder()
        .setModel(EvaluatedModel.newBuilder().setName("digits").setVersion(1))
        .setDataset(
            DatasetIdentity.newBuilder()
                .setName("test")
                .setVersion("1")
                .setDigest("abc")
                .setRowCount(10))
        .addValues(value("loss", 0.5))
        .addValues(value("accuracy", accuracy))
        .addSlices(
            SliceResult.newBuilder()
                .setKey(SliceKey.newBuilder().addColumns("country").addValues("JP"))
                .setRowCount(4)
                .addValues(value("accuracy", accuracy / 2)));
  }

  private Evaluation save(Evaluation.Builder draft) throws Exception {
    return store.save(draft, NOW).evaluation();
  }

  private static StatusRuntimeException refused(
      org.junit.jupiter.api.function.Executable call, Status.Code code, String reason) {
    StatusRuntimeException e = assertThrows(StatusRuntimeException.class, call);
    assertThat(e.getStatus().getCode()).isEqualTo(code);
    assertThat(TestServer.reason(e)).isEqualTo(reason);
    return e;
  }

  @Test
  void getEvaluation_known_isTheRecord() throws Exception {
    Evaluation saved = save(draft(0.9));

    GetEvaluationResponse response =
        service().getEvaluation(GetEvaluationRequest.newBuilder().setId(saved.getId()).build());

    assertThat(response.getEvaluation()).isEqualTo(saved);
    assertThat(response.getCanonical()).isEmpty();
  }

  @Test
  void getEvaluation_canonical_givesTheHash() throws Exception {
    Evaluation saved = save(draft(0.9));

    String text =
        service()
            .getEvaluation(
                GetEvaluationRequest.newBuilder()
                    .setId(saved.getId())
                    .setIncludeCanonical(true)
                    .build())
            .getCanonical();

    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(saved.getHash());
  }

  @Test
  void getEvaluation_unknownOrUnnamed_isRefused() {
    GetEvaluationRequest unknown = GetEvaluationRequest.newBuilder().setId("ev-1").build();

    StatusRuntimeException e =
        refused(
            () -> service().getEvaluation(unknown), Status.Code.NOT_FOUND, "EVALUATION_NOT_FOUND");

    assertThat(TestServer.field(e)).isEqualTo("id");
    refused(
        () -> service().getEvaluation(GetEvaluationRequest.getDefaultInstance()),
        Status.Code.INVALID_ARGUMENT,
        "EVALUATION_ID_MISSING");
  }

  @Test
  void listEvaluations_pages_giveAll() throws Exception {
    List<String> saved = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      saved.add(0, save(draft(i / 10.0)).getId());
    }
    List<String> listed = new ArrayList<>();
    String token = "";
    do {
      ListEvaluationsResponse page =
          service()
              .listEvaluations(
                  ListEvaluationsRequest.newBuilder()
                      .setModel("digits")
                      .setPageSize(2)
                      .setPageToken(token)
                      .build());
      page.getEvaluationsList().stream().map(EvaluationSummary::getId).forEach(listed::add);
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(listed).containsExactlyElementsIn(saved).inOrder();
  }

  @Test
  void listEvaluations_tokenOfOtherConditions_isRefused() throws Exception {
    save(draft(0.1));
    save(draft(0.2));
    ListEvaluationsRequest.Builder request = ListEvaluationsRequest.newBuilder().setPageSize(1);
    String token = service().listEvaluations(request.build()).getNextPageToken();
    assertThat(token).isNotEmpty();

    ListEvaluationsRequest other = request.setPageToken(token).setModel("digits").build();

    refused(
        () -> service().listEvaluations(other), Status.Code.INVALID_ARGUMENT, "PAGE_TOKEN_INVALID");
    // Another size is no other condition.
    ListEvaluationsRequest same = request.clearModel().setPageSize(7).build();
    assertThat(service().listEvaluations(same).getEvaluationsCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "2", "AAAA", "not a token", "AQAAAAAAAAAAAAAAAAAAAAA", "AQAAAAAAAAAB=", "é"})
  void listEvaluations_brokenToken_isRefused(String token) {
    ListEvaluationsRequest request =
        ListEvaluationsRequest.newBuilder().setPageToken(token).build();

    StatusRuntimeException e =
        refused(
            () -> service().listEvaluations(request),
            Status.Code.INVALID_ARGUMENT,
            "PAGE_TOKEN_INVALID");
    assertThat(TestServer.field(e)).isEqualTo("page_token");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1_001, Integer.MIN_VALUE})
  void listEvaluations_sizeOutOfRange_isRefused(int size) {
    refused(
        () ->
            service()
                .listEvaluations(ListEvaluationsRequest.newBuilder().setPageSize(size).build()),
        Status.Code.INVALID_ARGUMENT,
        "PAGE_SIZE_INVALID");
  }

  @Test
  void listEvaluations_times_areChecked() throws Exception {
    save(draft(0.1));
    Timestamp now = Timestamp.newBuilder().setSeconds(NOW.getEpochSecond()).build();
    Timestamp later = now.toBuilder().setSeconds(now.getSeconds() + 1).build();

    ListEvaluationsRequest within =
        ListEvaluationsRequest.newBuilder().setStartTime(now).setEndTime(later).build();
    ListEvaluationsRequest backwards =
        ListEvaluationsRequest.newBuilder().setStartTime(later).setEndTime(now).build();
    ListEvaluationsRequest nowhere =
        ListEvaluationsRequest.newBuilder()
            .setEndTime(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
            .build();

    assertThat(service().listEvaluations(within).getEvaluationsCount()).isEqualTo(1);
    refused(
        () -> service().listEvaluations(backwards), Status.Code.INVALID_ARGUMENT, "TIME_INVALID");
    refused(() -> service().listEvaluations(nowhere), Status.Code.INVALID_ARGUMENT, "TIME_INVALID");
  }

  @Test
  void listEvaluations_unknownVerdict_isRefused() {
    refused(
        () ->
            service()
                .listEvaluations(ListEvaluationsRequest.newBuilder().setVerdictValue(99).build()),
        Status.Code.INVALID_ARGUMENT,
        "REQUEST_MALFORMED");
  }

  private CompareEvaluationsResponse compare(
      Evaluation baseline, Evaluation candidate, String... despite) {
    return service()
        .compareEvaluations(
            CompareEvaluationsRequest.newBuilder()
                .setBaselineId(baseline.getId())
                .setCandidateId(candidate.getId())
                .addAllDespite(List.of(despite))
                .build());
  }

  private static ValueComparison find(
      CompareEvaluationsResponse comparison, String name, boolean slice) {
    return comparison.getValuesList().stream()
        .filter(value -> value.getName().equals(name) && value.hasSlice() == slice)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void compareEvaluations_sameData_givesDifferencesOfWholeAndSlices() throws Exception {
    Evaluation baseline = save(draft(0.5));
    Evaluation candidate = save(draft(0.75).setValues(0, value("loss", 0.6)));

    CompareEvaluationsResponse comparison = compare(baseline, candidate);

    assertThat(comparison.getComparable()).isTrue();
    ValueComparison accuracy = find(comparison, "accuracy", false);
    assertThat(accuracy.getBaseline()).isEqualTo(0.5);
    assertThat(accuracy.getCandidate()).isEqualTo(0.75);
    assertThat(accuracy.getDifference()).isEqualTo(0.25);
    assertThat(accuracy.getBetter()).isTrue();
    assertThat(accuracy.hasInterval()).isFalse();
    ValueComparison loss = find(comparison, "loss", false);
    assertThat(loss.hasBetter()).isTrue();
    assertThat(loss.getBetter()).isFalse();
    ValueComparison sliced = find(comparison, "accuracy", true);
    assertThat(sliced.getSlice().getColumnsList()).containsExactly("country");
    assertThat(sliced.getSlice().getValuesList()).containsExactly("JP");
    assertThat(sliced.getDifference()).isEqualTo(0.125);
  }

  @Test
  void compareEvaluations_otherData_saysWhyNot() throws Exception {
    Evaluation baseline = save(draft(0.5));
    Evaluation.Builder other = draft(0.75);
    other.getDatasetBuilder().setDigest("def");
    Evaluation candidate = save(other);

    CompareEvaluationsResponse comparison = compare(baseline, candidate);

    assertThat(comparison.getComparable()).isFalse();
    assertThat(comparison.getObstaclesList())
        .containsExactly(
            FieldDifference.newBuilder()
                .setField("dataset.digest")
                .setBaseline("abc")
                .setCandidate("def")
                .build());
    ValueComparison accuracy = find(comparison, "accuracy", false);
    assertThat(accuracy.getNotComparable()).contains("dataset.digest");
    assertThat(accuracy.hasDifference()).isFalse();
    assertThat(accuracy.getBaseline()).isEqualTo(0.5);
  }

  /** All that two records must agree on, each changed in turn. */
  @ParameterizedTest
  @MethodSource("changes")
  void compareEvaluations_oneFieldDiffers_isNotComparableAndNamesIt(
      String field, Consumer<Evaluation.Builder> change) throws Exception {
    Evaluation.Builder other = asked(draft(0.5));
    change.accept(other);

    CompareEvaluationsResponse comparison = compare(save(asked(draft(0.5))), save(other));

    assertThat(comparison.getComparable()).isFalse();
    assertThat(comparison.getObstaclesList().stream().map(FieldDifference::getField))
        .containsExactly(field);
    for (ValueComparison value : comparison.getValuesList()) {
      assertThat(value.getNotComparable()).contains(field);
      assertThat(value.hasDifference()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void compareEvaluations_oneFieldDiffersDespiteIt_comparesAndWarns(
      String field, Consumer<Evaluation.Builder> change) throws Exception {
    Evaluation.Builder other = asked(draft(0.75));
    change.accept(other);

    CompareEvaluationsResponse comparison = compare(save(asked(draft(0.5))), save(other), field);

    assertThat(comparison.getComparable()).isTrue();
    assertThat(comparison.getObstaclesList()).isEmpty();
    assertThat(comparison.getWarningsCount()).isEqualTo(1);
    assertThat(comparison.getWarnings(0).getField()).isEqualTo(field);
    assertThat(comparison.getWarnings(0).getOverridden()).isTrue();
    assertThat(find(comparison, "accuracy", false).getDifference()).isEqualTo(0.25);
  }

  @Test
  void compareEvaluations_despiteWhatAgrees_warnsOfNothing() throws Exception {
    CompareEvaluationsResponse comparison =
        compare(save(draft(0.5)), save(draft(0.5)), "dataset.digest", "spec.outputs[y].score_kind");

    assertThat(comparison.getComparable()).isTrue();
    assertThat(comparison.getWarningsList()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "dataset.diges", "environment.processor", "spec.intervals.seed", "key.digest"})
  void compareEvaluations_despiteWhatIsNoObstacle_isRefused(String field) throws Exception {
    Evaluation saved = save(draft(0.5));

    StatusRuntimeException e =
        refused(
            () -> compare(saved, saved, "dataset.version", field),
            Status.Code.INVALID_ARGUMENT,
            "DESPITE_INVALID");

    assertThat(TestServer.field(e)).isEqualTo("despite[1]");
    assertThat(e.getStatus().getDescription()).contains("'" + field + "'");
  }

  @Test
  void compareEvaluations_despiteOneFieldTwice_isRefused() throws Exception {
    Evaluation saved = save(draft(0.5));

    StatusRuntimeException e =
        refused(
            () -> compare(saved, saved, "dataset.version", "dataset.version"),
            Status.Code.INVALID_ARGUMENT,
            "DESPITE_INVALID");

    assertThat(TestServer.field(e)).isEqualTo("despite[1]");
    assertThat(e.getStatus().getDescription()).contains("twice");
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        change("dataset.version", e -> e.getDatasetBuilder().setVersion("2")),
        change("dataset.digest", e -> e.getDatasetBuilder().setDigest("def")),
        change("dataset.row_count", e -> e.getDatasetBuilder().setRowCount(11)),
        change("spec.preprocessing_hash", e -> e.getSpecBuilder().setPreprocessingHash("b")),
        change("spec.mode", e -> e.getSpecBuilder().setMode(EvaluationMode.EVALUATION_MODE_KERAS)),
        change(
            "spec.policies.missing_labels",
            e -> policies(e).setMissingLabels(MissingLabelPolicy.MISSING_LABEL_POLICY_SKIP)),
        change(
            "spec.policies.non_finite",
            e -> policies(e).setNonFinite(NonFinitePolicy.NON_FINITE_POLICY_SKIP)),
        change(
            "spec.policies.loss_normalizer",
            e -> policies(e).setLossNormalizer(LossNormalizer.LOSS_NORMALIZER_BY_WEIGHT)),
        change(
            "spec.policies.undefined",
            e -> policies(e).setUndefined(UndefinedPolicy.UNDEFINED_POLICY_ZERO)),
        change("spec.extra_loss", e -> e.getSpecBuilder().setExtraLoss(0.5)),
        change("spec.slices", e -> e.getSpecBuilder().addSlices(slicing("device"))),
        change("spec.slices", e -> e.getSpecBuilder().clearSlices()));
  }

  private static Arguments change(String field, Consumer<Evaluation.Builder> change) {
    return Arguments.of(field, change);
  }

  private static EvaluationPolicies.Builder policies(Evaluation.Builder record) {
    return record.getSpecBuilder().getPoliciesBuilder();
  }

  private static SliceSpec slicing(String... columns) {
    return SliceSpec.newBuilder().addAllColumns(List.of(columns)).build();
  }

  /** With what was asked. */
  private static Evaluation.Builder asked(Evaluation.Builder record) {
    record
        .getSpecBuilder()
        .setMode(EvaluationMode.EVALUATION_MODE_DATASET)
        .setPreprocessingHash("a")
        .addSlices(slicing("country"))
        .addSlices(slicing("country", "sex"));
    return record;
  }

  @Test
  void compareEvaluations_sameSlicesInAnotherOrder_compares() throws Exception {
    Evaluation.Builder other = draft(0.5);
    other
        .getSpecBuilder()
        .setMode(EvaluationMode.EVALUATION_MODE_DATASET)
        .setPreprocessingHash("a")
        .addSlices(slicing("sex", "country"))
        .addSlices(slicing("country"));

    assertThat(compare(save(asked(draft(0.5))), save(other)).getComparable()).isTrue();
  }

  @Test
  void compareEvaluations_otherRowsOfAnOutputSkipped_comparesNoValueOfIt() throws Exception {
    Evaluation.Builder one = draft(0.5);
    one.getCountsBuilder().addOutputsBuilder().setOutput("y").setCountedRows(10);
    one.getValuesBuilder(1).getKeyBuilder().setOutput("y");
    Evaluation.Builder other = draft(0.5);
    other.getCountsBuilder().addOutputsBuilder().setOutput("y").setCountedRows(9);
    other.getValuesBuilder(1).getKeyBuilder().setOutput("y");

    CompareEvaluationsResponse comparison = compare(save(one), save(other));

    assertThat(find(comparison, "accuracy", false).getNotComparable())
        .contains("counts.outputs[y].counted_rows is 9, in the baseline 10");
    CompareEvaluationsResponse despite =
        compare(save(one), save(other), "counts.outputs[y].counted_rows");
    assertThat(find(despite, "accuracy", false).getNotComparable()).isEmpty();
    assertThat(despite.getWarnings(0).getOverridden()).isTrue();
  }

  @Test
  void compareEvaluations_otherDigestOfAMetric_isAnotherMetric() throws Exception {
    Evaluation.Builder other = draft(0.5);
    other.getValuesBuilder(1).getKeyBuilder().setDigest("other");

    CompareEvaluationsResponse comparison = compare(save(draft(0.5)), save(other));

    assertThat(comparison.getComparable()).isTrue();
    assertThat(find(comparison, "accuracy", false).getNotComparable()).contains("another metric");
  }

  @Test
  void compareEvaluations_anotherProcessor_onlyWarns() throws Exception {
    Evaluation.Builder first = draft(0.5);
    first.getEnvironmentBuilder().setProcessor("one");
    Evaluation.Builder second = draft(0.5);
    second.getEnvironmentBuilder().setProcessor("other");

    CompareEvaluationsResponse comparison = compare(save(first), save(second));

    assertThat(comparison.getComparable()).isTrue();
    assertThat(comparison.getWarnings(0).getField()).isEqualTo("environment.processor");
    assertThat(comparison.getWarnings(0).getOverridden()).isFalse();
    assertThat(find(comparison, "accuracy", false).hasBetter()).isFalse();
  }

  @Test
  void compareEvaluations_bothWithReplicates_givesThePairedInterval() throws Exception {
    Evaluation baseline = save(withReplicates(0.5, -0.1f, 0.1f, 0f, 0.05f));
    Evaluation candidate = save(withReplicates(0.75, -0.1f, 0.1f, 0f, 0.05f));

    ValueComparison accuracy = find(compare(baseline, candidate), "accuracy", false);

    // Their deviations are the same, row by row: nothing is left of the doubt.
    assertThat(accuracy.getInterval().getLower()).isWithin(1e-6).of(0.25);
    assertThat(accuracy.getInterval().getUpper()).isWithin(1e-6).of(0.25);
  }

  private static Evaluation.Builder withReplicates(double accuracy, Float... deviations) {
    Evaluation.Builder draft = draft(accuracy);
    draft
        .getSpecBuilder()
        .getIntervalsBuilder()
        .setMethod(IntervalMethod.INTERVAL_METHOD_POISSON_BOOTSTRAP)
        .setReplicates(deviations.length)
        .setLevel(0.95)
        .setSeed(1);
    MetricValue.Builder value = value("accuracy", accuracy);
    value.getIntervalBuilder().setLower(accuracy - 0.1).setUpper(accuracy + 0.1);
    return draft.setValues(1, value.addAllReplicateDeviations(List.of(deviations)));
  }

  @Test
  void compareEvaluations_unknown_namesWhich() throws Exception {
    Evaluation saved = save(draft(0.5));
    CompareEvaluationsRequest request =
        CompareEvaluationsRequest.newBuilder()
            .setBaselineId(saved.getId())
            .setCandidateId("ev-1")
            .build();

    StatusRuntimeException e =
        refused(
            () -> service().compareEvaluations(request),
            Status.Code.NOT_FOUND,
            "EVALUATION_NOT_FOUND");

    assertThat(TestServer.field(e)).isEqualTo("candidate_id");
  }

  @Test
  void deleteEvaluation_known_isGoneAndVerifies() throws Exception {
    Evaluation saved = save(draft(0.5));
    DeleteEvaluationRequest request =
        DeleteEvaluationRequest.newBuilder().setId(saved.getId()).build();

    service().deleteEvaluation(request);

    refused(
        () ->
            service().getEvaluation(GetEvaluationRequest.newBuilder().setId(saved.getId()).build()),
        Status.Code.NOT_FOUND,
        "EVALUATION_NOT_FOUND");
    refused(
        () -> service().deleteEvaluation(request), Status.Code.NOT_FOUND, "EVALUATION_NOT_FOUND");
    VerifyEvaluationsResponse verified =
        service().verifyEvaluations(VerifyEvaluationsRequest.getDefaultInstance());
    assertThat(verified.getRecordCount()).isEqualTo(1);
    assertThat(verified.getDeletedCount()).isEqualTo(1);
    assertThat(verified.getProblemsList()).isEmpty();
  }

  @Test
  void verifyEvaluations_unknownHead_isAProblem() throws Exception {
    Evaluation saved = save(draft(0.5));

    VerifyEvaluationsResponse verified =
        service()
            .verifyEvaluations(VerifyEvaluationsRequest.newBuilder().setKnownHead("ff").build());

    assertThat(verified.getHeadHash()).isEqualTo(saved.getHash());
    assertThat(verified.getProblemsCount()).isEqualTo(1);
    assertThat(verified.getProblems(0).getPosition()).isEqualTo(1);
  }

  @Test
  void anyCall_tooMuchWaiting_isUnavailable() {
    try (TestServer full =
        TestServer.start(
            store,
            task -> {
              throw new RejectedExecutionException("full");
            })) {
      StatusRuntimeException e =
          refused(
              () -> service(full).listEvaluations(ListEvaluationsRequest.getDefaultInstance()),
              Status.Code.UNAVAILABLE,
              "RECORDS_UNAVAILABLE");
      assertThat(TestServer.retry(e).getRetryDelay().getSeconds()).isEqualTo(1);
    }
  }

  @Test
  void anyCall_onceClosed_saysSo() {
    store.close();

    refused(
        () -> service().listEvaluations(ListEvaluationsRequest.getDefaultInstance()),
        Status.Code.UNAVAILABLE,
        "SERVER_STOPPING");
  }
}
