package dev.scorekeeper.server.evaluation.keras;

import static com.google.common.truth.Truth.assertWithMessage;
import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.MetricQuestion;
import dev.scorekeeper.server.evaluation.engine.FigureValue;
import dev.scorekeeper.server.evaluation.keras.KerasEvaluation.Output;
import dev.scorekeeper.server.evaluation.testing.TestRows;
import dev.scorekeeper.server.evaluation.testing.TestTensor;
import dev.scorekeeper.server.evaluation.testing.Tolerance;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What {@code model.evaluate} of Keras 3.15.1 gave for small data and every rule of KERAS mode,
 * made by evaluate_cases.py beside evaluate-cases.json: all names, all numbers, for each batch
 * size, and for any cut of the rows into chunks.
 */
final class EvaluateCasesTest {

  @TestFactory
  Stream<DynamicTest> figures_smallModel_areThoseOfKeras() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Object entry : cases()) {
      Map<?, ?> fields = (Map<?, ?>) entry;
      int batchSize = ((Number) field(fields, "batch_size")).intValue();
      tests.add(
          DynamicTest.dynamicTest(
              field(fields, "id") + " in batches of " + batchSize, () -> check(fields, batchSize)));
    }
    return tests.stream();
  }

  private static List<?> cases() throws IOException {
    try (InputStream in = EvaluateCasesTest.class.getResourceAsStream("evaluate-cases.json")) {
      // JSON is YAML.
      return (List<?>)
          new Load(LoadSettings.builder().setCodePointLimit(1 << 24).build())
              .loadFromInputStream(requireNonNull(in));
    }
  }

  private static void check(Map<?, ?> fields, int batchSize) throws EvaluationException {
    KerasEvaluation evaluation = new KerasEvaluation();
    for (Object output : (List<?>) field(fields, "outputs")) {
      add(evaluation, (Map<?, ?>) output, fields);
    }
    Map<String, Double> actual = new HashMap<>();
    List<String> order = new ArrayList<>();
    for (FigureValue value : evaluation.figures(batchSize).values()) {
      actual.put(value.name(), value.number());
      order.add(value.name());
    }
    Map<String, Double> expected = expected((Map<?, ?>) field(fields, "expected"), actual);
    assertWithMessage("names")
        .that(order)
        .containsExactlyElementsIn(new TreeSet<>(order))
        .inOrder();
    assertWithMessage("names").that(actual.keySet()).isEqualTo(expected.keySet());
    for (Map.Entry<String, Double> entry : expected.entrySet()) {
      String name = entry.getKey();
      boolean wide = name.contains("auc") || name.contains("pr") || name.contains("divergence");
      Tolerance.check(
          name, requireNonNull(actual.get(name)), requireNonNull(entry.getValue()), wide);
    }
  }

  /** A list has one value for each label that the server gives, in order. */
  private static Map<String, Double> expected(Map<?, ?> values, Map<String, Double> actual) {
    Map<String, Double> expected = new HashMap<>();
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      String name = entry.getKey().toString();
      TestTensor tensor = TestTensor.of(requireNonNull(entry.getValue()));
      if (tensor.shape().isEmpty()) {
        expected.put(name, tensor.values()[0]);
        continue;
      }
      List<String> labelled =
          actual.keySet().stream().filter(key -> key.startsWith(name + "[")).sorted().toList();
      assertWithMessage(name).that(labelled).hasSize(tensor.rows());
      for (int i = 0; i < labelled.size(); i++) {
        expected.put(labelled.get(i), tensor.values()[i]);
      }
    }
    return expected;
  }

  private static void add(KerasEvaluation evaluation, Map<?, ?> output, Map<?, ?> fields) {
    TestTensor given = TestTensor.of(field(output, "model_output"));
    OutputRows rows =
        TestRows.of(
            TestTensor.of(field(output, "y_true")),
            given,
            Optional.ofNullable(fields.get("sample_weight")).map(TestTensor::of));
    Optional.ofNullable(fields.get("mask"))
        .map(TestTensor::of)
        .ifPresent(
            mask -> {
              rows.maskWidth = mask.width();
              rows.mask = new boolean[mask.values().length];
              for (int i = 0; i < rows.mask.length; i++) {
                rows.mask[i] = mask.values()[i] != 0;
              }
            });
    Object activation = output.get("activation");
    Optional<ScoreKind> shown = Optional.empty();
    if (activation != null) {
      rows.logits = rows.predictions;
      rows.predictions =
          activation.equals("softmax")
              ? Activations.softmax(rows.logits, rows.predictionWidth)
              : Activations.sigmoid(rows.logits);
      shown = Optional.of(ScoreKind.PROBABILITY);
    }
    Object weight = output.get("loss_weight");
    evaluation.with(
        new Output(
            field(output, "name").toString(),
            output.get("loss") instanceof String loss ? loss : "",
            weight instanceof Number number ? number.doubleValue() : 1,
            metrics(output),
            shown,
            Optional.empty()),
        rows);
  }

  private static List<MetricQuestion> metrics(Map<?, ?> output) {
    List<MetricQuestion> metrics = new ArrayList<>();
    for (boolean weighted : new boolean[] {false, true}) {
      Object texts = output.get(weighted ? "weighted_metrics" : "metrics");
      if (texts instanceof List<?> list) {
        list.forEach(text -> metrics.add(new MetricQuestion(text.toString(), "", weighted)));
      }
    }
    return metrics;
  }

  private static Object field(Map<?, ?> fields, String name) {
    return requireNonNull(fields.get(name), name);
  }
}
