package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.scorekeeper.server.app.EvaluationClient.header;
import static dev.scorekeeper.server.app.EvaluationClient.output;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.v1.DatasetSpec;
import dev.scorekeeper.v1.EvaluateRequest;
import dev.scorekeeper.v1.EvaluatedOutput;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.EvaluationMode;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.EvaluationState;
import dev.scorekeeper.v1.IntervalMethod;
import dev.scorekeeper.v1.IntervalOptions;
import dev.scorekeeper.v1.LabelledRows;
import dev.scorekeeper.v1.MetricSpec;
import dev.scorekeeper.v1.ScoreKind;
import dev.scorekeeper.v1.SliceSpec;
import dev.scorekeeper.v1.Tensor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every way to get an evaluation wrong ends with its reason and field. */
final class EvaluateErrorsEndToEndTest {

  @TempDir static Path folder;

  private static TestServer server;
  private static EvaluationClient client;
  private static LabelledData data;

  @BeforeAll
  static void start() throws Exception {
    Path models =
        ModelFolders.copy(
            folder.resolve("models"),
            "digits",
            "breast_cancer",
            "counter",
            "row_coupled",
            "scalar_output");
    server = TestServer.start(models, folder.resolve("state"), "evaluation.low_priority=false");
    client = new EvaluationClient(server);
    data =
        new LabelledData()
            .input("breast_cancer", "features", "features")
            .label("breast_cancer", "output_0", "label");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static EvaluationHeader.Builder plain() {
    return header("breast_cancer", output("output_0", "BinaryCrossentropy()", "accuracy"));
  }

  private static List<EvaluateRequest> stream(EvaluationHeader.Builder header) {
    return data.stream(header.build(), data.all(), 40, 1);
  }

  /**
   * A mistake and how it ends.
   *
   * @param field empty when there is none to blame
   * @param says what the message must tell
   * @param details what the metadata must hold, among others
   */
  private record Case(
      String name,
      Status.Code code,
      String reason,
      String field,
      List<EvaluateRequest> stream,
      List<String> says,
      Map<String, String> details) {

    Case(String name, Status.Code code, String reason, String field, List<EvaluateRequest> stream) {
      this(name, code, reason, field, stream, List.of(), Map.of());
    }

    Case saying(String... words) {
      return new Case(name, code, reason, field, stream, List.of(words), details);
    }

    Case with(String detail, String value) {
      Map<String, String> more = new HashMap<>(details);
      more.put(detail, value);
      return new Case(name, code, reason, field, stream, says, more);
    }
  }

  private static Case bad(String name, String reason, String field, List<EvaluateRequest> stream) {
    return new Case(name, Status.Code.INVALID_ARGUMENT, reason, field, stream);
  }

  /** The plain stream with another header. */
  private static List<EvaluateRequest> asking(Consumer<EvaluationSpec.Builder> change) {
    EvaluationHeader.Builder header = plain();
    change.accept(header.getSpecBuilder());
    return stream(header);
  }

  private static List<EvaluateRequest> askingOutput(UnaryOperator<EvaluatedOutput.Builder> change) {
    return asking(spec -> spec.setOutputs(0, change.apply(spec.getOutputsBuilder(0))));
  }

  /** The plain stream with its first rows changed. */
  private static List<EvaluateRequest> sending(Consumer<LabelledRows.Builder> change) {
    return changed(1, change);
  }

  /** The plain stream with its second rows changed. */
  private static List<EvaluateRequest> later(Consumer<LabelledRows.Builder> change) {
    return changed(2, change);
  }

  private static List<EvaluateRequest> everywhere(Consumer<LabelledRows.Builder> change) {
    List<EvaluateRequest> messages = new ArrayList<>();
    for (EvaluateRequest message : stream(plain())) {
      EvaluateRequest.Builder changed = message.toBuilder();
      if (message.hasRows()) {
        change.accept(changed.getRowsBuilder());
      }
      messages.add(changed.build());
    }
    return messages;
  }

  private static List<EvaluateRequest> changed(int message, Consumer<LabelledRows.Builder> change) {
    List<EvaluateRequest> messages = new ArrayList<>(stream(plain()));
    EvaluateRequest.Builder changed = messages.get(message).toBuilder();
    change.accept(changed.getRowsBuilder());
    messages.set(message, changed.build());
    return messages;
  }

  private static int rows(LabelledRows.Builder rows) {
    return (int) rows.getInputs(0).getShape(0);
  }

  private static Tensor column(String name, int rows, float value) {
    float[] values = new float[rows];
    java.util.Arrays.fill(values, value);
    return Requests.column(name, values).build();
  }

  private static List<EvaluateRequest> without(int... indices) {
    List<EvaluateRequest> messages = new ArrayList<>(stream(plain()));
    for (int i = indices.length - 1; i >= 0; i--) {
      messages.remove(indices[i] < 0 ? messages.size() + indices[i] : indices[i]);
    }
    return messages;
  }

  private static List<EvaluateRequest> repeated(int index) {
    List<EvaluateRequest> messages = new ArrayList<>(stream(plain()));
    messages.add(index, messages.get(index));
    return messages;
  }

  private static List<EvaluateRequest> endingWith(long rowCount) {
    List<EvaluateRequest> messages = new ArrayList<>(stream(plain()));
    messages.set(messages.size() - 1, LabelledData.end(rowCount));
    return messages;
  }

  private static List<EvaluateRequest> afterEnd() {
    List<EvaluateRequest> messages = new ArrayList<>(stream(plain()));
    messages.add(messages.get(1));
    return messages;
  }

  private static List<Case> protocol() {
    return List.of(
        bad("nothing", "EVALUATION_HEADER_MISSING", "", List.of()),
        bad("rows first", "EVALUATION_HEADER_MISSING", "rows", without(0)),
        bad("two headers", "EVALUATION_SEQUENCE_BROKEN", "header", repeated(0)),
        bad("rows twice", "EVALUATION_SEQUENCE_BROKEN", "rows.sequence", repeated(2))
            .saying("is 1, expected 2"),
        bad("rows missing", "EVALUATION_SEQUENCE_BROKEN", "rows.sequence", without(2))
            .saying("is 2, expected 1"),
        bad("no end", "EVALUATION_INCOMPLETE", "", without(-1)).saying("without its last message"),
        bad("wrong end", "EVALUATION_ROW_COUNT_MISMATCH", "end.row_count", endingWith(7)),
        bad("rows after the end", "EVALUATION_SEQUENCE_BROKEN", "", afterEnd()),
        bad(
            "no rows",
            "DATASET_EMPTY",
            "",
            List.of(EvaluateRequest.newBuilder().setHeader(plain()).build(), LabelledData.end(0))),
        bad(
            "an empty message",
            "REQUEST_MALFORMED",
            "",
            List.of(
                EvaluateRequest.newBuilder().setHeader(plain()).build(),
                EvaluateRequest.getDefaultInstance())));
  }

  private static List<Case> questions() {
    return List.of(
        bad(
            "no outputs",
            "EVALUATION_SPEC_INVALID",
            "header.spec.outputs",
            asking(EvaluationSpec.Builder::clearOutputs)),
        bad(
                "unknown output",
                "OUTPUT_UNKNOWN",
                "header.spec.outputs[0].output",
                askingOutput(output -> output.setOutput("benign")))
            .with("got", "benign")
            .with("expected", "output_0"),
        bad(
                "unknown loss",
                "METRIC_UNKNOWN",
                "header.spec.outputs[0].loss",
                askingOutput(output -> output.setLoss("BinaryCrossentrop()")))
            .saying("near it ", "BinaryCrossentropy")
            .with("got", "BinaryCrossentrop")
            .with("nearest", "BinaryCrossentropy, binary_crossentropy, BinaryFocalCrossentropy")
            .with("output", "output_0"),
        bad(
                "unknown metric",
                "METRIC_UNKNOWN",
                "header.spec.outputs[0].metrics[0].metric",
                askingOutput(
                    output -> {
                      output.getMetricsBuilder(0).setMetric("acuracy");
                      return output;
                    }))
            .saying("near it ", "accuracy")
            .with("got", "acuracy"),
        bad(
                "unknown parameter",
                "METRIC_PARAMETER_UNKNOWN",
                "header.spec.outputs[0].metrics[0].metric",
                askingOutput(
                    output -> {
                      output.getMetricsBuilder(0).setMetric("AUC(treshold=3)");
                      return output;
                    }))
            .saying("near it ", "thresholds")
            .with("metric", "auc")
            .with("got", "treshold")
            .with("nearest", "thresholds")
            .with("position", "5")
            .with("output", "output_0"),
        bad(
                "parameter out of range",
                "METRIC_PARAMETER_INVALID",
                "header.spec.outputs[0].metrics[0].metric",
                askingOutput(
                    output -> {
                      output.getMetricsBuilder(0).setMetric("AUC(num_thresholds=1)");
                      return output;
                    }))
            .with("metric", "auc")
            .with("parameter", "num_thresholds")
            .with("got", "1")
            .with("expected", "[2, 1000000]"),
        bad(
                "parameter of another type",
                "METRIC_PARAMETER_INVALID",
                "header.spec.outputs[0].loss",
                askingOutput(output -> output.setLoss("BinaryCrossentropy(from_logits=2)")))
            .with("metric", "binary_crossentropy")
            .with("parameter", "from_logits")
            .with("got", "2")
            .with("expected", "True or False")
            .with("position", "20"),
        bad(
                "loss of other labels",
                "METRIC_NOT_SUITABLE",
                "header.spec.outputs[0].loss",
                askingOutput(output -> output.setLoss("BinaryCrossentropy(from_logits=True)")))
            .with("metric", "binary_crossentropy")
            .with("output", "output_0")
            .with("got", "probabilities")
            .with("expected", "logits"),
        bad(
                "score kind that the graph contradicts",
                "EVALUATION_SPEC_INVALID",
                "header.spec.outputs[0].score_kind",
                askingOutput(output -> output.setScoreKind(ScoreKind.SCORE_KIND_LOGIT)))
            .with("got", "LOGIT")
            .with("expected", "PROBABILITY"),
        bad(
                "two values of a name",
                "METRIC_NAME_REPEATED",
                "header.spec.outputs[0].metrics[1].name",
                askingOutput(
                    output -> output.addMetrics(MetricSpec.newBuilder().setMetric("accuracy"))))
            .with("name", "accuracy"),
        bad(
                "metric that cannot be read",
                "METRIC_SYNTAX",
                "header.spec.outputs[0].metrics[0].metric",
                askingOutput(
                    output -> {
                      output.getMetricsBuilder(0).setMetric("AUC(");
                      return output;
                    }))
            .saying("character")
            .with("text", "AUC(")
            .with("position", "5")
            .with("got", "the end"),
        bad(
                "gate that cannot be read",
                "GATE_SYNTAX",
                "header.spec.gates[0]",
                asking(spec -> spec.addGates("accuracy => 0.9")))
            .saying("character 10", "expected")
            .with("gate", "accuracy => 0.9")
            .with("position", "10")
            .with("got", "'=> 0.9'")
            .with("expected", ">=, <=, >, < or =="),
        bad(
                "gate about a value that is not asked for",
                "METRIC_UNKNOWN",
                "header.spec.gates[0]",
                asking(spec -> spec.addGates("acuracy >= 0.9")))
            .with("gate", "acuracy >= 0.9")
            .with("got", "acuracy")
            .with("nearest", "accuracy"),
        bad(
            "data set of another size",
            "DATASET_MISMATCH",
            "header.spec.dataset.declared_rows",
            asking(spec -> spec.setDataset(DatasetSpec.newBuilder().setDeclaredRows(5).build()))),
        bad(
            "data set of another digest",
            "DATASET_MISMATCH",
            "header.spec.dataset.declared_digest",
            asking(spec -> spec.setDataset(DatasetSpec.newBuilder().setDeclaredDigest("00")))),
        bad(
            "slices without their column",
            "SLICE_COLUMN_MISSING",
            "rows.slice_columns",
            asking(spec -> spec.addSlices(SliceSpec.newBuilder().addColumns("country")))),
        bad(
            "intervals without ids",
            "EXAMPLE_IDS_MISSING",
            "rows.example_ids",
            asking(
                spec ->
                    spec.setIntervals(
                        IntervalOptions.newBuilder()
                            .setMethod(IntervalMethod.INTERVAL_METHOD_JACKKNIFE)))),
        bad(
            "a ranking of rows without queries",
            "QUERY_IDS_MISSING",
            "rows.query_ids",
            askingOutput(
                output -> {
                  output.getMetricsBuilder(0).setMetric("ndcg(k=10)");
                  return output;
                })),
        new Case(
            "unknown baseline",
            Status.Code.NOT_FOUND,
            "EVALUATION_NOT_FOUND",
            "header.spec.baseline",
            asking(spec -> spec.setBaseline("ev-none"))),
        new Case(
            "unknown model",
            Status.Code.NOT_FOUND,
            "MODEL_NOT_FOUND",
            "model.name",
            stream(header("nobody", output("output_0", "mse")))));
  }

  private static List<Case> rowsAtFault() {
    return List.of(
        bad(
                "no labels",
                "LABELS_MISSING",
                "rows.labels",
                sending(LabelledRows.Builder::clearLabels))
            .saying("none for output 'output_0'", "Predict"),
        bad(
                "labels of another output",
                "LABEL_OUTPUT_UNKNOWN",
                "rows.labels[0].name",
                sending(rows -> rows.getLabelsBuilder(0).setName("benign")))
            .saying("'benign'", "output_0"),
        bad(
            "too few labels",
            "INPUT_ROWS_DISAGREE",
            "rows.labels[0].shape",
            sending(rows -> rows.setLabels(0, column("output_0", rows(rows) + 1, 1)))),
        bad(
                "labels of another shape",
                "LABEL_SHAPE_MISMATCH",
                "rows.labels",
                sending(
                    rows ->
                        rows.setLabels(
                            0,
                            Requests.floats(
                                "output_0",
                                List.of((long) rows(rows), 2L),
                                new float[2 * rows(rows)]))))
            .saying("[rows, 1]", "not [rows, 2]")
            .with("output", "output_0")
            .with("encoding", "SPARSE")
            .with("got", "[rows, 2]")
            .with("expected", "[rows, 1]"),
        bad(
                "labels of another shape later",
                "LABEL_SHAPE_MISMATCH",
                "rows.labels[0].shape",
                later(
                    rows ->
                        rows.setLabels(
                            0,
                            Requests.floats(
                                "output_0",
                                List.of((long) rows(rows), 2L),
                                new float[2 * rows(rows)]))))
            .saying("[2]", "[1]"),
        bad(
                "label out of range",
                "LABEL_OUT_OF_RANGE",
                "rows.labels",
                sending(rows -> rows.setLabels(0, column("output_0", rows(rows), 3))))
            .saying("row 0 of the stream", "has label 3", "[0, 2)")
            .with("row", "0")
            .with("output", "output_0")
            .with("encoding", "SPARSE")
            .with("got", "3")
            .with("expected", "the index of a class, an integer in [0, 2)"),
        bad(
                "negative weight",
                "WEIGHT_INVALID",
                "rows.weights",
                everywhere(rows -> rows.addWeights(column("", rows(rows), -1))))
            .saying("row 0 of the stream", "-1")
            .with("row", "0")
            .with("got", "-1.0"),
        bad(
                "weight that is NaN",
                "WEIGHT_INVALID",
                "rows.weights",
                everywhere(rows -> rows.addWeights(column("", rows(rows), Float.NaN))))
            .saying("row 0 of the stream", "NaN"),
        bad(
                "weights only later",
                "WEIGHT_INVALID",
                "rows.weights",
                later(rows -> rows.addWeights(column("", rows(rows), 1))))
            .saying("have weights for output 'output_0' here", "had none in the first message"),
        bad(
            "mask of numbers",
            "MASK_INVALID",
            "rows.masks[0].dtype",
            sending(rows -> rows.addMasks(column("", rows(rows), 1)))),
        bad(
            "labels among the inputs",
            "INPUT_UNKNOWN",
            "rows.inputs[1].name",
            sending(rows -> rows.addInputs(column("output_0", rows(rows), 1)))),
        bad(
            "wrong input shape",
            "INPUT_SHAPE_MISMATCH",
            "rows.inputs[0].shape[1]",
            sending(rows -> rows.setInputs(0, column("features", rows(rows), 1)))));
  }

  private static List<Case> models() {
    return List.of(
        new Case(
            "stateful",
            Status.Code.FAILED_PRECONDITION,
            "MODEL_NOT_EVALUABLE",
            "header.model",
            stream(header("counter", output("", "mse")))),
        new Case(
            "rows that influence each other",
            Status.Code.FAILED_PRECONDITION,
            "MODEL_NOT_EVALUABLE",
            "header.model",
            stream(header("row_coupled", output("", "mse")))),
        new Case(
            "an output without rows",
            Status.Code.FAILED_PRECONDITION,
            "MODEL_NOT_EVALUABLE",
            "header.model",
            stream(header("scalar_output", output("", "mse")))));
  }

  @TestFactory
  Stream<DynamicTest> evaluate_mistake_endsWithItsReason() {
    return Stream.of(protocol(), questions(), rowsAtFault(), models())
        .flatMap(List::stream)
        .map(mistake -> DynamicTest.dynamicTest(mistake.name(), () -> check(mistake)));
  }

  private static void check(Case mistake) {
    StatusRuntimeException e =
        assertThrows(StatusRuntimeException.class, () -> client.evaluate(mistake.stream()));
    assertWithMessage("%s", e.getStatus()).that(Requests.reason(e)).isEqualTo(mistake.reason());
    assertThat(e.getStatus().getCode()).isEqualTo(mistake.code());
    assertWithMessage("%s", e.getStatus()).that(Requests.field(e)).isEqualTo(mistake.field());
    for (String words : mistake.says()) {
      assertThat(e.getStatus().getDescription()).contains(words);
    }
    assertThat(Requests.metadata(e)).containsAtLeastEntriesIn(mistake.details());
  }

  @Test
  void predict_withLabels_explainsTheDifference() {
    StatusRuntimeException e =
        assertThrows(
            StatusRuntimeException.class,
            () ->
                server.predict(
                    Requests.of(
                            "breast_cancer",
                            column("features", 1, 1).toBuilder(),
                            column("label", 1, 1).toBuilder())
                        .build()));

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(Requests.reason(e)).isEqualTo("INPUT_UNKNOWN");
    assertThat(Requests.field(e)).isEqualTo("inputs[1].name");
    assertThat(e.getStatus().getDescription()).contains("Evaluate");
  }

  @Test
  void evaluateShard_kerasMode_isRefused() {
    List<EvaluateRequest> stream =
        asking(spec -> spec.setMode(EvaluationMode.EVALUATION_MODE_KERAS));

    StatusRuntimeException e =
        assertThrows(StatusRuntimeException.class, () -> client.shard(stream));

    assertThat(Requests.reason(e)).isEqualTo("EVALUATION_SPEC_INVALID");
  }

  @Test
  void merge_statesThatDoNotBelongTogether_isRefused() throws Exception {
    EvaluationState one = client.shard(stream(plain()));
    EvaluationState other =
        client.shard(askingOutput(output -> output.setLoss("BinaryFocalCrossentropy()")));
    EvaluationState damaged =
        one.toBuilder().setState(one.getState().substring(0, one.getState().size() - 1)).build();

    assertThat(mergeReason(List.of(one, other))).isEqualTo("STATE_MISMATCH");
    assertThat(mergeReason(List.of(damaged))).isEqualTo("STATE_INVALID");
    assertThat(mergeReason(List.of())).isEqualTo("STATE_INVALID");
  }

  @Test
  void merge_partsWithWeightsAndWithout_isRefusedWithThePartThatDiffers() throws Exception {
    EvaluationState without = client.shard(stream(plain()));
    EvaluationState with =
        client.shard(everywhere(rows -> rows.addWeights(column("", rows(rows), 1))));

    StatusRuntimeException e =
        assertThrows(
            StatusRuntimeException.class, () -> client.merge(List.of(without, without, with)));
    StatusRuntimeException other =
        assertThrows(StatusRuntimeException.class, () -> client.merge(List.of(with, without)));

    assertThat(Requests.reason(e)).isEqualTo("WEIGHT_INVALID");
    assertThat(Requests.field(e)).isEqualTo("states[2].state");
    assertThat(e.getStatus().getDescription())
        .startsWith("State 2 does not go with those before it: rows have weights for output");
    assertThat(Requests.metadata(e))
        .containsExactly(
            "state", "2", "output", "output_0", "got", "weights", "expected", "no weights");
    assertThat(Requests.reason(other)).isEqualTo("WEIGHT_INVALID");
    assertThat(Requests.metadata(other)).containsAtLeast("state", "1", "got", "no weights");
    assertThat(client.merge(List.of(with, with)).getCounts().getRows())
        .isEqualTo(2 * with.getRowCount());
  }

  private static String mergeReason(List<EvaluationState> states) {
    return Requests.reason(assertThrows(StatusRuntimeException.class, () -> client.merge(states)));
  }

  @Test
  void evaluate_sameRequestId_givesTheFirstRecordOrIsRefused() throws Exception {
    Consumer<EvaluationSpec.Builder> withId = spec -> spec.setRequestId("once");
    Evaluation first = client.evaluate(asking(withId));

    Evaluation again = client.evaluate(asking(withId));
    StatusRuntimeException e =
        assertThrows(
            StatusRuntimeException.class,
            () ->
                client.evaluate(
                    asking(
                        withId.andThen(
                            spec -> spec.getOutputsBuilder(0).setLoss("MeanSquaredError()")))));

    assertThat(again).isEqualTo(first);
    assertThat(Requests.reason(e)).isEqualTo("REQUEST_ID_REUSED");
  }

  @Test
  void evaluate_gatesAndBaseline_areJudged() throws Exception {
    Evaluation baseline = client.evaluate(stream(plain()));

    Evaluation record =
        client.evaluate(
            asking(
                spec ->
                    spec.setBaseline(baseline.getId())
                        .addGates("accuracy >= 0.9")
                        .addGates("accuracy >= baseline - 0.001")
                        .addGates("accuracy >= 0.99")));

    assertThat(record.getBaselineId()).isEqualTo(baseline.getId());
    assertThat(record.getNotComparable()).isEmpty();
    assertThat(record.getVerdict()).isEqualTo(dev.scorekeeper.v1.Verdict.VERDICT_FAILED);
    assertThat(record.getGatesList().stream().map(gate -> gate.getVerdict().getNumber()).toList())
        .containsExactly(2, 2, 3)
        .inOrder();
    assertThat(record.getValues(0).getBaselineDifference()).isEqualTo(0);
  }
}
