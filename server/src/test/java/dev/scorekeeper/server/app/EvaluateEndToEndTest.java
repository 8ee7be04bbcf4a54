package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static dev.scorekeeper.server.app.EvaluationClient.header;
import static dev.scorekeeper.server.app.EvaluationClient.output;
import static dev.scorekeeper.server.app.EvaluationClient.value;

import dev.scorekeeper.server.testing.Npy;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationEnvironment;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.LossSource;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.ModelFingerprint;
import dev.scorekeeper.v1.OutputCounts;
import dev.scorekeeper.v1.SliceSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations of real models through a real server: Keras' numbers, whatever the cut. */
final class EvaluateEndToEndTest {

  private static final double TOLERANCE = 2e-6;

  @TempDir static Path folder;

  private static TestServer server;
  private static EvaluationClient client;

  @BeforeAll
  static void start() throws Exception {
    Path models =
        ModelFolders.copy(
            folder.resolve("models"),
            "digits",
            "breast_cancer",
            "diabetes",
            "wine",
            "reviews",
            "shapes",
            "tokens");
    server = TestServer.start(models, folder.resolve("state"), "evaluation.low_priority=false");
    client = new EvaluationClient(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static LabelledData digits() throws Exception {
    return new LabelledData()
        .input("digits", "image", "image")
        .label("digits", "output_0", "label");
  }

  private static EvaluationHeader digitsHeader() {
    return header(
            "digits",
            output(
                "output_0",
                "SparseCategoricalCrossentropy()",
                "accuracy",
                "SparseTopKCategoricalAccuracy(k=3)"))
        .build();
  }

  @Test
  void evaluate_digits_isWhatKerasSays() throws Exception {
    LabelledData data = digits();

    Evaluation record = client.evaluate(data.stream(digitsHeader(), data.all(), 100, 1));

    assertThat(record.getDataset().getRowCount()).isEqualTo(450);
    assertThat(value(record, "loss")).isWithin(TOLERANCE).of(0.10899210721254349);
    assertThat(value(record, "accuracy")).isWithin(TOLERANCE).of(0.9777777791023254);
    assertThat(value(record, "sparse_top_k_categorical_accuracy"))
        .isWithin(TOLERANCE)
        .of(0.995555579662323);
    assertThat(record.getCounts().getOutputs(0).getLossSource())
        .isEqualTo(LossSource.LOSS_SOURCE_LOGITS_FROM_GRAPH);
    assertThat(record.getModelIdentity().getFilesCount()).isAtLeast(3);
    assertThat(record.getEnvironment().getComputeRows()).isEqualTo(64);
    assertThat(record.getId()).isNotEmpty();
  }

  /** What the record says of the files is what python3 reads from them. */
  @Test
  void evaluate_digits_recordsModelDataAndEnvironment() throws Exception {
    LabelledData data = digits();

    Evaluation record = client.evaluate(data.stream(digitsHeader(), data.all(), 100, 1));

    ModelFingerprint fingerprint = record.getModelIdentity().getFingerprint();
    assertThat(fingerprint.getSavedModelChecksum()).isEqualTo("1138030986425845837");
    assertThat(fingerprint.getGraphDefProgramHash()).isEqualTo("1437847444272240774");
    assertThat(fingerprint.getSignatureDefHash()).isEqualTo("9719176809818577232");
    assertThat(fingerprint.getSavedObjectDefHash()).isEqualTo("4450396730957822359");
    assertThat(fingerprint.getCheckpointHash()).isEqualTo("10549447205117851232");
    assertThat(fingerprint.getUuid()).isEqualTo("150057531356723847261985788334221291672");
    assertThat(fingerprint.getProducer()).isEqualTo(4);
    EvaluationEnvironment environment = record.getEnvironment();
    assertThat(environment.getServerVersion()).isNotEmpty();
    assertThat(environment.getRuntime()).startsWith("TensorFlow ");
    assertThat(environment.getSettings()).contains("onednn=");
    assertThat(environment.getProcessor()).isNotEmpty();
    assertThat(environment.getDevice()).isEqualTo("cpu");
    OutputCounts counts = record.getCounts().getOutputs(0);
    assertThat(counts.getSkippedRows()).isEqualTo(0);
    assertThat(counts.getLabelCountsList().stream().mapToLong(count -> count).sum()).isEqualTo(450);
    for (MetricValue value : record.getValuesList()) {
      assertThat(Double.parseDouble(value.getHexadecimal())).isEqualTo(value.getValue());
      assertThat(value.getHexadecimal()).startsWith("0x1.");
      assertThat(value.getLeast()).isEqualTo(0);
      assertThat(value.hasGreatest()).isEqualTo(!value.getName().equals("loss"));
    }
  }

  @Test
  void evaluate_breastCancer_isWhatKerasSays() throws Exception {
    LabelledData data =
        new LabelledData()
            .input("breast_cancer", "features", "features")
            .label("breast_cancer", "output_0", "label");
    EvaluationHeader header =
        header(
                "breast_cancer",
                output("output_0", "BinaryCrossentropy()", "accuracy", "AUC()", "Precision()"))
            .build();

    Evaluation record = client.evaluate(data.stream(header, data.all(), 64, 1));

    assertThat(value(record, "loss")).isWithin(TOLERANCE).of(0.12728777527809143);
    assertThat(value(record, "accuracy")).isWithin(TOLERANCE).of(0.9473684430122375);
    assertThat(value(record, "auc")).isWithin(1e-5).of(0.9902161359786987);
    assertThat(value(record, "precision")).isWithin(TOLERANCE).of(0.9537037014961243);
  }

  @Test
  void evaluate_anyCutAndOrder_givesTheSameBits() throws Exception {
    LabelledData data = digits().withColumns();
    EvaluationHeader.Builder header = digitsHeader().toBuilder();
    header.getSpecBuilder().addSlices(SliceSpec.newBuilder().addColumns("part"));
    sameForAnyCut(data, header.build(), 12);
  }

  @Test
  void evaluate_twoOutputsAnyCutAndOrder_givesTheSameBits() throws Exception {
    LabelledData data =
        new LabelledData()
            .input("wine", "chemistry", "chemistry")
            .input("wine", "colour", "colour")
            .label("wine", "alcohol", "alcohol")
            .label("wine", "cultivar", "cultivar");
    EvaluationHeader header =
        header(
                "wine",
                output("cultivar", "CategoricalCrossentropy()", "accuracy"),
                output("alcohol", "mse", "mae").setLossWeight(0.25))
            .build();
    sameForAnyCut(data, header, 8);
  }

  @Test
  void evaluate_stringsAnyCutAndOrder_givesTheSameBits() throws Exception {
    LabelledData data =
        new LabelledData().texts("reviews", "text").label("reviews", "output_0", "label");
    EvaluationHeader header =
        header("reviews", output("output_0", "BinaryCrossentropy()", "accuracy")).build();
    sameForAnyCut(data, header, 6);
  }

  @Test
  void evaluate_imagesAndSequencesAnyCutAndOrder_givesTheSameBits() throws Exception {
    LabelledData shapes =
        new LabelledData().input("shapes", "image", "image").label("shapes", "output_0", "mask");
    sameForAnyCut(
        shapes,
        header("shapes", output("output_0", "BinaryCrossentropy()", "BinaryAccuracy()")).build(),
        4);
    LabelledData tokens =
        new LabelledData().input("tokens", "tokens", "tokens").label("tokens", "output_0", "label");
    sameForAnyCut(
        tokens,
        header("tokens", output("output_0", "BinaryCrossentropy()", "accuracy")).build(),
        4);
  }

  @Test
  void evaluate_metricSignature_givesTheMeansOfItsRows() throws Exception {
    LabelledData data =
        new LabelledData()
            .input("breast_cancer", "features", "features")
            .label("breast_cancer", "output_0", "label");
    EvaluationHeader.Builder header =
        header("breast_cancer", output("output_0", "BinaryCrossentropy()"));
    header.getSpecBuilder().addMetricSignatures("evaluate");
    Path expected = ModelFolders.source("breast_cancer").resolve("expected");

    Evaluation record = client.evaluate(data.stream(header.build(), data.all(), 30, 1));

    assertThat(value(record, "evaluate.binary_crossentropy"))
        .isWithin(TOLERANCE)
        .of(mean(Npy.read(expected.resolve("row_bce.npy"))));
    assertThat(value(record, "evaluate.cost"))
        .isWithin(TOLERANCE)
        .of(mean(Npy.read(expected.resolve("row_cost.npy"))));
    sameForAnyCut(data, header.build(), 3);
  }

  private static LabelledData diabetes() throws Exception {
    return new LabelledData()
        .input("diabetes", "features", "features")
        .label("diabetes", "output_0", "label");
  }

  /**
   * Patients in seven queries, the progress of their disease the gain. The expected numbers are
   * means of {@code ndcg_score} of scikit-learn 1.9.1 over the queries, on the predictions of
   * Keras.
   */
  @Test
  void evaluate_ndcgOverQueries_isWhatScikitLearnSays() throws Exception {
    LabelledData data = diabetes().withQueries("a", "b", "c", "d", "e", "f", "g");
    EvaluationHeader header =
        header("diabetes", output("output_0", "mse", "ndcg", "ndcg(k=5, name='best')")).build();

    Evaluation record = client.evaluate(data.stream(header, data.all(), 20, 1));

    assertThat(value(record, "ndcg")).isWithin(1e-9).of(0.9372267835331535);
    assertThat(value(record, "best")).isWithin(1e-9).of(0.8599502128643104);
    sameForAnyCut(data, header, 8);
  }

  @Test
  void evaluate_withQueries_isOtherDataThanWithout() throws Exception {
    EvaluationHeader header = header("diabetes", output("output_0", "mse")).build();
    LabelledData plain = diabetes();
    LabelledData grouped = diabetes().withQueries("1", "2");

    String without = digest(client.evaluate(plain.stream(header, plain.all(), 50, 1)));
    String with = digest(client.evaluate(grouped.stream(header, grouped.all(), 50, 1)));

    assertThat(with).isNotEqualTo(without);
    LabelledData numbers = diabetes().withQueries(1, 2);
    assertThat(digest(client.evaluate(numbers.stream(header, numbers.all(), 7, 2))))
        .isEqualTo(with);
  }

  private static String digest(Evaluation record) {
    return record.getDataset().getDigest();
  }

  private static double mean(Npy rows) {
    double sum = 0;
    for (float value : rows.floats()) {
      sum += value;
    }
    return sum / rows.rows();
  }

  private static void sameForAnyCut(LabelledData data, EvaluationHeader header, int times)
      throws Exception {
    AnyCut.check(client, data, header, times);
  }
}
