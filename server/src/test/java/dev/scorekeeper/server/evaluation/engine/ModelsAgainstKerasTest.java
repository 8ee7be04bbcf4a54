package dev.scorekeeper.server.evaluation.engine;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.OutputQuestion;
import dev.scorekeeper.server.testing.Npy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What Keras' {@code evaluate} gave for the bundled models, from the predictions that Keras gave:
 * for every batch size where Keras' number does not depend on it, else for all rows in one batch.
 */
final class ModelsAgainstKerasTest {

  private static final Path MODELS = Path.of("models");

  /** Batch size at which all rows are one batch. */
  private static final int ALL = 10_000;

  private static final double TOLERANCE = 2e-6;

  /** Keras' crossentropy takes the logits, ours the probabilities as float32. */
  private static final double LOSS_TOLERANCE = 5e-6;

  /** AUCs are sums of float32 in Keras. */
  private static final double AUC_TOLERANCE = 1e-5;

  /** An output with the files of its labels and predictions. */
  record Source(
      OutputQuestion question,
      Optional<ScoreKind> kind,
      boolean softmax,
      String labels,
      String predictions) {}

  /**
   * A model.
   *
   * @param results name of Keras' results
   * @param dependent values that depend on batches in Keras
   */
  record Model(String name, String results, List<Source> sources, Set<String> dependent) {
    @Override
    public String toString() {
      return name + " " + results;
    }
  }

  static List<Model> models() {
    return List.of(
        digits("evaluate.json", "predict"),
        digits("evaluate_v2.json", "predict_v2"),
        new Model(
            "breast_cancer",
            "evaluate.json",
            List.of(
                new Source(
                    Asking.output(
                        "output_0",
                        "BinaryCrossentropy()",
                        "accuracy",
                        "AUC(name='auc')",
                        "AUC(curve='PR', name='auc_pr')",
                        "Precision(name='precision')",
                        "Recall(name='recall')",
                        "w:BinaryAccuracy(name='weighted_accuracy')"),
                    Optional.of(ScoreKind.PROBABILITY),
                    false,
                    "label",
                    "predict")),
            Set.of()),
        new Model(
            "diabetes",
            "evaluate.json",
            List.of(
                new Source(
                    Asking.output(
                        "output_0",
                        "mse",
                        "mae",
                        "RootMeanSquaredError(name='rmse')",
                        "R2Score(name='r2')",
                        "mape"),
                    Optional.empty(),
                    false,
                    "label",
                    "predict")),
            Set.of()),
        new Model(
            "wine",
            "evaluate.json",
            List.of(
                new Source(
                    Asking.output(
                        "cultivar",
                        "categorical_crossentropy",
                        "accuracy",
                        "F1Score(average='macro', name='f1')"),
                    Optional.of(ScoreKind.PROBABILITY),
                    true,
                    "cultivar",
                    "cultivar"),
                new Source(
                    Asking.weighing(Asking.output("alcohol", "huber", "mae"), 0.25),
                    Optional.empty(),
                    false,
                    "alcohol",
                    "alcohol")),
            Set.of("cultivar_loss", "alcohol_loss")),
        binary("reviews"),
        binary("tokens"),
        new Model(
            "shapes",
            "evaluate.json",
            List.of(
                new Source(
                    Asking.output(
                        "output_0",
                        "Dice()",
                        "BinaryIoU(target_class_ids=[0, 1], name='iou')",
                        "binary_accuracy"),
                    Optional.of(ScoreKind.PROBABILITY),
                    false,
                    "mask",
                    "predict")),
            Set.of("loss")));
  }

  private static Model digits(String results, String predictions) {
    return new Model(
        "digits",
        results,
        List.of(
            new Source(
                Asking.output(
                    "output_0",
                    "sparse_categorical_crossentropy",
                    "accuracy",
                    "SparseTopKCategoricalAccuracy(3, name='top3')"),
                Optional.of(ScoreKind.PROBABILITY),
                true,
                "label",
                predictions)),
        Set.of());
  }

  private static Model binary(String name) {
    return new Model(
        name,
        "evaluate.json",
        List.of(
            new Source(
                Asking.output("output_0", "binary_crossentropy", "accuracy"),
                Optional.of(ScoreKind.PROBABILITY),
                false,
                "label",
                "predict")),
        Set.of());
  }

  @ParameterizedTest
  @MethodSource("models")
  void figures_ofKerasPredictions_areWhatKerasEvaluates(Model model) throws Exception {
    int compared = 0;
    for (Map<?, ?> result : results(model)) {
      boolean weighted = Boolean.TRUE.equals(result.get("sample_weight"));
      Map<String, Double> numbers = Asking.numbers(figures(model, weighted));
      boolean all = Integer.valueOf(ALL).equals(result.get("batch_size"));
      Map<?, ?> expected = (Map<?, ?>) Objects.requireNonNull(result.get("result"));
      assertWithMessage("names").that(numbers.keySet()).isEqualTo(expected.keySet());
      for (Map.Entry<?, ?> entry : expected.entrySet()) {
        String name = (String) entry.getKey();
        if (all || !model.dependent().contains(name)) {
          double wanted = ((Number) entry.getValue()).doubleValue();
          double tolerance = tolerance(name);
          assertWithMessage("%s of %s, batches of %s", name, model, result.get("batch_size"))
              .that(Objects.requireNonNull(numbers.get(name)))
              .isWithin(Math.abs(wanted) * tolerance)
              .of(wanted);
          compared++;
        }
      }
    }
    assertWithMessage("values compared").that(compared).isAtLeast(8);
  }

  private static double tolerance(String name) {
    if (name.endsWith("loss")) {
      return LOSS_TOLERANCE;
    }
    return name.startsWith("auc") ? AUC_TOLERANCE : TOLERANCE;
  }

  private static EvaluationFigures figures(Model model, boolean weighted) throws Exception {
    Path folder = MODELS.resolve(model.name());
    EvaluationChunk chunk = new EvaluationChunk(model.sources().size(), 0);
    OutputQuestion[] questions = new OutputQuestion[chunk.outputs.length];
    OutputFacts[] facts = new OutputFacts[chunk.outputs.length];
    for (int i = 0; i < chunk.outputs.length; i++) {
      Source source = model.sources().get(i);
      Npy labels = Npy.read(folder.resolve("data/" + source.labels() + ".npy"));
      Npy predictions = Npy.read(folder.resolve("expected/" + source.predictions() + ".npy"));
      OutputRows rows = chunk.outputs[i];
      chunk.count = predictions.rows();
      rows.count = chunk.count;
      rows.labels = doubles(labels);
      rows.labelShape = shape(labels);
      rows.labelWidth = rows.labels.length / rows.count;
      rows.predictions = predictions.floats();
      rows.predictionShape = shape(predictions);
      rows.predictionWidth = rows.predictions.length / rows.count;
      if (weighted) {
        rows.weights = doubles(Npy.read(folder.resolve("data/weight.npy")));
        rows.weightWidth = 1;
      }
      questions[i] = source.question();
      facts[i] =
          new OutputFacts(
              source.question().output(),
              list(rows.predictionShape),
              source.kind(),
              source.softmax(),
              false,
              list(rows.labelShape),
              false);
    }
    EvaluationRun run = Asking.start(EvaluationQuestion.of(questions), facts);
    run.add(chunk);
    return run.figures();
  }

  private static double[] doubles(Npy array) {
    ByteBuffer bytes = array.rows(0, array.rows());
    int size = array.rows() * Math.toIntExact(array.shape().inner().elementCount());
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          switch (array.type()) {
            case FLOAT32 -> bytes.getFloat(4 * i);
            case FLOAT64 -> bytes.getDouble(8 * i);
            case INT32 -> bytes.getInt(4 * i);
            case INT64 -> bytes.getLong(8 * i);
            default -> bytes.get(i);
          };
    }
    return values;
  }

  private static int[] shape(Npy array) {
    return Arrays.stream(array.shape().inner().dims()).mapToInt(Math::toIntExact).toArray();
  }

  private static List<Integer> list(int[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }

  private static List<Map<?, ?>> results(Model model) throws IOException {
    Path file = MODELS.resolve(model.name()).resolve("expected").resolve(model.results());
    try (InputStream in = Files.newInputStream(file)) {
      // JSON is YAML.
      Object all = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      return ((List<?>) all).stream().<Map<?, ?>>map(entry -> (Map<?, ?>) entry).toList();
    }
  }
}
