package dev.scorekeeper.server.evaluation.keras;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.MetricQuestion;
import dev.scorekeeper.server.evaluation.engine.FigureValue;
import dev.scorekeeper.server.evaluation.keras.KerasEvaluation.Output;
import dev.scorekeeper.server.testing.Npy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Every {@code evaluate*.json} of the reference models in KERAS mode, from Keras' own predictions:
 * the bundled models, or those in the folder that the system property {@code scorekeeper.models}
 * names.
 *
 * <p>Keras computed crossentropies from logits. Those of a softmax are the logarithms of what it
 * gave, but for a constant for each row that does not matter.
 */
final class KerasModelsTest {

  private static final Path MODELS = Path.of(System.getProperty("scorekeeper.models", "models"));

  /**
   * A model, and how it was compiled.
   *
   * @param evaluation file with what Keras gave
   */
  private record Model(String folder, String evaluation, List<ModelOutput> outputs) {}

  /**
   * An output.
   *
   * @param predictions file with what Keras predicted
   * @param labels file with the labels
   */
  private record ModelOutput(Output output, String predictions, String labels) {}

  private static final Output DIGIT =
      Output.of(
              "output_0",
              "sparse_categorical_crossentropy",
              metric("accuracy"),
              metric("SparseTopKCategoricalAccuracy(k=3, name='top3')"))
          .reading(ScoreKind.PROBABILITY, LabelEncoding.SPARSE);

  private static final Output BENIGN =
      Output.of(
              "output_0",
              "BinaryCrossentropy(from_logits=False, label_smoothing=0.0, axis=-1)",
              metric("accuracy"),
              metric("AUC(name='auc')"),
              metric("AUC(curve='PR', name='auc_pr')"),
              metric("Precision(name='precision')"),
              metric("Recall(name='recall')"),
              new MetricQuestion("BinaryAccuracy(name='weighted_accuracy')", "", true))
          .reading(ScoreKind.PROBABILITY, LabelEncoding.SPARSE);

  private static final Output YES =
      Output.of("output_0", "binary_crossentropy", metric("accuracy"))
          .reading(ScoreKind.PROBABILITY, LabelEncoding.SPARSE);

  private static final Output MASK =
      Output.of(
              "output_0",
              "Dice()",
              metric("BinaryIoU(target_class_ids=[0, 1], name='iou')"),
              metric("binary_accuracy"))
          .reading(ScoreKind.PROBABILITY, LabelEncoding.MULTI_LABEL);

  private static final Output PROGRESSION =
      Output.of(
              "output_0",
              "mse",
              metric("mae"),
              metric("RootMeanSquaredError(name='rmse')"),
              metric("R2Score(name='r2')"),
              metric("mape"))
          .reading(ScoreKind.REAL, LabelEncoding.REAL);

  private static final Output CULTIVAR =
      Output.of(
              "cultivar",
              "categorical_crossentropy",
              metric("accuracy"),
              metric("F1Score(average='macro', name='f1')"))
          .reading(ScoreKind.PROBABILITY, LabelEncoding.ONE_HOT);

  private static final Output ALCOHOL =
      Output.of("alcohol", "huber", metric("mae"))
          .reading(ScoreKind.REAL, LabelEncoding.REAL)
          .weighing(0.25);

  private static final List<Model> ALL =
      List.of(
          model("digits", "evaluate", DIGIT, "predict"),
          model("digits", "evaluate_v2", DIGIT, "predict_v2"),
          model("breast_cancer", "evaluate", BENIGN, "predict"),
          model("diabetes", "evaluate", PROGRESSION, "predict"),
          new Model(
              "wine",
              "evaluate",
              List.of(
                  new ModelOutput(CULTIVAR, "cultivar", "cultivar"),
                  new ModelOutput(ALCOHOL, "alcohol", "alcohol"))),
          model("reviews", "evaluate", YES, "predict"),
          new Model("shapes", "evaluate", List.of(new ModelOutput(MASK, "predict", "mask"))),
          model("tokens", "evaluate", YES, "predict"));

  private static Model model(String folder, String evaluation, Output output, String predictions) {
    return new Model(folder, evaluation, List.of(new ModelOutput(output, predictions, "label")));
  }

  private static MetricQuestion metric(String text) {
    return MetricQuestion.of(text);
  }

  @TestFactory
  Stream<DynamicTest> figures_referenceModel_areThoseOfKeras() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Model model : ALL) {
      for (Object entry : evaluations(model)) {
        Map<?, ?> fields = (Map<?, ?>) entry;
        tests.add(
            DynamicTest.dynamicTest(
                "%s %s in batches of %s%s"
                    .formatted(
                        model.folder(),
                        model.evaluation(),
                        fields.get("batch_size"),
                        weighted(fields) ? ", weighted" : ""),
                () -> check(model, fields)));
      }
    }
    assertThat(tests).hasSize(4 * 9);
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> models_withEvaluations_areAllTested() throws IOException {
    List<String> known = ALL.stream().map(m -> m.folder() + "/" + m.evaluation()).toList();
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.walk(MODELS, 3)) {
      files
          .filter(file -> file.getFileName().toString().matches("evaluate.*\\.json"))
          .forEach(
              file -> {
                String folder = MODELS.relativize(file).getName(0).toString();
                String name = file.getFileName().toString().replace(".json", "");
                tests.add(
                    DynamicTest.dynamicTest(
                        folder + "/" + name,
                        () -> assertThat(known).contains(folder + "/" + name)));
              });
    }
    return tests.stream();
  }

  private static List<?> evaluations(Model model) throws IOException {
    Path file = MODELS.resolve(model.folder()).resolve("expected/" + model.evaluation() + ".json");
    try (InputStream in = Files.newInputStream(file)) {
      // JSON is YAML.
      return (List<?>) new Load(LoadSettings.builder().build()).loadFromInputStream(in);
    }
  }

  private static boolean weighted(Map<?, ?> fields) {
    return Boolean.TRUE.equals(fields.get("sample_weight"));
  }

  private static void check(Model model, Map<?, ?> fields) throws Exception {
    KerasEvaluation evaluation = new KerasEvaluation();
    for (ModelOutput output : model.outputs()) {
      evaluation.with(output.output(), rows(model, output, weighted(fields)));
    }
    int batchSize = ((Number) requireNonNull(fields.get("batch_size"))).intValue();
    Map<String, Double> actual = new HashMap<>();
    for (FigureValue value : evaluation.figures(batchSize).values()) {
      actual.put(value.name(), value.number());
    }
    Map<?, ?> expected = (Map<?, ?>) requireNonNull(fields.get("result"));
    assertWithMessage("names").that(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach(
        (name, number) -> {
          double wanted = ((Number) requireNonNull(expected.get(name))).doubleValue();
          boolean dice = name.equals("loss") && model.folder().equals("shapes");
          if (dice) {
            // One less a coefficient near 0.9: it is the coefficient that float32 rounds.
            Tolerance.check(name, 1 - number, 1 - wanted, false);
          } else {
            Tolerance.check(name, number, wanted, name.startsWith("auc"));
          }
        });
  }

  private static OutputRows rows(Model model, ModelOutput output, boolean weighted)
      throws IOException {
    Path folder = MODELS.resolve(model.folder());
    Npy predictions = Npy.read(folder.resolve("expected/" + output.predictions() + ".npy"));
    Npy labels = Npy.read(folder.resolve("data/" + output.labels() + ".npy"));
    OutputRows rows = new OutputRows();
    rows.count = predictions.rows();
    rows.predictions = predictions.floats();
    rows.predictionShape = rowShape(predictions);
    rows.predictionWidth = rows.predictions.length / rows.count;
    if (output.output().loss().contains("categorical")) {
      rows.logits = logarithms(rows.predictions);
    }
    rows.labels = doubles(labels);
    rows.labelShape = rowShape(labels);
    rows.labelWidth = rows.labels.length / rows.count;
    if (weighted) {
      rows.weightWidth = 1;
      rows.weights = doubles(Npy.read(folder.resolve("data/weight.npy")));
    }
    return rows;
  }

  private static float[] logarithms(float[] probabilities) {
    float[] logits = new float[probabilities.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(probabilities[i]);
    }
    return logits;
  }

  private static int[] rowShape(Npy array) {
    int[] shape = new int[array.shape().rank() - 1];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = Math.toIntExact(array.shape().dim(i + 1));
    }
    return shape;
  }

  private static double[] doubles(Npy array) {
    ByteBuffer bytes = ByteBuffer.wrap(array.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    return switch (array.type()) {
      case FLOAT32 -> {
        double[] values = new double[bytes.remaining() / Float.BYTES];
        for (int i = 0; i < values.length; i++) {
          values[i] = bytes.getFloat();
        }
        yield values;
      }
      case INT64 -> {
        double[] values = new double[bytes.remaining() / Long.BYTES];
        for (int i = 0; i < values.length; i++) {
          values[i] = bytes.getLong();
        }
        yield values;
      }
      default -> throw new IllegalArgumentException("labels of type " + array.type());
    };
  }
}
