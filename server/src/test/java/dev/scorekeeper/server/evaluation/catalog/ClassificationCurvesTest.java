package dev.scorekeeper.server.evaluation.catalog;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.ConfusionSource;
import dev.scorekeeper.server.evaluation.ConfusionSource.ConfusionCells;
import dev.scorekeeper.server.evaluation.CurveSource;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.MetricCurve;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.SharedMetric;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.spec.CallText;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What reports draw out of metrics of decisions and thresholds. */
final class ClassificationCurvesTest {

  private static final int ROWS = 20_000;

  @Test
  void roc_ofExactTable_hasTheAreaOfTheMetric() throws SpecException {
    Accumulator state = counted("roc_auc()", 1);
    MetricCurve roc = curve(state, "roc");
    double[] x = column(roc, "false_positive_rate");
    double[] y = column(roc, "true_positive_rate");
    double area = 0;
    for (int i = 1; i < x.length; i++) {
      area += (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2;
    }
    assertThat(area).isWithin(1e-3).of(state.result().values().get(0).number());
    assertThat(roc.points()).isAtMost(300);
    assertThat(x[0] + y[0]).isEqualTo(0.0);
    assertThat(x[x.length - 1] + y[y.length - 1]).isEqualTo(2.0);
  }

  @Test
  void thresholds_ofExactTable_countWhatReachesEach() throws SpecException {
    OutputRows rows = rows(1);
    MetricCurve curve = curve(counted("average_precision()", 1), "thresholds");
    double[] thresholds = column(curve, "threshold");
    for (int i = 0; i < thresholds.length; i += 17) {
      int[] expected = new int[4];
      for (int row = 0; row < ROWS; row++) {
        boolean yes = rows.predictions[row] >= thresholds[i];
        expected[rows.labels[row] == 1 ? (yes ? 0 : 3) : (yes ? 1 : 2)]++;
      }
      assertThat(column(curve, "true_positives")[i]).isEqualTo(expected[0]);
      assertThat(column(curve, "false_positives")[i]).isEqualTo(expected[1]);
      assertThat(column(curve, "true_negatives")[i]).isEqualTo(expected[2]);
      assertThat(column(curve, "false_negatives")[i]).isEqualTo(expected[3]);
    }
  }

  @Test
  void curves_ofExactTable_areAllThereAndFinite() throws SpecException {
    List<MetricCurve> curves = ((CurveSource) counted("roc_auc()", 1)).curves();
    assertThat(curves.stream().map(MetricCurve::kind).toList())
        .containsExactly(
            "thresholds",
            "roc",
            "precision_recall",
            "gain",
            "lift",
            "reliability",
            "score_histogram");
    for (MetricCurve curve : curves) {
      for (MetricCurve.Column column : curve.columns()) {
        if (!column.name().equals("threshold")) {
          assertThat(Arrays.stream(column.values()).allMatch(Double::isFinite)).isTrue();
        }
      }
    }
    MetricCurve histogram = curve(counted("roc_auc()", 1), "score_histogram");
    double all =
        Arrays.stream(column(histogram, "negative")).sum()
            + Arrays.stream(column(histogram, "positive")).sum();
    assertThat(all).isEqualTo(ROWS);
  }

  @Test
  void curves_ofSeveralClasses_sayWhichClass() throws SpecException {
    List<MetricCurve> curves = ((CurveSource) counted("roc_auc()", 3)).curves();
    assertThat(
            curves.stream()
                .filter(curve -> curve.kind().equals("roc"))
                .map(curve -> curve.classId().orElseThrow())
                .toList())
        .containsExactly(0, 1, 2)
        .inOrder();
  }

  @Test
  void curves_ofKerasAuc_haveItsThresholds() throws SpecException {
    Accumulator state = counted("AUC()", 1);
    MetricCurve roc = curve(state, "roc");
    assertThat(roc.points()).isEqualTo(201);
    assertThat(column(roc, "threshold")[200]).isLessThan(0.0);
    assertThat(column(roc, "true_positive_rate")[200]).isEqualTo(1.0);
  }

  @Test
  void reliability_ofCalibrationPlot_isPutTogetherFromItsBins() throws SpecException {
    MetricCurve curve = curve(counted("calibration_plot()", 1), "reliability");
    assertThat(curve.points()).isAtMost(50);
    assertThat(Arrays.stream(column(curve, "weight")).sum()).isEqualTo(ROWS);
    double[] scores = column(curve, "mean_score");
    double[] fractions = column(curve, "positive_fraction");
    for (int i = 0; i < curve.points(); i++) {
      assertThat(fractions[i]).isWithin(0.15).of(scores[i]);
    }
  }

  @Test
  void curves_ofNothing_areNone() throws SpecException {
    for (String metric : List.of("roc_auc()", "AUC()", "ece()")) {
      assertThat(((CurveSource) metric(metric, 1).start()).curves()).isEmpty();
    }
  }

  @Test
  void confusion_ofClasses_countsEveryRow() throws SpecException {
    ConfusionCells cells =
        ((ConfusionSource) counted("accuracy_score()", 3)).confusion().orElseThrow();
    assertThat(cells.classes()).isEqualTo(3);
    assertThat(Arrays.stream(cells.cells()).sum()).isEqualTo(ROWS);
  }

  @Test
  void read_ofASharedState_isTheMetricsOwnResult() throws SpecException {
    List<String> metrics = List.of("roc_auc()", "average_precision()", "ks()", "lift()");
    Accumulator shared = counted(metrics.get(0), 1);
    for (String text : metrics) {
      SharedMetric metric = (SharedMetric) metric(text, 1);
      assertThat(metric.stateKey())
          .isEqualTo(((SharedMetric) metric(metrics.get(0), 1)).stateKey());
      assertThat(metric.read(shared)).isEqualTo(counted(text, 1).result());
    }
  }

  @Test
  void startReplicate_byWhateverName_isCoarser() throws SpecException {
    for (String text : List.of("roc_auc()", "roc_auc", "roc_auc(name='area')")) {
      Metric metric = metric(text, 1);
      Accumulator replicate = metric.startReplicate();
      replicate.addAll(rows(1));
      Value coarse = ((SharedMetric) metric).read(replicate).values().get(0);
      assertThat(coarse.lower()).isLessThan(coarse.upper());
      Value exact = counted(text, 1).result().values().get(0);
      assertThat(exact.lower()).isEqualTo(exact.upper());
    }
  }

  private static Accumulator counted(String text, int classes) throws SpecException {
    Accumulator state = metric(text, classes).start();
    state.addAll(rows(classes));
    return state;
  }

  private static Metric metric(String text, int classes) throws SpecException {
    MetricContext context =
        new MetricContext(
            "output",
            List.of(classes),
            List.of(),
            LabelEncoding.SPARSE,
            ScoreKind.PROBABILITY,
            0.5f,
            false,
            1,
            List.of(),
            false);
    return BuiltInMetrics.catalog(List.of()).create(CallText.parse(text), context);
  }

  private static OutputRows rows(int classes) {
    Random random = new Random(5);
    OutputRows rows = new OutputRows();
    rows.count = ROWS;
    rows.predictionShape = new int[] {classes};
    rows.predictionWidth = classes;
    rows.predictions = new float[ROWS * classes];
    rows.labelWidth = 1;
    rows.labels = new double[ROWS];
    for (int i = 0; i < rows.predictions.length; i++) {
      rows.predictions[i] = random.nextFloat() / classes;
    }
    for (int i = 0; i < ROWS; i++) {
      rows.labels[i] =
          classes == 1
              ? (random.nextFloat() < rows.predictions[i] ? 1 : 0)
              : random.nextInt(classes);
    }
    return rows;
  }

  private static MetricCurve curve(Accumulator state, String kind) {
    return ((CurveSource) state)
        .curves().stream().filter(curve -> curve.kind().equals(kind)).findFirst().orElseThrow();
  }

  private static double[] column(MetricCurve curve, String name) {
    return curve.columns().stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow()
        .values();
  }
}
