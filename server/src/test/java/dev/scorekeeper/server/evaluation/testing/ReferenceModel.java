package dev.scorekeeper.server.evaluation.testing;

import static com.google.common.truth.Truth.assertWithMessage;
import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.MetricQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.OutputQuestion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A version of a reference model as it was compiled, and what Keras' {@code evaluate} then gave for
 * it: generate.py beside the models made both.
 *
 * @param name of its folder
 * @param version that was evaluated
 * @param evaluation file of {@code expected/} with what Keras gave
 * @param inputs their names, which are those of files of {@code data/}
 * @param outputs in the order of the compiled loss
 */
public record ReferenceModel(
    String name, long version, String evaluation, List<String> inputs, List<Output> outputs) {

  private static final List<ReferenceModel> ALL =
      List.of(
          new ReferenceModel("digits", 1, "evaluate", List.of("image"), List.of(digit("predict"))),
          new ReferenceModel(
              "digits", 2, "evaluate_v2", List.of("image"), List.of(digit("predict_v2"))),
          one("breast_cancer", "features", benign()),
          one("diabetes", "features", progression()),
          new ReferenceModel(
              "wine",
              1,
              "evaluate",
              List.of("chemistry", "colour"),
              List.of(cultivar(), alcohol())),
          one("reviews", "text", yes()),
          one("shapes", "image", mask()),
          one("tokens", "tokens", yes()));

  /**
   * An output.
   *
   * @param name in the signature
   * @param loss as Keras writes it
   * @param lossWeight its share of the loss
   * @param metrics that it was compiled with
   * @param kind what its numbers are
   * @param encoding how its labels are written
   * @param predictions file of {@code expected/} with what Keras predicted
   * @param labels file of {@code data/} with the labels
   */
  public record Output(
      String name,
      String loss,
      double lossWeight,
      List<MetricQuestion> metrics,
      ScoreKind kind,
      LabelEncoding encoding,
      String predictions,
      String labels) {

    /** What it was compiled with, all else left open. */
    public OutputQuestion question() {
      OutputQuestion plain = OutputQuestion.of(name, loss, metrics);
      return new OutputQuestion(
          name,
          plain.displayName(),
          loss,
          lossWeight,
          metrics,
          plain.decisionThreshold(),
          plain.thresholdInclusive(),
          plain.labelEncoding(),
          plain.scoreKind(),
          plain.classNames(),
          plain.positiveClass(),
          plain.classWeights());
    }
  }

  /**
   * One call of {@code model.evaluate(return_dict=True)}.
   *
   * @param batchSize rows of a batch; more than there are: all
   * @param weighted whether the rows had the weights of {@code data/weight.npy}
   * @param values by Keras' names
   */
  public record Evaluated(int batchSize, boolean weighted, Map<String, Double> values) {
    @Override
    public String toString() {
      return "in batches of " + batchSize + (weighted ? ", weighted" : "");
    }
  }

  private static ReferenceModel one(String name, String input, Output output) {
    return new ReferenceModel(name, 1, "evaluate", List.of(input), List.of(output));
  }

  private static Output digit(String predictions) {
    return new Output(
        "output_0",
        "sparse_categorical_crossentropy",
        1,
        metrics("accuracy", "SparseTopKCategoricalAccuracy(k=3, name='top3')"),
        ScoreKind.PROBABILITY,
        LabelEncoding.SPARSE,
        predictions,
        "label");
  }

  private static Output benign() {
    List<MetricQuestion> metrics =
        new ArrayList<>(
            metrics(
                "accuracy",
                "AUC(name='auc')",
                "AUC(curve='PR', name='auc_pr')",
                "Precision(name='precision')",
                "Recall(name='recall')"));
    metrics.add(new MetricQuestion("BinaryAccuracy(name='weighted_accuracy')", "", true));
    return new Output(
        "output_0",
        "BinaryCrossentropy(from_logits=False, label_smoothing=0.0, axis=-1)",
        1,
        List.copyOf(metrics),
        ScoreKind.PROBABILITY,
        LabelEncoding.SPARSE,
        "predict",
        "label");
  }

  private static Output progression() {
    return new Output(
        "output_0",
        "mse",
        1,
        metrics("mae", "RootMeanSquaredError(name='rmse')", "R2Score(name='r2')", "mape"),
        ScoreKind.REAL,
        LabelEncoding.REAL,
        "predict",
        "label");
  }

  private static Output cultivar() {
    return new Output(
        "cultivar",
        "categorical_crossentropy",
        1,
        metrics("accuracy", "F1Score(average='macro', name='f1')"),
        ScoreKind.PROBABILITY,
        LabelEncoding.ONE_HOT,
        "cultivar",
        "cultivar");
  }

  private static Output alcohol() {
    return new Output(
        "alcohol",
        "huber",
        0.25,
        metrics("mae"),
        ScoreKind.REAL,
        LabelEncoding.REAL,
        "alcohol",
        "alcohol");
  }

  private static Output yes() {
    return new Output(
        "output_0",
        "binary_crossentropy",
        1,
        metrics("accuracy"),
        ScoreKind.PROBABILITY,
        LabelEncoding.SPARSE,
        "predict",
        "label");
  }

  private static Output mask() {
    return new Output(
        "output_0",
        "Dice()",
        1,
        metrics("BinaryIoU(target_class_ids=[0, 1], name='iou')", "binary_accuracy"),
        ScoreKind.PROBABILITY,
        LabelEncoding.MULTI_LABEL,
        "predict",
        "mask");
  }

  private static List<MetricQuestion> metrics(String... texts) {
    return Stream.of(texts).map(MetricQuestion::of).toList();
  }

  /** All that Keras evaluated. */
  public static List<ReferenceModel> all() {
    return ALL;
  }

  /**
   * Folders of reference models: the bundled one, and the one that the system property {@code
   * scorekeeper.models} names, where it is set.
   */
  public static List<Path> folders() {
    List<Path> folders = new ArrayList<>(List.of(Path.of("models")));
    Optional.ofNullable(System.getProperty("scorekeeper.models"))
        .map(Path::of)
        .ifPresent(folders::add);
    return List.copyOf(folders);
  }

  /** Evaluations below a folder of models, as {@code model/file}. */
  public static List<String> evaluationsBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder, 3)) {
      return files
          .filter(file -> file.getFileName().toString().matches("evaluate.*\\.json"))
          .map(file -> folder.relativize(file).getName(0) + "/" + file.getFileName())
          .map(file -> file.replace(".json", ""))
          .toList();
    }
  }

  /** What Keras gave, by its file in a folder of models. */
  public List<Evaluated> evaluations(Path folder) throws IOException {
    Path file = folder.resolve(name).resolve("expected").resolve(evaluation + ".json");
    List<Evaluated> all = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      // JSON is YAML.
      Object entries = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      for (Object entry : (List<?>) requireNonNull(entries)) {
        all.add(evaluated((Map<?, ?>) entry));
      }
    }
    assertWithMessage("evaluations in %s", file).that(all).isNotEmpty();
    return List.copyOf(all);
  }

  private static Evaluated evaluated(Map<?, ?> fields) {
    Map<String, Double> values = new LinkedHashMap<>();
    ((Map<?, ?>) requireNonNull(fields.get("result")))
        .forEach((name, value) -> values.put((String) name, ((Number) value).doubleValue()));
    return new Evaluated(
        ((Number) requireNonNull(fields.get("batch_size"))).intValue(),
        Boolean.TRUE.equals(fields.get("sample_weight")),
        values);
  }

  /** Fails unless these are Keras' values: all names, and each number within the tolerance. */
  public void check(Evaluated expected, Map<String, Double> actual) {
    assertWithMessage("names").that(actual.keySet()).isEqualTo(expected.values().keySet());
    expected
        .values()
        .forEach((name, wanted) -> check(expected, name, requireNonNull(actual.get(name)), wanted));
  }

  private void check(Evaluated expected, String value, double actual, double wanted) {
    if (isRoundedCoefficient(expected, value)) {
      Tolerance.check("1 - " + value, 1 - actual, 1 - wanted, false);
    } else {
      Tolerance.check(value, actual, wanted, value.startsWith("auc"));
    }
  }

  /**
   * Whether float32 rounded something else than the value: the loss of shapes in batches of 32,
   * 1.003e-6 of itself away, is one less a Dice coefficient near 0.9, and it is the coefficient
   * that Keras rounded.
   */
  private boolean isRoundedCoefficient(Evaluated expected, String value) {
    return name.equals("shapes") && expected.batchSize() == 32 && value.equals("loss");
  }

  @Override
  public String toString() {
    return name + " " + evaluation;
  }
}
