package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.scorekeeper.server.app.EvaluationClient.header;
import static dev.scorekeeper.server.app.EvaluationClient.output;
import static dev.scorekeeper.server.app.EvaluationClient.stream;
import static dev.scorekeeper.server.app.EvaluationClient.value;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.scorekeeper.server.testing.Npy;
import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.EvaluatedOutput;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.EvaluationPolicies;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.LabelledRows;
import dev.scorekeeper.v1.MetricSpec;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.MissingLabelPolicy;
import dev.scorekeeper.v1.NonFinitePolicy;
import dev.scorekeeper.v1.OutputCounts;
import dev.scorekeeper.v1.ScoreKind;
import dev.scorekeeper.v1.SliceLimits;
import dev.scorekeeper.v1.SliceResult;
import dev.scorekeeper.v1.SliceSpec;
import dev.scorekeeper.v1.Tensor;
import dev.scorekeeper.v1.UndefinedPolicy;
import dev.scorekeeper.v1.UndefinedReason;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an evaluation may be asked beside plain losses and metrics, through a real server. Most of
 * it is asked about {@code identity}, which predicts what it gets, so that every number can be
 * computed by hand.
 */
final class EvaluateOptionsEndToEndTest {

  @TempDir static Path folder;

  private static TestServer server;
  private static EvaluationClient client;

  @BeforeAll
  static void start() throws Exception {
    Path models = ModelFolders.copy(folder.resolve("models"), "identity", "digits", "wine");
    server = TestServer.start(models, folder.resolve("state"), "evaluation.low_priority=false");
    client = new EvaluationClient(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static EvaluationHeader.Builder identity(String... metrics) {
    return header("identity", output("x", "mse", metrics));
  }

  private static EvaluationHeader.Builder with(
      EvaluationHeader.Builder header, Consumer<EvaluationSpec.Builder> change) {
    change.accept(header.getSpecBuilder());
    return header;
  }

  /** Rows of one element each. */
  private static LabelledRows.Builder rows(float[] predictions, float... labels) {
    return LabelledRows.newBuilder()
        .addInputs(Requests.column("x", predictions))
        .addLabels(Requests.column("x", labels));
  }

  private static float[] numbers(float... numbers) {
    return numbers;
  }

  private static Tensor texts(String name, String... values) {
    List<ByteString> bytes = Arrays.stream(values).map(ByteString::copyFromUtf8).toList();
    return Requests.strings(name, List.of((long) values.length), bytes).build();
  }

  private static Tensor booleans(String name, List<Long> shape, int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return Tensor.newBuilder()
        .setName(name)
        .setDtype(DataType.DATA_TYPE_BOOL)
        .addAllShape(shape)
        .setData(ByteString.copyFrom(bytes))
        .build();
  }

  private static Evaluation evaluate(
      EvaluationHeader.Builder header, LabelledRows.Builder... messages) throws Exception {
    return client.evaluate(stream(header, List.of(messages)));
  }

  private static StatusRuntimeException refused(
      EvaluationHeader.Builder header, LabelledRows.Builder... messages) {
    return assertThrows(StatusRuntimeException.class, () -> evaluate(header, messages));
  }

  private static void assertRefused(
      StatusRuntimeException e, Status.Code code, String reason, String field, String says) {
    assertWithMessage("%s", e.getStatus()).that(Requests.reason(e)).isEqualTo(reason);
    assertThat(e.getStatus().getCode()).isEqualTo(code);
    assertThat(Requests.field(e)).isEqualTo(field);
    assertThat(e.getStatus().getDescription()).contains(says);
  }

  private static MetricValue metric(List<MetricValue> values, String name) {
    return values.stream()
        .filter(value -> value.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + values));
  }

  @Test
  void evaluate_expressionAsMetric_isTheRatioOfSums() throws Exception {
    LabelledRows.Builder rows = rows(numbers(1, 2, 6), 1, 1, 4);
    EvaluationHeader.Builder header =
        with(
            identity("ratio(sum(p), sum(1))"),
            spec ->
                spec.getOutputsBuilder(0)
                    .addMetrics(
                        MetricSpec.newBuilder()
                            .setMetric("ratio(sum(abs(y - p)), sum(abs(y)))")
                            .setName("wape"))
                    .addMetrics(
                        MetricSpec.newBuilder()
                            .setMetric("sum(p)/sum(1)")
                            .setName("weighted_mean")
                            .setWeighted(true)));

    Evaluation record = evaluate(header, rows.addWeights(Requests.column("", 1, 1, 2).build()));

    assertThat(value(record, "expression")).isEqualTo(3);
    assertThat(value(record, "wape")).isEqualTo(0.5);
    assertThat(value(record, "weighted_mean")).isEqualTo(15 / 4.0);
    assertThat(metric(record.getValuesList(), "expression").getCanonical())
        .contains("sum(p) / sum(1)");
  }

  @Test
  void evaluate_expressionThatCannotBeRead_namesTheCharacter() {
    StatusRuntimeException e = refused(identity("ratio(sum(p), y)"), rows(numbers(1), 1));

    assertRefused(
        e,
        Status.Code.INVALID_ARGUMENT,
        "METRIC_SYNTAX",
        "header.spec.outputs[0].metrics[0].metric",
        "character 15");
  }

  private static LabelledRows.Builder placesAndDevices() {
    return rows(numbers(1, 2, 3, 4, 5, 6), 1, 1, 1, 1, 1, 1)
        .addSliceColumns(texts("place", "x", "x", "y", "y", "y", "x"))
        .addSliceColumns(Requests.ints("device", List.of(6L), 10, 10, 9, 9, 10, 9));
  }

  @Test
  void evaluate_crossedColumns_haveASliceForEachPair() throws Exception {
    EvaluationHeader.Builder header =
        with(
            identity("mae"),
            spec ->
                spec.addSlices(SliceSpec.newBuilder().addColumns("place").addColumns("device"))
                    .setSliceLimits(SliceLimits.newBuilder().setMinRows(2).setMaxSlices(4)));

    Evaluation record = evaluate(header, placesAndDevices());

    assertThat(record.getSlicesList().stream().map(slice -> slice.getKey().getColumnsList()))
        .containsExactlyElementsIn(Collections.nCopies(4, List.of("device", "place")));
    assertThat(record.getSlicesList().stream().map(slice -> slice.getKey().getValuesList()))
        .containsExactly(
            List.of("9", "x"), List.of("9", "y"), List.of("10", "x"), List.of("10", "y"))
        .inOrder();
    assertThat(record.getSlicesList().stream().map(SliceResult::getRowCount))
        .containsExactly(1L, 2L, 2L, 1L)
        .inOrder();
    assertThat(metric(record.getSlices(1).getValuesList(), "mae").getValue()).isEqualTo(2.5);
    assertThat(metric(record.getSlices(2).getValuesList(), "mae").getValue()).isEqualTo(0.5);
    for (int hidden : new int[] {0, 3}) {
      MetricValue mae = metric(record.getSlices(hidden).getValuesList(), "mae");
      assertThat(mae.getUndefined()).isEqualTo(UndefinedReason.UNDEFINED_REASON_SLICE_TOO_SMALL);
      assertThat(mae.getValue()).isNaN();
    }
    assertThat(value(record, "mae")).isEqualTo(2.5);
  }

  @Test
  void evaluate_moreSlicesThanAllowed_isRefused() {
    EvaluationHeader.Builder header =
        with(
            identity("mae"),
            spec ->
                spec.addSlices(SliceSpec.newBuilder().addColumns("place"))
                    .addSlices(SliceSpec.newBuilder().addColumns("place").addColumns("device"))
                    .setSliceLimits(SliceLimits.newBuilder().setMaxSlices(3)));

    assertRefused(
        refused(header, placesAndDevices()),
        Status.Code.INVALID_ARGUMENT,
        "TOO_MANY_SLICES",
        "header.spec.slices[1]",
        "more than 3");
  }

  @Test
  void evaluate_maskOfRows_takesThemOut() throws Exception {
    LabelledRows.Builder rows = rows(numbers(1, 2, 100), 1, 1, 1);

    Evaluation record =
        evaluate(identity("mae"), rows.addMasks(booleans("", List.of(3L), 1, 1, 0)));

    assertThat(value(record, "loss")).isEqualTo(0.5);
    assertThat(value(record, "mae")).isEqualTo(0.5);
    OutputCounts counts = record.getCounts().getOutputs(0);
    assertThat(counts.getCountedRows()).isEqualTo(2);
    assertThat(counts.getMaskedElements()).isEqualTo(1);
  }

  @Test
  void evaluate_maskOfElements_takesThemOut() throws Exception {
    LabelledRows.Builder rows =
        LabelledRows.newBuilder()
            .addInputs(Requests.floats("x", List.of(2L, 2L), 1, 100, 3, 4))
            .addLabels(Requests.floats("x", List.of(2L, 2L), 0, 0, 0, 0))
            .addMasks(booleans("x", List.of(2L, 2L), 1, 0, 1, 1));

    Evaluation record = evaluate(identity("ratio(sum(p), sum(1))"), rows);

    assertThat(value(record, "expression")).isWithin(1e-15).of(8 / 3.0);
    assertThat(record.getCounts().getOutputs(0).getCountedRows()).isEqualTo(2);
    assertThat(record.getCounts().getOutputs(0).getMaskedElements()).isEqualTo(1);
  }

  @Test
  void evaluate_maskOfAnotherWidth_isRefused() {
    LabelledRows.Builder rows =
        LabelledRows.newBuilder()
            .addInputs(Requests.floats("x", List.of(1L, 4L), 1, 2, 3, 4))
            .addLabels(Requests.floats("x", List.of(1L, 4L), 1, 2, 3, 4))
            .addMasks(booleans("", List.of(1L, 3L), 1, 0, 1));

    assertRefused(
        refused(identity(), rows),
        Status.Code.INVALID_ARGUMENT,
        "MASK_INVALID",
        "rows.masks",
        "3 elements a row");
  }

  private static EvaluationHeader.Builder policies(EvaluationPolicies.Builder policies) {
    return with(identity("mae"), spec -> spec.setPolicies(policies));
  }

  private static LabelledRows.Builder oneWithoutLabel() {
    return rows(numbers(1, 2, 4), 1, Float.NaN, 1)
        .addLabelPresence(booleans("x", List.of(3L), 1, 0, 1));
  }

  @Test
  void evaluate_missingLabel_isRefusedUnlessSkipped() throws Exception {
    EvaluationHeader.Builder skip =
        policies(
            EvaluationPolicies.newBuilder()
                .setMissingLabels(MissingLabelPolicy.MISSING_LABEL_POLICY_SKIP));

    Evaluation record = evaluate(skip, oneWithoutLabel());

    assertThat(value(record, "mae")).isEqualTo(1.5);
    assertThat(value(record, "loss")).isEqualTo(4.5);
    OutputCounts counts = record.getCounts().getOutputs(0);
    assertThat(counts.getCountedRows()).isEqualTo(2);
    assertThat(counts.getMissingLabels()).isEqualTo(1);
    assertThat(record.getDataset().getRowCount()).isEqualTo(3);
    assertRefused(
        refused(identity("mae"), oneWithoutLabel()),
        Status.Code.INVALID_ARGUMENT,
        "LABELS_MISSING",
        "rows.label_presence",
        "row 1 of the stream");
  }

  @Test
  void evaluate_labelOfOneOutputMissing_countsForTheOther() throws Exception {
    Path data = ModelFolders.source("wine").resolve("data");
    int count = 6;
    LabelledRows.Builder rows =
        LabelledRows.newBuilder()
            .addInputs(part("chemistry", data, count))
            .addInputs(part("colour", data, count))
            .addLabels(part("cultivar", data, count))
            .addLabels(part("alcohol", data, count));
    EvaluatedOutput.Builder cultivar = output("cultivar", "CategoricalCrossentropy()");
    EvaluatedOutput.Builder alcohol = output("alcohol", "mse", "mae");
    EvaluationHeader.Builder header =
        with(
            header("wine", cultivar, alcohol),
            spec ->
                spec.getPoliciesBuilder()
                    .setMissingLabels(MissingLabelPolicy.MISSING_LABEL_POLICY_SKIP));

    Evaluation whole = evaluate(header, rows);
    Evaluation record =
        evaluate(
            header,
            rows.clone()
                .addLabelPresence(booleans("cultivar", List.of((long) count), 0, 1, 0, 1, 1, 0)));

    assertThat(record.getCounts().getOutputsList().stream().map(OutputCounts::getCountedRows))
        .containsExactly(3L, 6L)
        .inOrder();
    assertThat(value(record, "alcohol_mae")).isEqualTo(value(whole, "alcohol_mae"));
    assertThat(value(record, "cultivar_loss")).isNotEqualTo(value(whole, "cultivar_loss"));
  }

  private static Tensor part(String name, Path data, int count) throws Exception {
    return Requests.rows(name, Npy.read(data.resolve(name + ".npy")), 0, count).build();
  }

  private static LabelledRows.Builder oneThatIsNaN() {
    return rows(numbers(1, Float.NaN, 4), 1, 1, 1);
  }

  @Test
  void evaluate_predictionThatIsNaN_endsItUnlessAskedOtherwise() throws Exception {
    assertRefused(
        refused(identity("mae"), oneThatIsNaN()),
        Status.Code.FAILED_PRECONDITION,
        "PREDICTION_NOT_FINITE",
        "rows.inputs",
        "row 1 of the stream");

    Evaluation skipped =
        evaluate(
            policies(
                EvaluationPolicies.newBuilder()
                    .setNonFinite(NonFinitePolicy.NON_FINITE_POLICY_SKIP)),
            oneThatIsNaN());

    assertThat(value(skipped, "mae")).isEqualTo(1.5);
    assertThat(skipped.getCounts().getOutputs(0).getCountedRows()).isEqualTo(2);
    assertThat(skipped.getCounts().getOutputs(0).getNonFiniteRows()).isEqualTo(1);
  }

  @Test
  void evaluate_predictionThatIsNaN_propagatesWhenAsked() throws Exception {
    EvaluationPolicies.Builder propagate =
        EvaluationPolicies.newBuilder().setNonFinite(NonFinitePolicy.NON_FINITE_POLICY_PROPAGATE);

    Evaluation shown = evaluate(policies(propagate), oneThatIsNaN());
    Evaluation asZero =
        evaluate(
            policies(propagate.setUndefined(UndefinedPolicy.UNDEFINED_POLICY_ZERO)),
            oneThatIsNaN());

    MetricValue mae = metric(shown.getValuesList(), "mae");
    assertThat(mae.getValue()).isNaN();
    assertThat(mae.getUndefined()).isEqualTo(UndefinedReason.UNDEFINED_REASON_NOT_FINITE);
    assertThat(shown.getCounts().getOutputs(0).getCountedRows()).isEqualTo(3);
    assertThat(shown.getCounts().getOutputs(0).getNonFiniteRows()).isEqualTo(1);
    assertThat(value(asZero, "mae")).isEqualTo(0);
    assertThat(metric(asZero.getValuesList(), "mae").getUndefined())
        .isEqualTo(UndefinedReason.UNDEFINED_REASON_NOT_FINITE);
  }

  @Test
  void evaluate_scoreKindThatTheGraphContradicts_isRefused() throws Exception {
    LabelledData digits =
        new LabelledData().input("digits", "image", "image").label("digits", "output_0", "label");
    EvaluationHeader header =
        header(
                "digits",
                output("output_0", "sparse_categorical_crossentropy")
                    .setScoreKind(ScoreKind.SCORE_KIND_LOGIT))
            .build();

    StatusRuntimeException e =
        assertThrows(
            StatusRuntimeException.class,
            () -> client.evaluate(digits.stream(header, digits.all(), 100)));

    assertRefused(
        e,
        Status.Code.INVALID_ARGUMENT,
        "EVALUATION_SPEC_INVALID",
        "header.spec.outputs[0].score_kind",
        "declared LOGIT, but the graph shows PROBABILITY");
  }

  @Test
  void evaluate_scoreKindThatTheRowsContradict_isRefused() {
    EvaluationHeader.Builder header =
        header("identity", output("x", "mse").setScoreKind(ScoreKind.SCORE_KIND_PROBABILITY));

    assertRefused(
        refused(header, rows(numbers(0.5f, 1.5f), 1, 0)),
        Status.Code.FAILED_PRECONDITION,
        "NOT_A_PROBABILITY",
        "header.spec.outputs[0].score_kind",
        "row 1 of the stream");
  }
}
