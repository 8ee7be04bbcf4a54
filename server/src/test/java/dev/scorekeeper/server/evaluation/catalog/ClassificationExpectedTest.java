package dev.scorekeeper.server.evaluation.catalog;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.testing.TestRows;
import dev.scorekeeper.server.evaluation.testing.TestTensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Metrics agree with scikit-learn and Keras on random data: classification-expected.json, written
 * by src/test/python/classification_expected.py.
 */
final class ClassificationExpectedTest {

  private static final String FILE =
      "/dev/scorekeeper/server/evaluation/classification/classification-expected.json";

  @TestFactory
  Stream<DynamicTest> metric_ofRandomData_isThatOfTheOriginal() throws IOException {
    Map<String, Object> root = read();
    Map<String, Object> datasets = map(field(root, "datasets"));
    List<?> cases = (List<?>) field(root, "cases");
    assertThat(cases.size()).isAtLeast(600);
    return cases.stream()
        .map(ClassificationExpectedTest::map)
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.get("metric") + " of " + one.get("data") + " by " + one.get("oracle"),
                    () -> check(one, map(field(datasets, text(one, "data"))))));
  }

  private static void check(Map<String, Object> one, Map<String, Object> data) throws Exception {
    OutputRows rows =
        TestRows.of(
            TestTensor.of(field(data, "y_true")),
            TestTensor.of(field(data, "y_pred")),
            Optional.ofNullable(data.get("sample_weight")).map(TestTensor::of));
    if (data.containsKey("groups")) {
      double[] groups = TestTensor.of(field(data, "groups")).values();
      rows.groups = new long[groups.length];
      for (int i = 0; i < groups.length; i++) {
        rows.groups[i] = (long) groups[i];
      }
    }
    MetricContext context =
        TestRows.context(
            rows,
            LabelEncoding.valueOf(text(data, "encoding")),
            ScoreKind.valueOf(text(data, "kind")));
    String metric = text(one, "metric");
    Accumulator accumulator =
        BuiltInMetrics.catalog(List.of()).create(CallText.parse(metric), context).start();
    accumulator.addAll(rows);
    List<Value> values = accumulator.result().values();
    double[] expected = TestTensor.of(field(one, "expected")).values();
    assertThat(values).hasSize(expected.length);
    double tolerance = metric.startsWith("AUC") ? 1e-5 : 1e-6;
    for (int i = 0; i < expected.length; i++) {
      Value value = values.get(i);
      // What is not defined Keras shows as 0, scikit-learn as 0 or NaN.
      if (Double.isNaN(expected[i])) {
        assertWithMessage("value %s is defined", i).that(value.isDefined()).isFalse();
      } else {
        assertWithMessage("value %s", i)
            .that(value.isDefined() ? value.number() : 0)
            .isWithin(tolerance * Math.max(1e-3, Math.abs(expected[i])))
            .of(expected[i]);
      }
    }
  }

  private static Map<String, Object> read() throws IOException {
    try (InputStream in = ClassificationExpectedTest.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new AssertionError(FILE + " is missing");
      }
      // JSON is YAML.
      return map(new Load(LoadSettings.builder().build()).loadFromInputStream(in));
    }
  }

  private static Object field(Map<String, Object> fields, String name) {
    return Objects.requireNonNull(fields.get(name), name);
  }

  private static String text(Map<String, Object> fields, String name) {
    return field(fields, name).toString();
  }

  @SuppressWarnings("unchecked") // Keys of JSON objects are strings.
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
