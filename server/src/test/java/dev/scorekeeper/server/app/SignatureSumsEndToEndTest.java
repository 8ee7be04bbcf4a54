package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.scorekeeper.server.app.EvaluationClient.content;
import static dev.scorekeeper.server.app.EvaluationClient.header;
import static dev.scorekeeper.server.app.EvaluationClient.output;
import static dev.scorekeeper.server.app.EvaluationClient.value;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.EvaluateRequest;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.EvaluationMode;
import dev.scorekeeper.v1.EvaluationState;
import dev.scorekeeper.v1.IntervalMethod;
import dev.scorekeeper.v1.IntervalOptions;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.MissingLabelPolicy;
import dev.scorekeeper.v1.SliceSpec;
import dev.scorekeeper.v1.Tensor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Metric signatures that give sums over rows: the numbers of a direct computation, whatever the
 * cut; and what is no sum is refused.
 */
final class SignatureSumsEndToEndTest {

  /** What computing the model in other batches leaves. */
  private static final double TOLERANCE = 1e-6;

  private static final String MODEL = "sums";

  // As expected/metrics.json of the model.
  private static final double WAPE = 0.5926682129272425;
  private static final double ERRORS = -6.204487703740597;
  private static final double SQUARES = 210.0510679401345;
  private static final int ROWS = 203;

  @TempDir static Path folder;

  private static TestServer server;
  private static EvaluationClient client;
  private static LabelledData data;

  @BeforeAll
  static void start() throws Exception {
    Path models = ModelFolders.copy(folder.resolve("models"), MODEL, "breast_cancer");
    server = TestServer.start(models, folder.resolve("state"), "evaluation.low_priority=false");
    client = new EvaluationClient(server);
    data =
        new LabelledData()
            .input(MODEL, "x", "x")
            .label(MODEL, "y", "label")
            .weights(MODEL, "weight")
            .withColumns();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static EvaluationHeader.Builder asking(String... signatures) {
    EvaluationHeader.Builder header = header(MODEL, output("y", "mse"));
    header.getSpecBuilder().addAllMetricSignatures(List.of(signatures));
    return header;
  }

  private static Evaluation evaluate(EvaluationHeader.Builder header) throws Exception {
    return client.evaluate(data.stream(header.build(), data.all(), 50, 1));
  }

  private static StatusRuntimeException refusal(EvaluationHeader.Builder header) {
    return assertThrows(StatusRuntimeException.class, () -> evaluate(header));
  }

  @Test
  void evaluate_statesWithAResult_areWhatTheResultSignatureMakesOfTheirSums() throws Exception {
    Evaluation record = evaluate(asking("wape"));

    assertThat(value(record, "wape.wape")).isWithin(TOLERANCE).of(WAPE);
    assertThat(value(record, "wape.accuracy")).isEqualTo(1 - value(record, "wape.wape"));
    assertThat(record.getValuesList().stream().map(MetricValue::getName).toList())
        .containsExactly("loss", "wape.accuracy", "wape.wape")
        .inOrder();
  }

  @Test
  void evaluate_statesWithoutAResult_areTheSums() throws Exception {
    Evaluation record = evaluate(asking("moments"));

    assertThat(value(record, "moments.count")).isEqualTo(ROWS);
    assertThat(value(record, "moments.products[0]")).isEqualTo(ROWS);
    assertThat(value(record, "moments.products[1]")).isWithin(TOLERANCE * ROWS).of(ERRORS);
    assertThat(value(record, "moments.products[2]"))
        .isEqualTo(value(record, "moments.products[1]"));
    assertThat(value(record, "moments.products[3]")).isWithin(TOLERANCE * ROWS).of(SQUARES);
  }

  @Test
  void evaluate_anyCutOrderAndShards_givesTheSameBits() throws Exception {
    EvaluationHeader.Builder header = asking("wape", "moments");
    header
        .getSpecBuilder()
        .addSlices(SliceSpec.newBuilder().addColumns("part"))
        .setIntervals(
            IntervalOptions.newBuilder().setMethod(IntervalMethod.INTERVAL_METHOD_JACKKNIFE));
    Evaluation first = content(evaluate(header));
    assertThat(first.getSlicesCount()).isEqualTo(3);

    for (int i = 1; i <= 4; i++) {
      List<EvaluateRequest> cut = data.stream(header.build(), data.shuffled(i), 1 + 20 * i, i);
      assertWithMessage("cut and order %s", i).that(content(client.evaluate(cut))).isEqualTo(first);
      assertWithMessage("parts %s", i)
          .that(content(client.merge(parts(header, 1 + i, i))))
          .isEqualTo(first);
    }
  }

  private static List<EvaluationState> parts(EvaluationHeader.Builder header, int parts, long seed)
      throws Exception {
    List<Integer> rows = data.shuffled(seed);
    List<EvaluationState> states = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      List<Integer> part = rows.subList(i * ROWS / parts, (i + 1) * ROWS / parts);
      states.add(client.shard(data.stream(header.build(), part, 30, seed)));
    }
    Collections.shuffle(states, new Random(seed));
    return states;
  }

  @Test
  void evaluate_intervals_holdTheValue() throws Exception {
    EvaluationHeader.Builder header = asking("wape");
    header
        .getSpecBuilder()
        .setIntervals(
            IntervalOptions.newBuilder()
                .setMethod(IntervalMethod.INTERVAL_METHOD_POISSON_BOOTSTRAP));

    MetricValue wape =
        evaluate(header).getValuesList().stream()
            .filter(value -> value.getName().equals("wape.wape"))
            .findFirst()
            .orElseThrow();

    assertThat(wape.getInterval().getLower()).isLessThan(wape.getValue());
    assertThat(wape.getInterval().getUpper()).isGreaterThan(wape.getValue());
    assertThat(wape.getInterval().getStandardError()).isGreaterThan(0.01);
    assertThat(wape.getInterval().getStandardError()).isLessThan(0.1);
    assertThat(wape.getReplicateDeviationsCount()).isEqualTo(200);
  }

  @Test
  void evaluate_record_tellsSignatureAndModel() throws Exception {
    Evaluation record = evaluate(asking("wape"));
    MetricValue accuracy = record.getValues(1);
    String canonical =
        "signature(wape.accuracy, model=" + record.getModelIdentity().getDigest() + ")";

    assertThat(accuracy.getCanonical()).isEqualTo(canonical);
    assertThat(accuracy.getKey().getMetric()).isEqualTo("wape.accuracy");
    assertThat(accuracy.getKey().getDigest())
        .isEqualTo(
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256")
                        .digest(canonical.getBytes(StandardCharsets.UTF_8))));
    assertThat(record.getSpec().getMetricSignaturesList()).containsExactly("wape");
  }

  @ParameterizedTest
  @CsvSource({"mean, state/mean", "spread, state/squares"})
  void evaluate_functionThatIsNoSum_isRefused(String signature, String state) {
    StatusRuntimeException e = refusal(asking("wape", signature));

    assertThat(Requests.reason(e)).isEqualTo("METRIC_NOT_ADDITIVE");
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(Requests.field(e)).isEqualTo("header.spec.metric_signatures[1]");
    assertThat(e.getStatus().getDescription()).contains(state);
    assertThat(e.getStatus().getDescription()).contains(signature + "/result");
  }

  @ParameterizedTest
  @CsvSource({"single, float64", "mixed, no state", "wape/result, does not take rows"})
  void evaluate_signatureThatIsNoMetric_isRefusedWithWhy(String signature, String why) {
    StatusRuntimeException e = refusal(asking(signature));

    assertThat(Requests.reason(e)).isEqualTo("METRIC_NOT_SUITABLE");
    assertThat(e.getStatus().getDescription()).contains(why);
  }

  @Test
  void evaluate_kerasMode_isRefused() {
    EvaluationHeader.Builder header = asking("wape");
    header
        .getSpecBuilder()
        .setMode(EvaluationMode.EVALUATION_MODE_KERAS)
        .getKerasBuilder()
        .setProfile("keras-3.15/tensorflow")
        .setBatchSize(32);

    assertThat(Requests.reason(refusal(header))).isEqualTo("EVALUATION_SPEC_INVALID");
  }

  @Test
  void evaluate_rowsThatAreMaskedOrLackTheirLabel_addNothing() throws Exception {
    List<Integer> kept = data.all().stream().filter(row -> row % 7 > 1).toList();
    EvaluationHeader.Builder header = asking("wape", "moments");
    Evaluation without = client.evaluate(data.stream(header.build(), kept, 40, 1));
    header
        .getSpecBuilder()
        .getPoliciesBuilder()
        .setMissingLabels(MissingLabelPolicy.MISSING_LABEL_POLICY_SKIP);

    List<EvaluateRequest> stream = new ArrayList<>();
    for (EvaluateRequest message : data.stream(header.build(), data.all(), ROWS, 1)) {
      stream.add(message.hasRows() ? leavingOut(message, stream) : message);
    }
    Evaluation record = client.evaluate(stream);

    assertThat(record.getDataset().getRowCount()).isEqualTo(ROWS);
    assertThat(value(record, "moments.count")).isEqualTo(kept.size());
    for (MetricValue value : without.getValuesList()) {
      assertThat(value(record, value.getName())).isEqualTo(value.getValue());
    }
  }

  /** Masks the first row of seven, and takes the label of the second away. */
  private static EvaluateRequest leavingOut(EvaluateRequest message, List<EvaluateRequest> before) {
    int from =
        before.stream()
            .filter(EvaluateRequest::hasRows)
            .mapToInt(rows -> (int) rows.getRows().getInputs(0).getShape(0))
            .sum();
    int count = (int) message.getRows().getInputs(0).getShape(0);
    byte[] mask = new byte[count];
    byte[] presence = new byte[count];
    for (int i = 0; i < count; i++) {
      mask[i] = (byte) ((from + i) % 7 == 0 ? 0 : 1);
      presence[i] = (byte) ((from + i) % 7 == 1 ? 0 : 1);
    }
    EvaluateRequest.Builder changed = message.toBuilder();
    changed.getRowsBuilder().addMasks(booleans("", mask)).addLabelPresence(booleans("y", presence));
    return changed.build();
  }

  private static Tensor booleans(String name, byte[] values) {
    return Tensor.newBuilder()
        .setName(name)
        .setDtype(DataType.DATA_TYPE_BOOL)
        .addShape(values.length)
        .setData(ByteString.copyFrom(values))
        .build();
  }

  @Test
  void merge_modelThatDoesNotServeHere_isRefusedOnlyWhereAResultIsWanted() throws Exception {
    EvaluationHeader.Builder results = asking("wape");
    EvaluationHeader.Builder sums = asking("moments");
    List<EvaluationState> ofResults = parts(results, 2, 1);
    List<EvaluationState> ofSums = parts(sums, 2, 1);
    Path elsewhere = folder.resolve("elsewhere");
    Path models = ModelFolders.copy(elsewhere.resolve("models"), "breast_cancer");

    try (TestServer other =
        TestServer.start(models, elsewhere.resolve("state"), "evaluation.low_priority=false")) {
      EvaluationClient there = new EvaluationClient(other);
      Evaluation merged = there.merge(ofSums);
      StatusRuntimeException e =
          assertThrows(StatusRuntimeException.class, () -> there.merge(ofResults));

      assertThat(value(merged, "moments.count")).isEqualTo(ROWS);
      assertThat(Requests.reason(e)).isEqualTo("MODEL_NOT_FOUND");
    }
  }
}
