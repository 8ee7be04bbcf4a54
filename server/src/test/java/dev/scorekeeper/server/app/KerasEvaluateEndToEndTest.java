package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.scorekeeper.server.app.EvaluationClient.content;

import dev.scorekeeper.server.evaluation.keras.KerasNumbers;
import dev.scorekeeper.server.evaluation.testing.ReferenceModel;
import dev.scorekeeper.server.evaluation.testing.ReferenceModel.Evaluated;
import dev.scorekeeper.v1.EvaluatedOutput;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.EvaluationMode;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.KerasProfile;
import dev.scorekeeper.v1.MetricSpec;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.OutputCounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every evaluation that Keras made of the reference models, through a real server that runs the
 * models itself; and the law of DATASET mode for each of them.
 */
final class KerasEvaluateEndToEndTest {

  /** Rows of a message: none is a batch size. */
  private static final List<Integer> CUTS = List.of(5, 33);

  private static final int ORDERS = 3;

  @TempDir static Path folder;

  private static TestServer server;
  private static EvaluationClient client;

  @BeforeAll
  static void start() throws Exception {
    Path models = folder.resolve("models");
    List<String> settings = new ArrayList<>(List.of("evaluation.low_priority=false"));
    Map<String, Path> sources = new TreeMap<>();
    subjects().forEach(subject -> sources.put(subject.served(), subject.source()));
    for (Map.Entry<String, Path> source : sources.entrySet()) {
      ModelFolders.copyModel(source.getValue(), models.resolve(source.getKey()));
      settings.add("models." + source.getKey() + ".versions.all=true");
    }
    server = TestServer.start(models, folder.resolve("state"), settings.toArray(String[]::new));
    client = new EvaluationClient(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A model of one of the folders, and what the server calls it. */
  private record Subject(ReferenceModel model, Path models, String served) {

    Path source() {
      return models.resolve(model.name());
    }

    EvaluationHeader.Builder header() {
      EvaluationSpec.Builder spec = EvaluationSpec.newBuilder();
      model.outputs().forEach(output -> spec.addOutputs(question(output)));
      return EvaluationHeader.newBuilder()
          .setModel(ModelSpec.newBuilder().setName(served).setVersion(model.version()))
          .setSpec(spec);
    }

    @Override
    public String toString() {
      return models + ": " + model;
    }
  }

  private static List<Subject> subjects() {
    List<Subject> subjects = new ArrayList<>();
    List<Path> folders = ReferenceModel.folders();
    for (int i = 0; i < folders.size(); i++) {
      for (ReferenceModel model : ReferenceModel.all()) {
        subjects.add(new Subject(model, folders.get(i), model.name() + "_" + i));
      }
    }
    return subjects;
  }

  private static EvaluatedOutput question(ReferenceModel.Output output) {
    EvaluatedOutput.Builder question =
        EvaluatedOutput.newBuilder()
            .setOutput(output.name())
            .setLoss(output.loss())
            .setLossWeight(output.lossWeight());
    output
        .metrics()
        .forEach(
            metric ->
                question.addMetrics(
                    MetricSpec.newBuilder()
                        .setMetric(metric.metric())
                        .setName(metric.name())
                        .setWeighted(metric.weighted())));
    return question.build();
  }

  @TestFactory
  Stream<DynamicTest> evaluate_kerasMode_isWhatKerasSays() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (Subject subject : subjects()) {
      for (Evaluated expected : subject.model().evaluations(subject.models())) {
        tests.add(
            DynamicTest.dynamicTest(
                subject + " " + expected, () -> isWhatKerasSays(subject, expected)));
      }
    }
    assertThat(tests).hasSize(4 * 9 * ReferenceModel.folders().size());
    return tests.stream();
  }

  private static void isWhatKerasSays(Subject subject, Evaluated expected) throws Exception {
    LabelledData data = LabelledData.of(subject.model(), subject.models(), expected.weighted());
    EvaluationHeader header = kerasHeader(subject, expected.batchSize());
    List<Evaluation> records = new ArrayList<>();
    for (int cut : CUTS) {
      assertThat(cut).isNotEqualTo(expected.batchSize());
      records.add(client.evaluate(data.stream(header, data.all(), cut)));
    }

    Evaluation record = records.get(0);
    subject.model().check(expected, values(record));
    assertWithMessage("order of values")
        .that(values(record).keySet())
        .containsExactlyElementsIn(new TreeSet<>(values(record).keySet()))
        .inOrder();
    assertThat(record.getDataset().getRowCount()).isEqualTo(data.rows());
    for (OutputCounts counts : record.getCounts().getOutputsList()) {
      assertThat(counts.getCountedRows()).isEqualTo(data.rows());
    }
    assertWithMessage("messages of %s rows", CUTS.get(1))
        .that(content(records.get(1)))
        .isEqualTo(content(record));
  }

  private static EvaluationHeader kerasHeader(Subject subject, int batchSize) {
    EvaluationHeader.Builder header = subject.header();
    header
        .getSpecBuilder()
        .setMode(EvaluationMode.EVALUATION_MODE_KERAS)
        .setKeras(
            KerasProfile.newBuilder().setProfile(KerasNumbers.PROFILE).setBatchSize(batchSize));
    return header.build();
  }

  private static Map<String, Double> values(Evaluation record) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (MetricValue value : record.getValuesList()) {
      values.put(value.getName(), value.getValue());
    }
    return values;
  }

  @TestFactory
  Stream<DynamicTest> evaluate_datasetModeAnyCutOrderAndParts_givesTheSameBits() {
    return subjects().stream()
        .map(subject -> DynamicTest.dynamicTest(subject.toString(), () -> sameBits(subject)));
  }

  private static void sameBits(Subject subject) throws Exception {
    boolean weighted =
        subject.model().evaluations(subject.models()).stream().anyMatch(Evaluated::weighted);
    LabelledData data = LabelledData.of(subject.model(), subject.models(), weighted);

    AnyCut.check(client, data, subject.header().build(), ORDERS);
  }
}
