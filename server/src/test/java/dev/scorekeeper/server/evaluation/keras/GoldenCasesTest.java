package dev.scorekeeper.server.evaluation.keras;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.LossNormalizer;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.engine.FigureValue;
import dev.scorekeeper.server.evaluation.keras.GoldenQuestions.Question;
import dev.scorekeeper.server.evaluation.loss.LossCatalog;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.testing.KerasGolden;
import dev.scorekeeper.server.evaluation.testing.TestRows;
import dev.scorekeeper.server.evaluation.testing.Tolerance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every golden case, one test each: metrics by the catalog and their accumulators, losses over the
 * rows and as Keras over one batch, and {@code model.evaluate} in KERAS mode.
 */
final class GoldenCasesTest {

  private static final GoldenTable TABLE = new GoldenTable();

  @AfterAll
  static void writeTable() {
    TABLE.write();
  }

  @TestFactory
  Stream<DynamicTest> value_goldenCase_isThatOfItsOracle() {
    List<KerasGolden.Case> cases = KerasGolden.all();
    assertThat(cases).hasSize(153);
    return cases.stream()
        .map(
            golden ->
                DynamicTest.dynamicTest(
                    golden.id(), () -> TABLE.count(golden.id(), () -> check(golden))));
  }

  private static void check(KerasGolden.Case golden) throws Exception {
    if (golden.oracle().equals("model.evaluate")) {
      checkEvaluation(golden);
      return;
    }
    Question question = GoldenQuestions.of(golden);
    if (question.loss()) {
      checkLoss(golden, question);
    } else {
      checkMetric(golden, question);
    }
  }

  private static void checkEvaluation(KerasGolden.Case golden) throws Exception {
    int batchSize = ((Number) requireNonNull(golden.params().get("batch_size"))).intValue();
    Map<String, Double> actual = new HashMap<>();
    for (FigureValue value : GoldenEvaluations.of(golden).figures(batchSize).values()) {
      actual.put(value.name(), value.number());
    }
    Map<?, ?> expected = (Map<?, ?>) golden.expected();
    assertWithMessage("names").that(actual.keySet()).isEqualTo(expected.keySet());
    for (Map.Entry<String, Double> entry : actual.entrySet()) {
      Tolerance.check(
          entry.getKey(), requireNonNull(entry.getValue()), golden.number(entry.getKey()), false);
    }
  }

  private static void checkLoss(KerasGolden.Case golden, Question question) throws Exception {
    OutputRows rows = TestRows.of(golden);
    MetricContext context =
        Shapes.weighted(TestRows.context(rows, question.encoding(), question.kind()), true);
    CallText call = CallText.parse(question.text());
    LossState keras = LossPlan.of(call, context).start(true, rows.count);
    keras.add(rows);
    keras.endBatch();
    boolean wide = question.text().startsWith("KL");
    Tolerance.check("as Keras", keras.last(), golden.numbers()[0], wide);
    if (!keras.needsWholeBatch()) {
      Metric loss = LossCatalog.create(call, context, LossNormalizer.BY_COUNT);
      Accumulator accumulator = loss.start();
      accumulator.addAll(rows);
      double number = accumulator.result().values().get(0).number();
      Tolerance.check("over the rows", number, golden.numbers()[0], wide);
    }
  }

  private static void checkMetric(KerasGolden.Case golden, Question question) throws Exception {
    double[] actual = values(golden, question);
    double[] expected = golden.numbers();
    assertWithMessage("values").that(actual).hasLength(expected.length);
    for (int i = 0; i < expected.length; i++) {
      String what = golden.id() + " " + i;
      if (isCount(question.text())) {
        Tolerance.checkCount(what, actual[i], expected[i]);
      } else {
        Tolerance.check(what, actual[i], expected[i], isWide(question.text()));
      }
    }
  }

  private static boolean isCount(String text) {
    return text.startsWith("True") || text.startsWith("False") || text.startsWith("confusion");
  }

  private static boolean isWide(String text) {
    return text.startsWith("AUC") || text.startsWith("KL");
  }

  private static double[] values(KerasGolden.Case golden, Question question) throws Exception {
    List<Double> values = new ArrayList<>();
    for (Value value : results(golden, question)) {
      // Keras gives 0 for what is not defined, but NaN where the arithmetic does.
      boolean zero = !value.isDefined() && value.undefined() != Value.Undefined.NOT_FINITE;
      values.add(zero ? 0.0 : value.number());
    }
    return values.stream().mapToDouble(v -> v).toArray();
  }

  private static List<Value> results(KerasGolden.Case golden, Question question)
      throws SpecException {
    List<Value> values = new ArrayList<>();
    for (String text : question.text().split("; ", -1)) {
      values.addAll(fed(golden, question, text).result().values());
    }
    return values;
  }

  private static Accumulator fed(KerasGolden.Case golden, Question question, String text)
      throws SpecException {
    OutputRows rows = GoldenRows.of(golden);
    MetricContext context = TestRows.context(rows, question.encoding(), question.kind());
    Metric metric = KerasEvaluation.CATALOG.create(CallText.parse(text), context);
    Accumulator accumulator = metric.start();
    for (int row = 0; row < rows.count; row++) {
      accumulator.add(rows, row, GoldenRows.times(golden, row));
    }
    return accumulator;
  }
}
