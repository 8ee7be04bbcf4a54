package dev.scorekeeper.server.evaluation.engine;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.LossNormalizer;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.LossSource;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.OutputCounts;
import dev.scorekeeper.server.evaluation.engine.FigureValue.Absence;
import dev.scorekeeper.server.evaluation.engine.Policies.MissingLabels;
import dev.scorekeeper.server.evaluation.engine.Policies.NonFinite;
import dev.scorekeeper.server.evaluation.engine.Policies.UndefinedValues;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DatasetRunTest {

  private static final EvaluationQuestion MSE = EvaluationQuestion.of(Asking.output("y", "mse"));

  private static final EvaluationQuestion BINARY =
      EvaluationQuestion.of(Asking.output("y", "bce", "accuracy"));

  @Test
  void figures_severalOutputs_addLossesByWeight() throws EvaluationException {
    EvaluationQuestion question =
        Asking.extraLoss(
            EvaluationQuestion.of(
                Asking.weighing(Asking.output("a", "mse", "mae"), 0.5),
                Asking.weighing(Asking.output("b", "mae"), 2)),
            0.25);
    EvaluationRun run = Asking.start(question, Asking.real("b"), Asking.real("a"));
    EvaluationChunk chunk = new EvaluationChunk(2, 0);
    chunk.count = 2;
    Asking.fill(chunk.outputs[0], Asking.doubles(1, 2), new float[] {3, 2});
    Asking.fill(chunk.outputs[1], Asking.doubles(0, 0), new float[] {1, 2});

    run.add(chunk);

    EvaluationFigures figures = run.figures();
    assertThat(figures.values().stream().map(FigureValue::name))
        .containsExactly("loss", "a_loss", "b_loss", "a_mae")
        .inOrder();
    assertThat(Asking.numbers(figures))
        .containsExactly(
            "loss", 0.5 * 2 + 2 * 1.5 + 0.25, "a_loss", 2.0, "b_loss", 1.5, "a_mae", 1.0);
    assertThat(figures.values().get(0).canonical()).startsWith("0.5 * a:mean_squared_error(");
    assertThat(figures.values().get(0).key().output()).isEmpty();
    assertThat(figures.values().get(1).key().output()).isEqualTo("a");
    assertThat(figures.warnings()).isEmpty();
  }

  @Test
  void figures_oneOutput_haveOneLossAndWarnOfWhatTheGraphHides() throws EvaluationException {
    EvaluationFigures figures = figures(MSE, Asking.chunk(Asking.doubles(1), 2));

    assertThat(Asking.numbers(figures)).containsExactly("loss", 1.0);
    assertThat(figures.warnings()).hasSize(1);
    assertThat(figures.warnings().get(0)).contains("regularization");
  }

  @Test
  void figures_weights_countForLossAndWeightedMetricsAlone() throws EvaluationException {
    EvaluationQuestion question = EvaluationQuestion.of(Asking.output("y", "mse", "mae", "w:mae"));
    EvaluationChunk chunk = Asking.chunk(Asking.doubles(0, 0), 1, 2);
    chunk.outputs[0].weightWidth = 1;
    chunk.outputs[0].weights = Asking.doubles(3, 1);

    EvaluationFigures figures = figures(question, chunk);

    assertThat(Asking.numbers(figures))
        .containsExactly("loss", 3.5, "mae", 1.5, "weighted_mae", 1.25);
    assertThat(figures.outputs().get(0).weightSum()).isEqualTo("4.0");
  }

  @Test
  void figures_normalizedByWeight_divideByTheirSum() throws EvaluationException {
    EvaluationQuestion question =
        Asking.with(
            MSE,
            new Policies(
                LossNormalizer.BY_WEIGHT,
                MissingLabels.ERROR,
                NonFinite.FAIL,
                UndefinedValues.NAN));
    EvaluationChunk chunk = Asking.chunk(Asking.doubles(0, 0), 1, 2);
    chunk.outputs[0].weightWidth = 1;
    chunk.outputs[0].weights = Asking.doubles(3, 1);

    assertThat(Asking.numbers(figures(question, chunk))).containsExactly("loss", 7.0 / 4);
  }

  @Test
  void figures_classWeights_multiplyWeightsOfRows() throws EvaluationException {
    EvaluationQuestion question =
        EvaluationQuestion.of(
            Asking.classWeights(Asking.output("y", "", "w:accuracy", "accuracy"), 1.0, 3.0));
    EvaluationChunk chunk = Asking.chunk(Asking.doubles(0, 1, 1), 0.1f, 0.9f, 0.2f);
    chunk.outputs[0].weightWidth = 1;
    chunk.outputs[0].weights = Asking.doubles(2, 1, 1);

    EvaluationFigures figures = figures(question, Asking.binary("y"), chunk);

    Map<String, Double> numbers = Asking.numbers(figures);
    assertThat(numbers).containsEntry("weighted_accuracy", 5.0 / 8);
    assertThat(numbers).containsEntry("accuracy", 2.0 / 3);
    assertThat(figures.outputs().get(0).weightSum()).isEqualTo("8.0");
  }

  @Test
  void figures_maskedRowsAndElements_doNotCount() throws EvaluationException {
    EvaluationChunk chunk = Asking.chunk(Asking.doubles(0, 0, 0), 1, 2, Float.NaN);
    chunk.outputs[0].maskWidth = 1;
    chunk.outputs[0].mask = new boolean[] {true, true, false};

    EvaluationFigures figures = figures(MSE, chunk);

    assertThat(Asking.numbers(figures)).containsExactly("loss", 2.5);
    assertThat(figures.rows()).isEqualTo(3);
    assertThat(figures.outputs().get(0).countedRows()).isEqualTo(2);
    assertThat(figures.outputs().get(0).maskedElements()).isEqualTo(1);
  }

  @Test
  void add_missingLabelByDefault_isRefused() {
    EvaluationChunk chunk = Asking.chunk(Asking.doubles(0, 0), 1, 2);
    chunk.firstRow = 40;
    chunk.presence[0] = new boolean[] {true, false};

    EvaluationException e = refused(MSE, Asking.real("y"), chunk);

    assertThat(e.reason()).isEqualTo(EvaluationReason.LABEL_MISSING);
    assertThat(e).hasMessageThat().contains("row 41 of the stream, output y");
  }

  @Test
  void add_rowsThatDoNotFollowOneAnother_theNumberOfTheRowIsNamed() {
    EvaluationChunk chunk = Asking.chunk(Asking.doubles(0, 0), 1, 2);
    chunk.rowNumbers = new long[] {40, 57, 0};
    chunk.presence[0] = new boolean[] {true, false};

    EvaluationException e = refused(MSE, Asking.real("y"), chunk);

    assertThat(e).hasMessageThat().contains("row 57 of the stream, output y");
  }

  @Test
  void figures_missingLabelSkipped_rowCountsForOtherOutputs() throws EvaluationException {
    EvaluationQuestion question =
        Asking.with(
            EvaluationQuestion.of(Asking.output("a", "mse"), Asking.output("b", "mse")),
            policies(MissingLabels.SKIP, NonFinite.FAIL, UndefinedValues.NAN));
    EvaluationRun run = Asking.start(question, Asking.real("a"), Asking.real("b"));
    EvaluationChunk chunk = new EvaluationChunk(2, 0);
    chunk.count = 2;
    Asking.fill(chunk.outputs[0], Asking.doubles(0, Double.NaN), new float[] {1, 2});
    Asking.fill(chunk.outputs[1], Asking.doubles(0, 0), new float[] {1, 2});
    chunk.presence[0] = new boolean[] {true, false};
    run.add(chunk);

    EvaluationFigures figures = run.figures();

    assertThat(Asking.numbers(figures)).containsExactly("loss", 3.5, "a_loss", 1.0, "b_loss", 2.5);
    assertThat(figures.outputs().get(0).missingLabels()).isEqualTo(1);
    assertThat(figures.outputs().get(0).countedRows()).isEqualTo(1);
    assertThat(figures.outputs().get(1).countedRows()).isEqualTo(2);
  }

  @Test
  void add_predictionNotFiniteByDefault_isRefused() {
    EvaluationException e =
        refused(MSE, Asking.real("y"), Asking.chunk(Asking.doubles(0, 0), 1, Float.NaN));

    assertThat(e.reason()).isEqualTo(EvaluationReason.NOT_FINITE);
    assertThat(e).hasMessageThat().contains("row 1 of the stream");
  }

  @Test
  void figures_predictionNotFinite_byPolicy() throws EvaluationException {
    EvaluationChunk chunk = Asking.chunk(Asking.doubles(0, 0), 1, Float.POSITIVE_INFINITY);

    EvaluationFigures skipped =
        figures(
            Asking.with(MSE, policies(MissingLabels.ERROR, NonFinite.SKIP, UndefinedValues.NAN)),
            chunk);
    EvaluationFigures propagated =
        figures(
            Asking.with(
                MSE, policies(MissingLabels.ERROR, NonFinite.PROPAGATE, UndefinedValues.NAN)),
            chunk);

    assertThat(Asking.numbers(skipped)).containsExactly("loss", 1.0);
    assertThat(skipped.outputs().get(0).nonFiniteRows()).isEqualTo(1);
    assertThat(propagated.values().get(0).undefined()).isEqualTo(Absence.NOT_FINITE);
    assertThat(propagated.outputs().get(0).nonFiniteRows()).isEqualTo(1);
    assertThat(propagated.outputs().get(0).countedRows()).isEqualTo(2);
  }

  @Test
  void figures_nothingCounts_areUndefinedByPolicyAndWarn() throws EvaluationException {
    EvaluationChunk chunk = Asking.chunk(Asking.doubles(0), Float.NaN);

    EvaluationFigures nan =
        figures(
            Asking.with(MSE, policies(MissingLabels.ERROR, NonFinite.SKIP, UndefinedValues.NAN)),
            chunk);
    EvaluationFigures zero =
        figures(
            Asking.with(MSE, policies(MissingLabels.ERROR, NonFinite.SKIP, UndefinedValues.ZERO)),
            chunk);

    assertThat(nan.values().get(0).undefined()).isEqualTo(Absence.EMPTY);
    assertThat(nan.values().get(0).number()).isNaN();
    assertThat(zero.values().get(0).undefined()).isEqualTo(Absence.EMPTY);
    assertThat(zero.values().get(0).number()).isEqualTo(0.0);
    assertThat(nan.warnings()).contains("No row counts for y.");
  }

  @Test
  void figures_withoutRows_areRefused() throws EvaluationException {
    EvaluationRun run = Asking.start(MSE, Asking.real("y"));

    EvaluationException e = assertThrows(EvaluationException.class, run::figures);

    assertThat(e.reason()).isEqualTo(EvaluationReason.EMPTY_DATA_SET);
    assertThat(run.values().get(0).undefined()).isEqualTo(Absence.EMPTY);
  }

  @Test
  void add_labelsThatAreNone_areRefusedWithTheRow() {
    assertThat(badLabel(BINARY, Asking.binary("y"), 2)).contains("has label 2");
    assertThat(badLabel(BINARY, Asking.binary("y"), -1)).contains("[0, 2)");
    assertThat(badLabel(BINARY, Asking.binary("y"), 0.5)).contains("has label 0.5");
    assertThat(badLabel(BINARY, Asking.binary("y"), Double.NaN)).contains("NaN");
    assertThat(badLabel(MSE, Asking.real("y"), Double.NaN)).contains("finite");
    EvaluationQuestion signed =
        EvaluationQuestion.of(
            Asking.declared(
                Asking.output("y", "hinge"), LabelEncoding.SIGNED_BINARY, ScoreKind.REAL));
    assertThat(badLabel(signed, Asking.real("y"), 0)).contains("-1 or 1");
  }

  @Test
  void add_oneHotLabelThatDoesNotSumToOne_isRefused() {
    EvaluationQuestion question =
        EvaluationQuestion.of(Asking.output("y", "categorical_crossentropy"));
    OutputFacts facts =
        new OutputFacts(
            "y", List.of(2), Optional.of(ScoreKind.PROBABILITY), true, false, List.of(2), false);

    EvaluationException e =
        refused(question, facts, pairs(Asking.doubles(1, 0, 1, 1), 0.5f, 0.5f, 0.5f, 0.5f));

    assertThat(e.reason()).isEqualTo(EvaluationReason.BAD_LABEL);
    assertThat(e).hasMessageThat().contains("row 1 of the stream, output y: has a label whose");
  }

  @Test
  void add_predictionsThatAreNoProbabilities_areRefused() {
    EvaluationException outside =
        refused(BINARY, Asking.binary("y"), Asking.chunk(Asking.doubles(0, 1), 0.5f, 1.5f));
    EvaluationChunk chunk = new EvaluationChunk(1, 0);
    chunk.count = 1;
    Asking.fillClasses(chunk.outputs[0], 2, Asking.doubles(1), new float[] {0.5f, 0.4f});
    EvaluationException sum =
        refused(
            EvaluationQuestion.of(Asking.output("y", "", "accuracy")),
            Asking.classes("y", 2),
            chunk);

    assertThat(outside.reason()).isEqualTo(EvaluationReason.BAD_PREDICTION);
    assertThat(outside).hasMessageThat().contains("row 1 of the stream");
    assertThat(sum.reason()).isEqualTo(EvaluationReason.BAD_PREDICTION);
    assertThat(sum).hasMessageThat().contains("sum to 0.9");
  }

  @Test
  void add_probabilitiesWithinTolerance_count() throws EvaluationException {
    EvaluationFigures figures =
        figures(BINARY, Asking.binary("y"), Asking.chunk(Asking.doubles(0, 1), -5e-7f, 1 + 5e-7f));

    assertThat(Asking.numbers(figures)).containsEntry("accuracy", 1.0);
  }

  @Test
  void add_badWeights_areRefused() {
    for (double weight : Asking.doubles(-1, Double.NaN, Double.POSITIVE_INFINITY)) {
      EvaluationChunk chunk = Asking.chunk(Asking.doubles(0, 0), 1, 2);
      chunk.outputs[0].weightWidth = 1;
      chunk.outputs[0].weights = Asking.doubles(1, weight);

      EvaluationException e = refused(MSE, Asking.real("y"), chunk);

      assertThat(e.reason()).isEqualTo(EvaluationReason.BAD_WEIGHT);
      assertThat(e).hasMessageThat().contains("row 1 of the stream");
    }
  }

  @Test
  void add_weightsAndMasksOfWrongWidth_areRefused() {
    EvaluationChunk weights = Asking.chunk(Asking.doubles(0), 1);
    weights.outputs[0].weightWidth = 3;
    weights.outputs[0].weights = Asking.doubles(1, 1, 1);
    EvaluationChunk masks = Asking.chunk(Asking.doubles(0), 1);
    masks.outputs[0].maskWidth = 2;
    masks.outputs[0].mask = new boolean[2];

    assertThat(refused(MSE, Asking.real("y"), weights).reason())
        .isEqualTo(EvaluationReason.BAD_WEIGHT);
    assertThat(refused(MSE, Asking.real("y"), masks).reason()).isEqualTo(EvaluationReason.BAD_MASK);
  }

  @Test
  void add_weightsAfterRowsWithout_areRefused() throws EvaluationException {
    EvaluationRun run = Asking.start(MSE, Asking.real("y"));
    run.add(Asking.chunk(Asking.doubles(0), 1));

    EvaluationException e = assertThrows(EvaluationException.class, () -> run.add(weighted()));

    assertThat(e.reason()).isEqualTo(EvaluationReason.BAD_WEIGHT);
    assertThat(e.details())
        .containsExactly("output", "y", "got", "weights", "expected", "no weights");
  }

  @Test
  void merge_rowsWithWeightsIntoRowsWithout_isRefusedAndChangesNothing() throws Exception {
    EvaluationRun without = Asking.start(MSE, Asking.real("y"));
    without.add(Asking.chunk(Asking.doubles(0), 1));
    EvaluationRun with = Asking.start(MSE, Asking.real("y"));
    with.add(weighted());
    byte[] before = bytes(without);

    EvaluationException into = assertThrows(EvaluationException.class, () -> without.merge(with));
    EvaluationException other =
        assertThrows(EvaluationException.class, () -> with.merge(readAgain(without)));

    assertThat(into.reason()).isEqualTo(EvaluationReason.BAD_WEIGHT);
    assertThat(into)
        .hasMessageThat()
        .isEqualTo(
            "rows have weights for output 'y', and rows before them have no weights: all rows have"
                + " weights, or none");
    assertThat(other.details()).containsAtLeast("got", "no weights", "expected", "weights");
    assertThat(bytes(without)).isEqualTo(before);
  }

  @Test
  void merge_noRows_goWithBoth() throws Exception {
    for (EvaluationChunk chunk : List.of(weighted(), Asking.chunk(Asking.doubles(0), 1))) {
      EvaluationRun run = Asking.start(MSE, Asking.real("y"));
      run.add(chunk);
      byte[] bytes = bytes(run);
      EvaluationRun empty = readAgain(Asking.start(MSE, Asking.real("y")));

      run.merge(empty);
      empty.merge(run);

      assertThat(bytes(run)).isEqualTo(bytes);
      assertThat(bytes(empty)).isEqualTo(bytes);
    }
  }

  @Test
  void merge_rowsThatDoNotCount_tellOfWeightsAllTheSame() throws Exception {
    EvaluationChunk masked = weighted();
    masked.outputs[0].maskWidth = 1;
    masked.outputs[0].mask = new boolean[1];
    EvaluationRun with = Asking.start(MSE, Asking.real("y"));
    with.add(masked);
    EvaluationRun without = Asking.start(MSE, Asking.real("y"));
    without.add(Asking.chunk(Asking.doubles(0), 1));

    assertThrows(EvaluationException.class, () -> without.merge(with));
  }

  @Test
  void read_weightingThatIsNoneOrContradictsTheRows_isRefused() throws Exception {
    EvaluationRun run = Asking.start(MSE, Asking.real("y"));
    run.add(weighted());
    byte[] bytes = bytes(run);
    for (byte weighting : new byte[] {0, 3, 127, -1}) {
      bytes[Integer.BYTES] = weighting;

      assertThrows(IOException.class, () -> read(bytes));
    }
    byte[] empty = bytes(Asking.start(MSE, Asking.real("y")));
    empty[Integer.BYTES] = 1;
    assertThrows(IOException.class, () -> read(empty));
  }

  @Test
  void read_anyBitChanged_isReadOrRefusedAsDamaged() throws Exception {
    EvaluationRun run = Asking.start(MSE, Asking.real("y"));
    run.add(weighted());
    byte[] bytes = bytes(run);
    int refused = 0;
    for (int bit = 0; bit < Byte.SIZE * bytes.length; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      try {
        assertThat(read(changed).rows()).isAtLeast(0);
      } catch (IOException e) {
        refused++;
      }
    }
    // Those of the form and of the weighting, at least.
    assertThat(refused).isAtLeast(Byte.SIZE * Integer.BYTES + Byte.SIZE);
  }

  private static EvaluationChunk weighted() {
    EvaluationChunk chunk = Asking.chunk(Asking.doubles(0), 1);
    chunk.outputs[0].weightWidth = 1;
    chunk.outputs[0].weights = Asking.doubles(2);
    return chunk;
  }

  private static byte[] bytes(EvaluationRun run) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    run.write(new DataOutputStream(out));
    return out.toByteArray();
  }

  private static EvaluationRun readAgain(EvaluationRun run) throws Exception {
    return read(bytes(run));
  }

  private static EvaluationRun read(byte[] bytes) throws Exception {
    EvaluationRun run = Asking.start(MSE, Asking.real("y"));
    run.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    return run;
  }

  @Test
  void figures_ignoredClass_isNoMistake() throws EvaluationException {
    EvaluationQuestion question =
        EvaluationQuestion.of(Asking.output("y", "SparseCategoricalCrossentropy(ignore_class=-1)"));
    EvaluationChunk chunk = new EvaluationChunk(1, 0);
    chunk.count = 2;
    Asking.fillClasses(
        chunk.outputs[0], 2, Asking.doubles(1, -1), new float[] {0.5f, 0.5f, 0.1f, 0.9f});

    EvaluationFigures figures = figures(question, Asking.classes("y", 2), chunk);

    assertThat(figures.values().get(0).number()).isWithin(1e-7).of(Math.log(2));
    assertThat(figures.outputs().get(0).labelCounts()).containsExactly(0L, 1L).inOrder();
  }

  @Test
  void figures_saturatedProbability_isClippedAndSaidSo() throws EvaluationException {
    EvaluationFigures figures =
        figures(BINARY, Asking.binary("y"), Asking.chunk(Asking.doubles(1, 0, 1), 0f, 0.25f, 0.5f));

    OutputCounts counts = figures.outputs().get(0);
    assertThat(counts.clippedRows()).isEqualTo(1);
    assertThat(counts.lossSource()).isEqualTo(LossSource.PROBABILITIES_CLIPPED);
    assertThat(counts.labelCounts()).containsExactly(1L, 2L).inOrder();
    assertThat(figures.warnings().stream().anyMatch(w -> w.contains("clipped"))).isTrue();
  }

  @Test
  void figures_logitsFromGraph_areNotClipped() throws EvaluationException {
    OutputFacts facts =
        new OutputFacts(
            "y", List.of(1), Optional.of(ScoreKind.PROBABILITY), false, true, List.of(1), true);
    EvaluationChunk chunk = Asking.chunk(Asking.doubles(1), 0f);
    chunk.outputs[0].logits = new float[] {-30};

    EvaluationFigures figures = figures(BINARY, facts, chunk);

    assertThat(figures.values().get(0).number()).isWithin(1e-6).of(30);
    assertThat(figures.outputs().get(0).lossSource()).isEqualTo(LossSource.LOGITS_FROM_GRAPH);
    assertThat(figures.outputs().get(0).clippedRows()).isEqualTo(0);
  }

  private static EvaluationChunk pairs(double[] labels, float... predictions) {
    EvaluationChunk chunk = new EvaluationChunk(1, 0);
    chunk.count = labels.length / 2;
    chunk.outputs[0].count = chunk.count;
    chunk.outputs[0].labelShape = new int[] {2};
    chunk.outputs[0].labelWidth = 2;
    chunk.outputs[0].labels = labels;
    chunk.outputs[0].predictionShape = new int[] {2};
    chunk.outputs[0].predictionWidth = 2;
    chunk.outputs[0].predictions = predictions;
    return chunk;
  }

  private static String badLabel(EvaluationQuestion question, OutputFacts facts, double label) {
    EvaluationException e =
        refused(question, facts, Asking.chunk(Asking.doubles(1, label), 0.5f, 0.5f));
    assertThat(e.reason()).isEqualTo(EvaluationReason.BAD_LABEL);
    assertThat(e).hasMessageThat().contains("row 1 of the stream, output y");
    return String.valueOf(e.getMessage());
  }

  private static Policies policies(
      MissingLabels missing, NonFinite nonFinite, UndefinedValues undefined) {
    return new Policies(LossNormalizer.BY_COUNT, missing, nonFinite, undefined);
  }

  private static EvaluationFigures figures(EvaluationQuestion question, EvaluationChunk chunk)
      throws EvaluationException {
    return figures(question, Asking.real("y"), chunk);
  }

  private static EvaluationFigures figures(
      EvaluationQuestion question, OutputFacts facts, EvaluationChunk chunk)
      throws EvaluationException {
    EvaluationRun run = Asking.start(question, facts);
    run.add(chunk);
    return run.figures();
  }

  private static EvaluationException refused(
      EvaluationQuestion question, OutputFacts facts, EvaluationChunk chunk) {
    return assertThrows(EvaluationException.class, () -> figures(question, facts, chunk));
  }
}
