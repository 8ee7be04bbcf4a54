package dev.scorekeeper.server.evaluation.expression;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.spec.Canonical;
import dev.scorekeeper.server.evaluation.spec.MetricCatalog;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What metrics made of expressions compute. */
final class ExpressionMetricsTest {

  private static final MetricCatalog CATALOG =
      new MetricCatalog("metric", ExpressionMetrics.factories());

  private static MetricContext context(int width, boolean weighted) {
    return new MetricContext(
        "output_0",
        List.of(width),
        List.of(width),
        LabelEncoding.MULTI_LABEL,
        ScoreKind.PROBABILITY,
        0.5f,
        false,
        1,
        List.of(),
        weighted);
  }

  private static MetricContext sparse(int classes) {
    return new MetricContext(
        "output_0",
        List.of(classes),
        List.of(),
        LabelEncoding.SPARSE,
        ScoreKind.PROBABILITY,
        0.5f,
        false,
        1,
        List.of(),
        false);
  }

  private static Metric metric(String text, MetricContext context) throws SpecException {
    return CATALOG.create(CallText.parse(text), context);
  }

  private static OutputRows rows(int width, float[] predictions, double... labels) {
    OutputRows rows = new OutputRows();
    rows.count = predictions.length / width;
    rows.predictionWidth = width;
    rows.predictionShape = new int[] {width};
    rows.predictions = predictions;
    rows.labelWidth = labels.length / rows.count;
    rows.labelShape = new int[] {rows.labelWidth};
    rows.labels = labels;
    return rows;
  }

  private static MetricResult result(Metric metric, OutputRows rows) {
    Accumulator accumulator = metric.start();
    accumulator.addAll(rows);
    return accumulator.result();
  }

  private static double value(String text, MetricContext context, OutputRows rows)
      throws SpecException {
    return result(metric(text, context), rows).values().get(0).number();
  }

  @Test
  void result_wape_isTheRatioOfTheSums() throws Exception {
    OutputRows rows = rows(1, new float[] {1, 2, 4}, 2, 2, 1);

    assertThat(value("expression('ratio(sum(abs(y - p)), sum(abs(y)))')", context(1, false), rows))
        .isEqualTo(4.0 / 5);
  }

  @Test
  void result_weightedMetric_weighsEverySum() throws Exception {
    OutputRows rows = rows(2, new float[] {1, 2, 4, 8}, 1, 1, 1, 1);
    rows.weightWidth = 1;
    rows.weights = new double[] {3, 0.5};

    assertThat(value("expression('sum(p)')", context(2, true), rows)).isEqualTo(15.0);
    assertThat(value("expression('sum(p)')", context(2, false), rows)).isEqualTo(15.0);
    assertThat(value("expression('sum(w * p) / sum(w)')", context(2, false), rows))
        .isEqualTo(15.0 / 7);
    rows.weightWidth = 2;
    rows.weights = new double[] {1, 0, 0, 2};
    assertThat(value("expression('sum(p)')", context(2, true), rows)).isEqualTo(17.0);
  }

  @Test
  void create_weightTwice_isRefused() {
    SpecException failure =
        assertThrows(
            SpecException.class, () -> metric("expression('sum(w * p)')", context(1, true)));

    assertThat(failure).hasMessageThat().contains("w would count twice");
  }

  @Test
  void result_maskedElements_doNotCount() throws Exception {
    OutputRows rows = rows(2, new float[] {1, 2, 4, 8}, 1, 1, 1, 1);
    rows.maskWidth = 2;
    rows.mask = new boolean[] {true, false, false, true};

    assertThat(value("expression('sum(p) / count()')", context(2, false), rows)).isEqualTo(4.5);
  }

  @Test
  void result_predictionsAgainstANumber_comparedInFloat32() throws Exception {
    OutputRows rows = rows(1, new float[] {0.7f, 0.3f}, 0, 0);

    assertThat(value("expression('sum(p > 0.7)')", context(1, false), rows)).isEqualTo(0.0);
    assertThat(value("expression('sum(p > 0.3)')", context(1, false), rows)).isEqualTo(1.0);
    assertThat(value("expression('sum([p > t])')", context(1, false), rows)).isEqualTo(1.0);
  }

  @Test
  void result_indexOfClass_countsAsOneForItsClass() throws Exception {
    OutputRows rows = rows(3, new float[] {0.2f, 0.5f, 0.3f, 0.6f, 0.3f, 0.1f}, 1, 2);

    MetricResult byClass =
        result(metric("expression('sum(y * p)', grouping='per_class')", sparse(3)), rows);

    assertThat(byClass.labels()).containsExactly("class 0", "class 1", "class 2").inOrder();
    assertThat(byClass.values().stream().map(Value::number).toList())
        .containsExactly(0.0, 0.5, (double) 0.1f)
        .inOrder();
  }

  @Test
  void dice_groupings_areDifferentNumbers() throws Exception {
    float[] predictions = {1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 1, 0, 1};
    OutputRows rows =
        rows(4, predictions, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 1, 0);

    assertThat(value("dice()", context(4, false), rows)).isEqualTo(12.0 / 19);
    assertThat(value("dice(aggregation='per_example')", context(4, false), rows))
        .isEqualTo((2.0 / 3 + 2.0 / 3 + 0 + 1 + 0) / 5);
    assertThat(value("dice(aggregation='macro')", context(4, false), rows))
        .isWithin(1e-15)
        .of(macro(rows));
  }

  private static double macro(OutputRows rows) {
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      double overlap = 0;
      double both = 0;
      for (int row = 0; row < rows.count; row++) {
        overlap += rows.labels[row * 4 + i] * rows.predictions[row * 4 + i];
        both += rows.labels[row * 4 + i] + rows.predictions[row * 4 + i];
      }
      sum += 2 * overlap / both;
    }
    return sum / 4;
  }

  @Test
  void dice_emptyAndPredictedEmpty_doesNotCountWithoutSmoothing() throws Exception {
    OutputRows rows = rows(2, new float[] {0, 0, 1, 0}, 0, 0, 1, 1);

    assertThat(value("dice(aggregation='per_example')", context(2, false), rows))
        .isEqualTo(2.0 / 3);
    assertThat(value("dice(smooth=1, aggregation='per_example')", context(2, false), rows))
        .isEqualTo((1 + 3.0 / 4) / 2);
    Value none =
        result(metric("dice()", context(2, false)), rows(2, new float[] {0, 0}, 0, 0))
            .values()
            .get(0);
    assertThat(none.undefined()).isEqualTo(Value.Undefined.ZERO_DENOMINATOR);
    Value empty = metric("dice()", context(2, false)).start().result().values().get(0);
    assertThat(empty.undefined()).isEqualTo(Value.Undefined.EMPTY);
  }

  @Test
  void overlaps_softAndHard_followTheirFormulas() throws Exception {
    OutputRows rows = rows(1, new float[] {0.75f, 0.25f, 0.5f, 0.25f}, 1, 1, 0, 0);

    assertThat(value("tversky(alpha=0.25, beta=2)", context(1, false), rows))
        .isEqualTo(1 / (1 + 0.25 * 0.75 + 2 * 1));
    assertThat(value("tversky()", context(1, false), rows))
        .isEqualTo(value("dice()", context(1, false), rows));
    assertThat(value("soft_iou()", context(1, false), rows)).isEqualTo(1 / (2 + 1.75 - 1));
    assertThat(value("soft_fbeta(beta=2)", context(1, false), rows))
        .isEqualTo(5 * 1 / (4 * 2 + 1.75));
    assertThat(value("dice(threshold=0.5)", context(1, false), rows)).isEqualTo(2.0 / 3);
  }

  @Test
  void cost_oneScore_countsByTheThreshold() throws Exception {
    OutputRows rows = rows(1, new float[] {0.9f, 0.5f, 0.1f, 0.8f}, 1, 1, 0, 0);

    assertThat(value("cost([[0, 1], [5, 0]])", context(1, false), rows)).isEqualTo(1.5);
  }

  @Test
  void cost_severalScores_countsTheGreatest() throws Exception {
    OutputRows rows = rows(3, new float[] {0.2f, 0.5f, 0.3f, 0.4f, 0.4f, 0.2f}, 2, 0);

    assertThat(value("cost([[0.5, 1, 2], [3, 4, 5], [6, 7, 8]])", sparse(3), rows))
        .isEqualTo((7 + 0.5) / 2);
  }

  @Test
  void create_unsuitable_isRefused() {
    assertThat(failure("dice(aggregation='batch')", context(1, false)))
        .contains("there is no grouping batch; there are dataset, per_example, per_class, macro");
    assertThat(failure("cost([[0, 1], [5]])", context(1, false)))
        .contains("must have 2 rows of 2 values");
    assertThat(failure("cost()", context(1, false))).contains("cost needs a matrix");
    assertThat(failure("dice(smooth=-1)", context(1, false))).contains("must be a number >= 0");
    assertThat(failure("expression()", context(1, false))).contains("expression needs a text");
    MetricContext unequal =
        new MetricContext(
            "output_0",
            List.of(3),
            List.of(2),
            LabelEncoding.REAL,
            ScoreKind.REAL,
            0.5f,
            false,
            1,
            List.of(),
            false);
    assertThat(failure("expression('sum(y)')", unequal)).contains("labels have 2");
  }

  private static String failure(String text, MetricContext context) {
    return String.valueOf(
        assertThrows(SpecException.class, () -> metric(text, context)).getMessage());
  }

  @Test
  void identity_sameMeaning_sameDigest() throws Exception {
    MetricContext context = context(1, false);
    Metric one = metric("expression('ratio(sum(abs(y-p)),sum(abs(y)))')", context);
    Metric other = metric("expression(\"sum(abs(y - p)) / (sum(abs(y)))\")", context);

    assertThat(Canonical.digest(one.identity())).isEqualTo(Canonical.digest(other.identity()));
    assertThat(one.identity().canonical())
        .isEqualTo("expression(grouping='dataset', text='sum(abs(y - p)) / sum(abs(y))')");
    assertThat(one.identity().direction()).isEqualTo(Direction.NEITHER);
    assertThat(
            metric("expression('sum([p > t])', higher_is_better=True)", context)
                .identity()
                .canonical())
        .isEqualTo("expression(decision_threshold=0.5, grouping='dataset', text='sum(p > t)')");
  }

  @Test
  void merge_otherMetric_isRefused() throws Exception {
    Accumulator one = metric("dice()", context(1, false)).start();
    Accumulator other = metric("soft_iou()", context(1, false)).start();

    assertThrows(IllegalArgumentException.class, () -> one.merge(other));
  }
}
