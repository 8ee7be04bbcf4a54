package dev.scorekeeper.cli.report;

import static dev.scorekeeper.cli.report.SampleParts.accuracy;
import static dev.scorekeeper.cli.report.SampleParts.classValue;
import static dev.scorekeeper.cli.report.SampleParts.counts;
import static dev.scorekeeper.cli.report.SampleParts.gate;
import static dev.scorekeeper.cli.report.SampleParts.interval;
import static dev.scorekeeper.cli.report.SampleParts.matrix;
import static dev.scorekeeper.cli.report.SampleParts.record;
import static dev.scorekeeper.cli.report.SampleParts.value;

import dev.scorekeeper.v1.EvaluatedOutput;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.GateResult;
import dev.scorekeeper.v1.LabelEncoding;
import dev.scorekeeper.v1.LossSource;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.OutputCounts;
import dev.scorekeeper.v1.ScoreKind;
import dev.scorekeeper.v1.SliceKey;
import dev.scorekeeper.v1.SliceResult;
import dev.scorekeeper.v1.UndefinedReason;
import dev.scorekeeper.v1.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Records as servers make them, of invented models: the same on every call. */
final class Samples {
  private Samples() {}

  /** Two classes, one score; gates passed; compared with {@link #binaryBaseline}. */
  static Evaluation binary() {
    Evaluation record = binary("ev-20261126-5f3a9c0d", 3, 1.55);
    double accuracy = record.getValues(1).getValue();
    double area = record.getValues(2).getValue();
    return record.toBuilder()
        .setBaselineId("ev-20261101-00c0ffee")
        .addGates(gate("accuracy >= 0.9", Verdict.VERDICT_PASSED, accuracy, 0.9, ""))
        .addGates(
            gate(
                "roc_auc >= baseline - 0.002",
                Verdict.VERDICT_PASSED,
                area,
                binaryBaseline().getValues(2).getValue() - 0.002,
                ""))
        .setVerdict(Verdict.VERDICT_PASSED)
        .build();
  }

  static Evaluation binaryBaseline() {
    return binary("ev-20261101-00c0ffee", 2, 1.2);
  }

  private static Evaluation binary(String id, long version, double apart) {
    Random random = new Random(7);
    int rows = 2_000;
    double[] scores = new double[rows];
    boolean[] labels = new boolean[rows];
    double logLoss = 0;
    double brier = 0;
    long[][] cells = new long[2][2];
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(100) < 37;
      double logit = random.nextGaussian() + (labels[i] ? apart : -apart);
      scores[i] = 1 / (1 + Math.exp(-1.6 * logit));
      boolean yes = scores[i] > 0.5;
      logLoss -= Math.log(labels[i] ? scores[i] : 1 - scores[i]) / rows;
      brier += Math.pow(scores[i] - (labels[i] ? 1 : 0), 2) / rows;
      cells[labels[i] ? 1 : 0][yes ? 1 : 0]++;
    }
    Evaluation.Builder record = record(id, "breast_cancer", version, rows);
    record
        .getSpecBuilder()
        .addOutputs(
            EvaluatedOutput.newBuilder()
                .setOutput("malignant")
                .setLoss("BinaryCrossentropy()")
                .setDecisionThreshold(0.5)
                .setPositiveClass(1)
                .addAllClassNames(List.of("benign", "malignant")));
    record
        .getCountsBuilder()
        .addOutputs(
            counts("malignant", rows)
                .setClippedRows(3)
                .setLossSource(LossSource.LOSS_SOURCE_PROBABILITIES_CLIPPED)
                .setScoreKind(ScoreKind.SCORE_KIND_PROBABILITY)
                .addLabelCounts(cells[0][0] + cells[0][1])
                .addLabelCounts(cells[1][0] + cells[1][1]));
    return record
        .addValues(value("malignant", "loss", logLoss, false))
        .addValues(interval(value("malignant", "accuracy", accuracy(cells), true), 0.014))
        .addValues(
            interval(value("malignant", "roc_auc", SampleCurves.area(scores, labels), true), 0.009))
        .addValues(value("malignant", "brier_score", brier, false))
        .addValues(value("malignant", "true_positives", (double) cells[1][1], true))
        .addConfusionMatrices(matrix("malignant", cells, List.of("benign", "malignant")))
        .addAllCurves(SampleCurves.of("malignant", -1, scores, labels))
        .addWarnings(
            "The loss of malignant was computed from probabilities: 3 rows were clipped for the logarithm.")
        .build();
  }

  /**
   * Classes that are mostly taken for themselves, and else for the next one; the last never occurs.
   */
  static Evaluation manyClasses(int n) {
    Random random = new Random(13);
    long[][] cells = new long[n][n];
    List<String> names = new ArrayList<>();
    int rows = 0;
    for (int label = 0; label < n; label++) {
      names.add(label % 9 == 4 ? "a species with a rather long name " + label : "species " + label);
      int times = label == n - 1 ? 0 : 20 + random.nextInt(60);
      for (int i = 0; i < times; i++) {
        int away = random.nextInt(100) < 5 + label % 40 ? 1 + random.nextInt(2) : 0;
        cells[label][(label + away) % n]++;
      }
      rows += times;
    }
    Evaluation.Builder record = record("ev-20261126-0badcafe", "species", 1, rows);
    record
        .getSpecBuilder()
        .addOutputs(EvaluatedOutput.newBuilder().setOutput("species").addAllClassNames(names));
    record.getCountsBuilder().addOutputs(counts("species", rows));
    return record
        .addValues(value("species", "accuracy", accuracy(cells), true))
        .addConfusionMatrices(matrix("species", cells, names))
        .build();
  }

  /** Ten classes, with values and curves by class; no gates. */
  static Evaluation tenClasses() {
    Random random = new Random(11);
    int rows = 900;
    int n = 10;
    double[][] scores = new double[n][rows];
    boolean[][] labels = new boolean[n][rows];
    long[][] cells = new long[n][n];
    for (int i = 0; i < rows; i++) {
      int label = random.nextInt(n);
      double[] logits = new double[n];
      Arrays.setAll(logits, c -> 1.2 * random.nextGaussian());
      logits[label] += 4;
      logits[(label + 5) % n] += label == 3 || label == 8 ? 2.4 : 0;
      double total = Arrays.stream(logits).map(Math::exp).sum();
      int predicted = 0;
      for (int c = 0; c < n; c++) {
        scores[c][i] = Math.exp(logits[c]) / total;
        labels[c][i] = c == label;
        predicted = logits[c] > logits[predicted] ? c : predicted;
      }
      cells[label][predicted]++;
    }
    List<String> names =
        List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
    Evaluation.Builder record = record("ev-20261126-d161757", "digits", 12, rows);
    record
        .getSpecBuilder()
        .addOutputs(
            EvaluatedOutput.newBuilder()
                .setOutput("digit")
                .setLoss("SparseCategoricalCrossentropy()")
                .addAllClassNames(names));
    record.addValues(value("digit", "loss", 0.3121, false));
    record.addValues(interval(value("digit", "accuracy", accuracy(cells), true), 0.012));
    record.addValues(value("digit", "top_3_accuracy", 0.98778, true));
    OutputCounts.Builder counts =
        counts("digit", rows)
            .setLossSource(LossSource.LOSS_SOURCE_LOGITS_FROM_GRAPH)
            .setLabelEncoding(LabelEncoding.LABEL_ENCODING_SPARSE);
    for (int c = 0; c < n; c++) {
      long of = Arrays.stream(cells[c]).sum();
      counts.addLabelCounts(of);
      int column = c;
      long taken = Arrays.stream(cells).mapToLong(row -> row[column]).sum();
      record.addValues(classValue("precision", c, cells[c][c] / (double) taken));
      record.addValues(classValue("recall", c, cells[c][c] / (double) of));
      record.addAllCurves(SampleCurves.of("digit", c, scores[c], labels[c]));
    }
    record.getCountsBuilder().addOutputs(counts);
    return record
        .addConfusionMatrices(matrix("digit", cells, names))
        .setVerdict(Verdict.VERDICT_NOT_GATED)
        .build();
  }

  /** One real number. */
  static Evaluation regression() {
    Random random = new Random(5);
    int rows = 442;
    double[] predicted = new double[rows];
    double[] residual = new double[rows];
    for (int i = 0; i < rows; i++) {
      predicted[i] = 152 + 55 * random.nextGaussian();
      residual[i] = 38 * random.nextGaussian() * (0.6 + predicted[i] / 400);
    }
    Evaluation.Builder record = record("ev-20261126-d1abe7e5", "diabetes", 1, rows);
    record
        .getSpecBuilder()
        .addOutputs(
            EvaluatedOutput.newBuilder().setOutput("progression").setLoss("MeanSquaredError()"));
    record.getCountsBuilder().addOutputs(counts("progression", rows));
    return record
        .addValues(value("progression", "loss", 2_859.69618, false))
        .addValues(interval(value("progression", "root_mean_squared_error", 53.4761, false), 3.1))
        .addValues(value("progression", "mean_absolute_error", 43.27744, false))
        .addValues(interval(value("progression", "r2_score", 0.5177, true), 0.05))
        .addValues(
            value("progression", "bias", -1.33455, false).toBuilder().clearHigherIsBetter().build())
        .addCurves(SampleCurves.residuals("progression", predicted, residual))
        .setVerdict(Verdict.VERDICT_NOT_GATED)
        .build();
  }

  /** A class and a number, with slices by two groupings and gates that failed. */
  static Evaluation twoOutputs() {
    Evaluation classes = tenClasses();
    Evaluation.Builder record = record("ev-20261126-7007007", "wine", 4, 900);
    record
        .getSpecBuilder()
        .addOutputs(
            EvaluatedOutput.newBuilder()
                .setOutput("dense_2")
                .setDisplayName("cultivar")
                .setLoss("SparseCategoricalCrossentropy()")
                .setLossWeight(1))
        .addOutputs(
            EvaluatedOutput.newBuilder()
                .setOutput("alcohol")
                .setLoss("MeanSquaredError()")
                .setLossWeight(0.5));
    record
        .getCountsBuilder()
        .addOutputs(classes.getCounts().getOutputs(0).toBuilder().setOutput("cultivar"))
        .addOutputs(counts("alcohol", 893).setMissingLabels(7));
    record.addValues(value("", "loss", 0.4012, false));
    record.addValues(interval(value("cultivar", "cultivar_accuracy", 0.9122, true), 0.017));
    record.addValues(value("cultivar", "cultivar_loss", 0.3121, false));
    record.addValues(interval(value("alcohol", "alcohol_mae", 0.3318, false), 0.021));
    record.addValues(value("alcohol", "alcohol_loss", 0.1782, false));
    record.addValues(
        value("alcohol", "alcohol_pearson", 0, true).toBuilder()
            .setUndefined(UndefinedReason.UNDEFINED_REASON_ZERO_DENOMINATOR)
            .setValue(Double.NaN)
            .setDecimal("NaN")
            .build());
    addSlices(record);
    classes
        .getCurvesList()
        .forEach(curve -> record.addCurves(curve.toBuilder().setOutput("cultivar")));
    Evaluation numbers = regression();
    numbers
        .getCurvesList()
        .forEach(curve -> record.addCurves(curve.toBuilder().setOutput("alcohol")));
    return record
        .addConfusionMatrices(
            classes.getConfusionMatrices(0).toBuilder().setOutput("cultivar").clearClassNames())
        .addGates(gate("cultivar_accuracy >= 0.9", Verdict.VERDICT_PASSED, 0.9122, 0.9, ""))
        .addGates(
            gate(
                "slice(country=JP).cultivar_accuracy >= 0.85",
                Verdict.VERDICT_FAILED,
                0.8112,
                0.85,
                "0.8112 is below 0.85"))
        .addGates(
            GateResult.newBuilder()
                .setGate("alcohol_pearson >= 0.4")
                .setVerdict(Verdict.VERDICT_FAILED)
                .setBound(0.4)
                .setExplanation("alcohol_pearson is not defined"))
        .setVerdict(Verdict.VERDICT_FAILED)
        .setNotComparable("the data set's digest differs from the baseline's")
        .addWarnings("7 rows have no label for alcohol and do not count for it.")
        .build();
  }

  private static void addSlices(Evaluation.Builder record) {
    Random random = new Random(3);
    String[] countries = {"AT", "BR", "CH", "DE", "FR", "IT", "JP", "KR", "PT", "US"};
    for (String country : countries) {
      long rows = country.equals("KR") ? 4 : 20 + random.nextInt(180);
      double shift = country.equals("JP") ? -0.101 : 0.03 * random.nextGaussian();
      record.addSlices(slice(record, List.of("country"), List.of(country), rows, shift));
    }
    for (String country : countries) {
      for (String device : List.of("desktop", "phone", "tablet")) {
        record.addSlices(
            slice(
                record,
                List.of("country", "device"),
                List.of(country, device),
                8 + random.nextInt(60),
                0.05 * random.nextGaussian()));
      }
    }
  }

  private static SliceResult slice(
      Evaluation.Builder record,
      List<String> columns,
      List<String> values,
      long rows,
      double shift) {
    SliceResult.Builder slice =
        SliceResult.newBuilder()
            .setKey(SliceKey.newBuilder().addAllColumns(columns).addAllValues(values))
            .setRowCount(rows);
    for (MetricValue whole : record.getValuesList()) {
      MetricValue here =
          value(
              whole.getKey().getOutput(),
              whole.getName(),
              Math.min(1, whole.getValue() + shift),
              whole.getHigherIsBetter());
      if (rows < 5) {
        here =
            here.toBuilder().setUndefined(UndefinedReason.UNDEFINED_REASON_SLICE_TOO_SMALL).build();
      } else if (whole.hasInterval()) {
        here = interval(here, 0.35 / Math.sqrt((double) rows));
      }
      slice.addValues(here);
    }
    return slice.build();
  }
}
