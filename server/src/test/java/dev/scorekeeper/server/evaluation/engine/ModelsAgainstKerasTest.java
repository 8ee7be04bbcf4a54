package dev.scorekeeper.server.evaluation.engine;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.OutputQuestion;
import dev.scorekeeper.server.evaluation.testing.ReferenceModel;
import dev.scorekeeper.server.evaluation.testing.ReferenceModel.Evaluated;
import dev.scorekeeper.server.testing.Npy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  /** What Keras gives otherwise for each way to cut the rows into batches. */
  private static final Map<String, Set<String>> DEPENDENT =
      Map.of("wine", Set.of("cultivar_loss", "alcohol_loss"), "shapes", Set.of("loss"));

  static List<ReferenceModel> models() {
    return ReferenceModel.all();
  }

  @ParameterizedTest
  @MethodSource("models")
  void figures_ofKerasPredictions_areWhatKerasEvaluates(ReferenceModel model) throws Exception {
    Set<String> dependent = DEPENDENT.getOrDefault(model.name(), Set.of());
    int compared = 0;
    for (Evaluated result : model.evaluations(MODELS)) {
      Map<String, Double> numbers = Asking.numbers(figures(model, result.weighted()));
      assertWithMessage("names").that(numbers.keySet()).isEqualTo(result.values().keySet());
      for (Map.Entry<String, Double> entry : result.values().entrySet()) {
        String name = entry.getKey();
        double wanted = entry.getValue();
        if (result.batchSize() == ALL || !dependent.contains(name)) {
          assertWithMessage("%s of %s %s", name, model, result)
              .that(Objects.requireNonNull(numbers.get(name)))
              .isWithin(Math.abs(wanted) * tolerance(name))
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

  private static EvaluationFigures figures(ReferenceModel model, boolean weighted)
      throws Exception {
    Path folder = MODELS.resolve(model.name());
    EvaluationChunk chunk = new EvaluationChunk(model.outputs().size(), 0);
    OutputQuestion[] questions = new OutputQuestion[chunk.outputs.length];
    OutputFacts[] facts = new OutputFacts[chunk.outputs.length];
    for (int i = 0; i < chunk.outputs.length; i++) {
      ReferenceModel.Output output = model.outputs().get(i);
      Npy labels = Npy.read(folder.resolve("data/" + output.labels() + ".npy"));
      Npy predictions = Npy.read(folder.resolve("expected/" + output.predictions() + ".npy"));
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
      questions[i] = output.question();
      facts[i] = facts(output, rows);
    }
    EvaluationRun run = Asking.start(EvaluationQuestion.of(questions), facts);
    run.add(chunk);
    return run.figures();
  }

  /** What the graphs of these models show. */
  private static OutputFacts facts(ReferenceModel.Output output, OutputRows rows) {
    boolean probabilities = output.kind() == ScoreKind.PROBABILITY;
    return new OutputFacts(
        output.name(),
        list(rows.predictionShape),
        probabilities ? Optional.of(ScoreKind.PROBABILITY) : Optional.empty(),
        probabilities && output.encoding() != LabelEncoding.MULTI_LABEL && rows.predictionWidth > 1,
        false,
        list(rows.labelShape),
        false);
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
}
