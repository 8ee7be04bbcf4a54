package dev.scorekeeper.cli;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.v1.EvaluatedOutput;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.EvaluationMode;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.IntervalMethod;
import dev.scorekeeper.v1.LabelEncoding;
import dev.scorekeeper.v1.LabelledRows;
import dev.scorekeeper.v1.LossNormalizer;
import dev.scorekeeper.v1.MissingLabelPolicy;
import dev.scorekeeper.v1.NonFinitePolicy;
import dev.scorekeeper.v1.ScoreKind;
import dev.scorekeeper.v1.UndefinedPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From options and files to the question and the rows that a server gets, and back. */
@SuppressWarnings("NullAway.Init") // JUnit sets it before each test.
final class EvaluateCommandTest {
  private static final Path WINE = Path.of("../../server/models/wine/model.keras");

  @TempDir private Path folder = Path.of("");
  private EvaluateFixture fixture;

  @BeforeEach
  void start() throws IOException {
    fixture = new EvaluateFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private EvaluationHeader header() {
    return fixture.received().headers.get(0);
  }

  private EvaluationSpec spec() {
    return header().getSpec();
  }

  @Test
  void evaluate_lossAndMetrics_reachTheServerWithTheRows() throws IOException {
    CommandRun run =
        fixture.evaluate(
            "double",
            EvaluateFixture.rows(folder),
            "--label",
            "y",
            "--loss",
            "Huber(delta=0.5)",
            "--metrics",
            "mae, quantile(q=[0.1, 0.9])");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.out())
        .isEqualTo(
            """
            METRIC                  VALUE
            loss                      0.5
            mae                       0.5
            quantile(q=[0.1, 0.9])    0.5

            double version 3 on 3 rows
            record ev-1: no gates
            """);
    assertThat(header().getModel().getVersion()).isEqualTo(3);
    assertThat(spec().getRequestId()).isNotEmpty();
    EvaluatedOutput output = spec().getOutputs(0);
    assertThat(output.getOutput()).isEqualTo("y");
    assertThat(output.getLoss()).isEqualTo("Huber(delta=0.5)");
    LabelledRows sent = fixture.received().rows.get(0);
    assertThat(sent.getInputs(0).getShapeList()).containsExactly(3L, 4L);
    assertThat(sent.getLabels(0).getName()).isEqualTo("y");
    assertThat(sent.getLabels(0).getShapeList()).containsExactly(3L);
  }

  @Test
  void evaluate_nothingAsked_takesWhatSuitsAndSaysSo() throws IOException {
    CommandRun run =
        fixture.evaluate(
            "wine",
            EvaluateFixture.rows(folder),
            "--input",
            "x=x_0,x_1,x_2,x_3",
            "--label",
            "alcohol=y",
            "--label",
            "cultivar=kind");
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.err())
        .isEqualTo(
            """
            Neither --loss nor --metrics: for alcohol (plain numbers) taking loss mean_squared_error and mean_absolute_error, root_mean_squared_error, R2Score.
            Neither --loss nor --metrics: for cultivar (probabilities of 3 classes, labels are indices) taking loss sparse_categorical_crossentropy and accuracy.
            """);
    assertThat(spec().getOutputsCount()).isEqualTo(2);
  }

  @Test
  void evaluate_everyOption_isInTheQuestion() throws IOException {
    CommandRun run =
        fixture.evaluate(
            "wine",
            EvaluateFixture.rows(folder),
            "--label",
            "cultivar=kind",
            "--label",
            "alcohol=y",
            "--loss",
            "cultivar:sparse_categorical_crossentropy, alcohol:huber",
            "--metrics",
            "cultivar:accuracy",
            "--metrics",
            "alcohol:mae",
            "--weighted-metrics",
            "cultivar:accuracy",
            "--loss-weight",
            "alcohol=0.25",
            "--threshold",
            "cultivar=0.4",
            "--encoding",
            "cultivar=sparse",
            "--encoding",
            "alcohol=real",
            "--score-kind",
            "cultivar=probability",
            "--positive-class",
            "cultivar=2",
            "--class-names",
            "cultivar=a,b,c",
            "--class-weight",
            "cultivar=2:0.5",
            "--weight",
            "w",
            "--mask",
            "alcohol=m",
            "--slice",
            "country",
            "--slice",
            "country,name",
            "--id",
            "name",
            "--query",
            "country",
            "--missing-labels",
            "skip",
            "--gate",
            "cultivar_accuracy >= 0.4",
            "--gate",
            "loss <= 1",
            "--baseline",
            "best",
            "--despite",
            "dataset.digest",
            "--despite",
            "spec.preprocessing_hash",
            "--first-release",
            "--dataset",
            "wine@2",
            "--preprocessing-hash",
            "h",
            "--note",
            "n",
            "--mode",
            "keras",
            "--batch-size",
            "7",
            "--intervals",
            "jackknife",
            "--replicates",
            "30",
            "--level",
            "0.9",
            "--seed",
            "5",
            "--loss-normalizer",
            "weight",
            "--non-finite",
            "skip",
            "--undefined",
            "zero",
            "--min-slice-rows",
            "3",
            "--max-slices",
            "9",
            "--extra-loss",
            "0.5",
            "--metric-signature",
            "evaluate",
            "--model-version",
            "1",
            "--message-rows",
            "2");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(0);
    EvaluatedOutput cultivar = spec().getOutputs(0);
    assertThat(cultivar.getOutput()).isEqualTo("cultivar");
    assertThat(cultivar.getMetricsCount()).isEqualTo(2);
    assertThat(cultivar.getMetrics(1).getWeighted()).isTrue();
    assertThat(cultivar.getDecisionThreshold()).isEqualTo(0.4);
    assertThat(cultivar.getLabelEncoding()).isEqualTo(LabelEncoding.LABEL_ENCODING_SPARSE);
    assertThat(cultivar.getScoreKind()).isEqualTo(ScoreKind.SCORE_KIND_PROBABILITY);
    assertThat(cultivar.getPositiveClass()).isEqualTo(2);
    assertThat(cultivar.getClassNamesList()).containsExactly("a", "b", "c").inOrder();
    assertThat(cultivar.getClassWeightsList()).containsExactly(1.0, 1.0, 0.5).inOrder();
    assertThat(spec().getOutputs(1).getLossWeight()).isEqualTo(0.25);
    assertThat(spec().getSlices(1).getColumnsList()).containsExactly("country", "name").inOrder();
    assertThat(spec().getGatesCount()).isEqualTo(2);
    assertThat(spec().getBaseline()).isEqualTo("best");
    assertThat(spec().getDespiteList())
        .containsExactly("dataset.digest", "spec.preprocessing_hash")
        .inOrder();
    assertThat(spec().getFirstRelease()).isTrue();
    assertThat(spec().getDataset().getName()).isEqualTo("wine");
    assertThat(spec().getDataset().getVersion()).isEqualTo("2");
    assertThat(spec().getPreprocessingHash()).isEqualTo("h");
    assertThat(spec().getNote()).isEqualTo("n");
    assertThat(spec().getMode()).isEqualTo(EvaluationMode.EVALUATION_MODE_KERAS);
    assertThat(spec().getKeras().getBatchSize()).isEqualTo(7);
    assertThat(spec().getKeras().getProfile()).isEqualTo("keras-3.15/tensorflow");
    assertThat(spec().getIntervals().getMethod())
        .isEqualTo(IntervalMethod.INTERVAL_METHOD_JACKKNIFE);
    assertThat(spec().getIntervals().getReplicates()).isEqualTo(30);
    assertThat(spec().getIntervals().getLevel()).isEqualTo(0.9);
    assertThat(spec().getIntervals().getSeed()).isEqualTo(5);
    assertThat(spec().getPolicies().getLossNormalizer())
        .isEqualTo(LossNormalizer.LOSS_NORMALIZER_BY_WEIGHT);
    assertThat(spec().getPolicies().getNonFinite())
        .isEqualTo(NonFinitePolicy.NON_FINITE_POLICY_SKIP);
    assertThat(spec().getPolicies().getUndefined())
        .isEqualTo(UndefinedPolicy.UNDEFINED_POLICY_ZERO);
    assertThat(spec().getPolicies().getMissingLabels())
        .isEqualTo(MissingLabelPolicy.MISSING_LABEL_POLICY_SKIP);
    assertThat(spec().getSliceLimits().getMinRows()).isEqualTo(3);
    assertThat(spec().getSliceLimits().getMaxSlices()).isEqualTo(9);
    assertThat(spec().getExtraLoss()).isEqualTo(0.5);
    assertThat(spec().getMetricSignaturesList()).containsExactly("evaluate");
    List<LabelledRows> sent = fixture.received().rows;
    assertThat(sent).hasSize(2);
    assertThat(sent.get(1).getSequence()).isEqualTo(1);
    assertThat(sent.get(0).getLabelsCount()).isEqualTo(2);
    assertThat(sent.get(0).getLabelPresenceCount()).isEqualTo(2);
    assertThat(sent.get(0).getWeights(0).getName()).isEmpty();
    assertThat(sent.get(0).getMasks(0).getName()).isEqualTo("alcohol");
    assertThat(sent.get(0).getSliceColumnsCount()).isEqualTo(2);
    assertThat(sent.get(0).getExampleIds().getStringValues(1).toStringUtf8()).isEqualTo("b");
    assertThat(sent.get(0).getQueryIds().getStringValues(1).toStringUtf8()).isEqualTo("FR");
  }

  @Test
  void evaluate_despiteWithoutBaseline_isMisuse() throws IOException {
    CommandRun run =
        fixture.evaluate(
            "double",
            EvaluateFixture.rows(folder),
            "--label",
            "y",
            "--loss",
            "mse",
            "--despite",
            "dataset.digest");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--despite is for --baseline.");
  }

  @Test
  void evaluate_like_takesOverWhatWasCompiled() throws IOException {
    Path labels =
        Files.writeString(
            folder.resolve("labels.csv"),
            "cultivar_0,cultivar_1,cultivar_2,alcohol\n1,0,0,12\n0,1,0,13\n0,0,1,14\n");
    CommandRun run =
        fixture.evaluate(
            "wine",
            EvaluateFixture.rows(folder),
            "--label",
            labels.toString(),
            "--like",
            WINE.toString(),
            "--metrics",
            "alcohol:mse");
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(spec().getOutputsCount()).isEqualTo(2);
    for (EvaluatedOutput output : spec().getOutputsList()) {
      if (output.getOutput().equals("cultivar")) {
        assertThat(output.getLoss()).isEqualTo("categorical_crossentropy");
        assertThat(output.getMetricsCount()).isEqualTo(2);
      } else {
        assertThat(output.getLoss()).isEqualTo("huber");
        assertThat(output.getLossWeight()).isEqualTo(0.25);
        assertThat(output.getMetrics(0).getMetric()).isEqualTo("mse");
      }
    }
    LabelledRows sent = fixture.received().rows.get(0);
    assertThat(sent.getLabelsCount()).isEqualTo(2);
  }

  @Test
  void evaluate_spec_isTheQuestionAndOptionsGoOverIt() throws IOException {
    Path spec =
        Files.writeString(
            folder.resolve("spec.json"),
            """
            {"model": {"name": "double"}, "spec": {
              "outputs": [{"loss": "mse", "metrics": [{"metric": "mae", "name": "error"}]}],
              "slices": [{"columns": ["country"]}],
              "gates": ["loss <= 1"], "baseline": "ev-9", "note": "from the file"}}
            """);
    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--target",
            fixture.target(),
            "--data",
            EvaluateFixture.rows(folder).toString(),
            "--label",
            "y",
            "--spec",
            spec.toString(),
            "--loss",
            "mae",
            "--gate",
            "loss <= 2");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(spec().getOutputs(0).getLoss()).isEqualTo("mae");
    assertThat(spec().getOutputs(0).getMetrics(0).getName()).isEqualTo("error");
    assertThat(spec().getGatesList()).containsExactly("loss <= 2");
    assertThat(spec().getBaseline()).isEqualTo("ev-9");
    assertThat(spec().getNote()).isEqualTo("from the file");
    assertThat(fixture.received().rows.get(0).getSliceColumns(0).getName()).isEqualTo("country");
    Path bad = Files.writeString(folder.resolve("bad.json"), "{\"modell\": 1}");
    CommandRun misused =
        fixture.evaluate(
            "double", EvaluateFixture.rows(folder), "--spec", bad.toString(), "--label", "y");
    assertThat(misused.exitCode()).isEqualTo(2);
    assertThat(misused.err()).contains("--spec " + bad);
  }
}
