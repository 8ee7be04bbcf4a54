package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.scorekeeper.server.app.EvaluationClient.content;
import static dev.scorekeeper.server.app.EvaluationClient.header;
import static dev.scorekeeper.server.app.EvaluationClient.output;
import static dev.scorekeeper.server.app.EvaluationClient.stream;
import static dev.scorekeeper.server.app.EvaluationClient.value;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.keras.KerasNumbers;
import dev.scorekeeper.server.evaluation.testing.ReferenceModel;
import dev.scorekeeper.server.evaluation.testing.ReferenceModel.Evaluated;
import dev.scorekeeper.server.testing.Npy;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.EvaluationMode;
import dev.scorekeeper.v1.EvaluationState;
import dev.scorekeeper.v1.KerasProfile;
import dev.scorekeeper.v1.LabelledRows;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.ScoreKind;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows of several shapes in one evaluation: inputs of any length, and outputs as long as their
 * inputs, which the model {@code identity} gives.
 */
final class MixedShapesEndToEndTest {

  private static final Path MODELS = Path.of("models");

  /** Lengths of sequences are multiples of it, as the model's scorekeeper.yaml pads them. */
  private static final int STEP = 4;

  @TempDir static Path folder;

  private static TestServer server;
  private static EvaluationClient client;

  @BeforeAll
  static void start() throws Exception {
    Path models = ModelFolders.copy(folder.resolve("models"), "tokens", "identity");
    server = TestServer.start(models, folder.resolve("state"), "evaluation.low_priority=false");
    client = new EvaluationClient(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Sequences in the order of the data set, cut behind their last token; neighbours share one. */
  private static List<LabelledRows.Builder> sequences() throws Exception {
    Npy tokens = Npy.read(MODELS.resolve("tokens/data/tokens.npy"));
    float[] labels = Npy.read(MODELS.resolve("tokens/data/label.npy")).floats();
    List<LabelledRows.Builder> messages = new ArrayList<>();
    int from = 0;
    while (from < tokens.rows()) {
      int length = length(tokens, from);
      int to = from + 1;
      while (to < tokens.rows() && length(tokens, to) == length) {
        to++;
      }
      messages.add(sequences(tokens, labels, from, to - from, length));
      from = to;
    }
    return messages;
  }

  private static LabelledRows.Builder sequences(
      Npy tokens, float[] labels, int from, int count, int length) {
    int[] ids = new int[count * length];
    float[] answers = new float[count];
    for (int row = 0; row < count; row++) {
      tokens.rows(from + row, 1).asIntBuffer().get(ids, row * length, length);
      answers[row] = labels[from + row];
    }
    return LabelledRows.newBuilder()
        .addInputs(Requests.ints("tokens", List.of((long) count, (long) length), ids))
        .addLabels(Requests.column("output_0", answers));
  }

  private static int length(Npy tokens, int row) {
    IntBuffer ids = tokens.rows(row, 1).asIntBuffer();
    int length = ids.remaining();
    while (length > 1 && ids.get(length - 1) == 0) {
      length--;
    }
    return (length + STEP - 1) / STEP * STEP;
  }

  private static EvaluationHeader.Builder majority() {
    return header("tokens", output("output_0", "binary_crossentropy", "accuracy", "AUC()"));
  }

  /** Rows of {@code identity}, all of one width: it predicts what it gets. */
  private static LabelledRows.Builder wide(int width, float[] predictions, float... labels) {
    List<Long> shape = List.of((long) predictions.length / width, (long) width);
    return LabelledRows.newBuilder()
        .addInputs(Requests.floats("x", shape, predictions))
        .addLabels(Requests.floats("x", shape, labels));
  }

  private static float[] numbers(float... numbers) {
    return numbers;
  }

  /** 7 rows, of widths 2, 3, 2 and 1. */
  private static List<LabelledRows.Builder> wideRows() {
    return List.of(
        wide(2, numbers(0.25f, 0.5f, 0.75f, 0.125f), 0, 1, 1, 0),
        wide(3, numbers(0.5f, 0.25f, 1, 0, 0.625f, 0.375f), 1, 0, 1, 0, 0, 0),
        wide(2, numbers(0.875f, 0), 1, 1),
        wide(1, numbers(0.5f, 0.25f), 1, 0));
  }

  private static EvaluationHeader.Builder wideHeader() {
    return header("identity", output("x", "mse", "mae", "ratio(sum(abs(y - p)), count())"));
  }

  @Test
  void evaluate_sequencesOfSeveralLengths_areTheirPartsMerged() throws Exception {
    isItsPartsMerged(majority(), sequences(), message -> message.getInputs(0).getShape(1));
  }

  @Test
  void evaluate_outputsOfSeveralShapes_areTheirPartsMerged() throws Exception {
    isItsPartsMerged(wideHeader(), wideRows(), message -> message.getInputs(0).getShape(1));
    EvaluationHeader.Builder questions =
        header(
            "identity",
            output("x", "binary_crossentropy", "binary_accuracy", "dice()")
                .setScoreKind(ScoreKind.SCORE_KIND_PROBABILITY));
    isItsPartsMerged(questions, wideRows(), message -> message.getInputs(0).getShape(1));
  }

  /** All in one stream, in several orders, and each shape in a stream of its own. */
  private static void isItsPartsMerged(
      EvaluationHeader.Builder header,
      List<LabelledRows.Builder> messages,
      Function<LabelledRows.Builder, Long> shape)
      throws Exception {
    Evaluation mixed = content(client.evaluate(stream(header, messages)));
    SortedMap<Long, List<LabelledRows.Builder>> parts =
        new TreeMap<>(messages.stream().collect(Collectors.groupingBy(shape)));
    assertThat(parts.size()).isAtLeast(3);

    List<EvaluationState> states = new ArrayList<>();
    for (List<LabelledRows.Builder> part : parts.values()) {
      states.add(client.shard(stream(header, part)));
    }
    assertWithMessage("parts of one shape").that(content(client.merge(states))).isEqualTo(mixed);

    for (int seed = 0; seed < 3; seed++) {
      List<LabelledRows.Builder> shuffled = new ArrayList<>(messages);
      Collections.shuffle(shuffled, new Random(seed));
      assertWithMessage("order %s", seed)
          .that(content(client.evaluate(stream(header, shuffled))))
          .isEqualTo(mixed);
    }
  }

  @Test
  void evaluate_outputsOfSeveralShapes_countsRowsOrElementsAsAsked() throws Exception {
    Evaluation record = client.evaluate(stream(wideHeader(), wideRows()));

    assertThat(record.getDataset().getRowCount()).isEqualTo(7);
    // Means of the rows: 3/8, 3/16; 1/4, 1/3; 9/16; 1/2, 1/4.
    double mae = (3 / 8.0 + 3 / 16.0 + 1 / 4.0 + 1 / 3.0 + 9 / 16.0 + 1 / 2.0 + 1 / 4.0) / 7;
    assertThat(value(record, "mae")).isWithin(1e-15).of(mae);
    // Of 14 elements.
    assertThat(value(record, "expression")).isWithin(1e-15).of(4.75 / 14);
  }

  @Test
  void evaluate_sequencesOfSeveralLengthsInKerasMode_isWhatKerasSaysOfPaddedOnes()
      throws Exception {
    ReferenceModel model =
        ReferenceModel.all().stream()
            .filter(one -> one.name().equals("tokens"))
            .findFirst()
            .orElseThrow();
    for (Evaluated expected : model.evaluations(MODELS)) {
      EvaluationHeader.Builder header =
          keras(
              header("tokens", output("output_0", "binary_crossentropy", "accuracy")),
              expected.batchSize());

      Evaluation record = client.evaluate(stream(header, sequences()));

      model.check(expected, values(record));
    }
  }

  private static Map<String, Double> values(Evaluation record) {
    return record.getValuesList().stream()
        .collect(Collectors.toMap(MetricValue::getName, MetricValue::getValue));
  }

  private static EvaluationHeader.Builder keras(EvaluationHeader.Builder header, int batchSize) {
    header
        .getSpecBuilder()
        .setMode(EvaluationMode.EVALUATION_MODE_KERAS)
        .setKeras(
            KerasProfile.newBuilder().setProfile(KerasNumbers.PROFILE).setBatchSize(batchSize));
    return header;
  }

  @Test
  void evaluate_shapeChangesBetweenBatchesOfKeras_isTheMeanOfBatches() throws Exception {
    List<LabelledRows.Builder> batches = wideRows().subList(0, 2);

    Evaluation record =
        client.evaluate(stream(keras(header("identity", output("x", "mae")), 2), batches));

    assertThat(value(record, "loss"))
        .isWithin(1e-15)
        .of(((3 / 8.0 + 3 / 16.0) / 2 + (1 / 4.0 + 1 / 3.0) / 2) / 2);
  }

  @Test
  void evaluate_shapeChangesWithinABatchOfKeras_isRefused() {
    EvaluationHeader.Builder header = keras(header("identity", output("x", "mae")), 4);

    StatusRuntimeException e = refused(header, wideRows());

    assertThat(Requests.reason(e)).isEqualTo("LABEL_SHAPE_MISMATCH");
    assertThat(Requests.field(e)).isEqualTo("rows.labels");
    assertThat(e.getStatus().getDescription())
        .contains("shape [2] with 2 labels each, and of shape [3] with 3");
  }

  @Test
  void evaluate_rowAtFaultAmongShapes_isTheOneThatIsNamed() {
    List<LabelledRows.Builder> messages =
        List.of(
            wide(1, numbers(1, 2), 1, 2),
            wide(2, numbers(1, 2, 3, 4, 5, 6), 1, 2, 3, 4, 5, 6),
            wide(1, numbers(7, 8), 7, 8));
    for (LabelledRows.Builder message : messages) {
      float[] weights = new float[(int) message.getInputs(0).getShape(0)];
      message.addWeights(Requests.column("", weights));
    }
    messages.get(2).setWeights(0, Requests.column("", 1, -1));

    StatusRuntimeException e = refused(header("identity", output("x", "mae")), messages);

    assertThat(Requests.reason(e)).isEqualTo("WEIGHT_INVALID");
    assertThat(Requests.field(e)).isEqualTo("rows.weights");
    assertThat(e.getStatus().getDescription()).contains("row 6 of the stream");
  }

  @Test
  void evaluate_labelsOfAnotherShapeThanTheirRows_isRefused() {
    LabelledRows.Builder narrow =
        wide(2, numbers(1, 2), 1, 2).setLabels(0, Requests.floats("x", List.of(1L, 3L), 1, 2, 3));
    LabelledRows.Builder deep =
        wide(2, numbers(1, 2), 1, 2).setLabels(0, Requests.floats("x", List.of(1L, 1L, 2L), 1, 2));

    StatusRuntimeException width =
        refused(header("identity", output("x", "mae")), List.of(wideRows().get(0), narrow));
    StatusRuntimeException rank =
        refused(header("identity", output("x", "mae")), List.of(wideRows().get(0), deep));

    assertThat(Requests.reason(width)).isEqualTo("LABEL_SHAPE_MISMATCH");
    assertThat(Requests.field(width)).isEqualTo("rows.labels");
    assertThat(width.getStatus().getDescription()).contains("[rows, 3]; expected [rows, 2]");
    assertThat(Requests.reason(rank)).isEqualTo("LABEL_SHAPE_MISMATCH");
    assertThat(Requests.field(rank)).isEqualTo("rows.labels[0].shape");
  }

  private static StatusRuntimeException refused(
      EvaluationHeader.Builder header, List<LabelledRows.Builder> messages) {
    StatusRuntimeException e =
        assertThrows(StatusRuntimeException.class, () -> client.evaluate(stream(header, messages)));
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    return e;
  }
}
