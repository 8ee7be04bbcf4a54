package dev.scorekeeper.server.evaluation.engine;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.ValueRange;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.IntervalMethod;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.IntervalQuestion;
import dev.scorekeeper.server.evaluation.engine.FigureValue.Interval;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class IntervalsTest {

  private static final EvaluationQuestion MAE =
      EvaluationQuestion.of(Asking.output("y", "", "mae"));

  /** Quantiles from the tables of any textbook. */
  @ParameterizedTest
  @CsvSource({
    "0.95, 1, 12.7062047364",
    "0.95, 2, 4.3026527299",
    "0.95, 19, 2.0930240544",
    "0.99, 10, 3.1692726726",
    "0.90, 30, 1.6972608866",
    "0.95, 199, 1.9719565442",
    "0.95, 9999, 1.9602012636"
  })
  void twoSided_ofTables_isTheirs(double level, int degrees, double expected) {
    assertThat(StudentT.twoSided(level, degrees)).isWithin(1e-8 * expected).of(expected);
  }

  @Test
  void draw_manyRows_countsArePoissonAndIndependentOfOtherRows() {
    Draw draw =
        new Draw(
            new IntervalQuestion(IntervalMethod.POISSON_BOOTSTRAP, OptionalInt.of(50), 0.95, 1));
    long[] seen = new long[30];
    long[] sums = new long[50];
    int rows = 20_000;
    for (int id = 0; id < rows; id++) {
      draw.draw(id);
      int drawn = 0;
      for (int i = 0; i < draw.size(); i++) {
        seen[draw.times(i)]++;
        sums[draw.which(i)] += draw.times(i);
        drawn++;
      }
      seen[0] += 50 - drawn;
    }
    double all = rows * 50.0;
    double expected = Math.exp(-1);
    for (int k = 0; k < 7; k++) {
      assertThat(seen[k] / all).isWithin(4 * Math.sqrt(expected / all)).of(expected);
      expected /= k + 1;
    }
    for (long sum : sums) {
      assertThat(sum / (double) rows).isWithin(5 / Math.sqrt(rows)).of(1);
    }
  }

  @Test
  void draw_sameIdAndSeed_isTheSame() {
    IntervalQuestion question =
        new IntervalQuestion(IntervalMethod.JACKKNIFE, OptionalInt.of(20), 0.95, 5);
    Draw one = new Draw(question);
    Draw other = new Draw(question);
    one.draw(17);
    other.draw(3);
    other.draw(17);

    assertThat(other.which(0)).isEqualTo(one.which(0));
    assertThat(other.size()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void interval_ofAMean_hasItsStandardErrorAndIsCentred(IntervalMethod method)
      throws EvaluationException {
    int rows = 5_000;
    Random random = new Random(11);
    EvaluationFigures figures = figures(method, 200, random, rows, 0);

    FigureValue value = figures.values().get(0);
    Interval interval = value.interval().orElseThrow();
    double expected = Math.sqrt(1 - 2 / Math.PI) / Math.sqrt(rows);
    assertThat(interval.standardError()).isWithin(0.2 * expected).of(expected);
    assertThat((interval.lower() + interval.upper()) / 2).isWithin(1e-12).of(value.number());
    assertThat(value.replicates().orElseThrow().count()).isEqualTo(200);
  }

  @Test
  void interval_ofManyDataSets_coversAsOftenAsItSays() throws EvaluationException {
    int covered = 0;
    int trials = 300;
    double truth = Math.sqrt(2 / Math.PI);
    for (int trial = 0; trial < trials; trial++) {
      EvaluationFigures figures =
          figures(IntervalMethod.POISSON_BOOTSTRAP, 100, new Random(trial), 200, 0);
      Interval interval = figures.values().get(0).interval().orElseThrow();
      covered += interval.lower() <= truth && truth <= interval.upper() ? 1 : 0;
    }
    assertThat(covered / (double) trials).isWithin(0.04).of(0.95);
  }

  @ParameterizedTest
  @EnumSource
  void comparison_pairedReplicates_knowTheDifferenceBetterThanEitherValue(IntervalMethod method)
      throws EvaluationException {
    EvaluationFigures baseline = figures(method, 50, new Random(2), 2_000, 0);
    EvaluationFigures candidate = figures(method, 50, new Random(2), 2_000, 0.01f);
    Map<String, String> fields =
        Map.of("spec.intervals.method", method.name(), "spec.intervals.seed", "7");

    ValueComparison difference =
        EvaluationComparison.of(
                ComparedRecord.of(fields, baseline), ComparedRecord.of(fields, candidate))
            .values()
            .get(0);

    double own = candidate.values().get(0).interval().orElseThrow().standardError();
    Interval interval = difference.interval().orElseThrow();
    assertThat(interval.standardError()).isLessThan(own / 20);
    assertThat(difference.difference().orElseThrow())
        .isWithin(interval.upper() - interval.lower())
        .of(0);
    ComparedRecord otherSeed =
        ComparedRecord.of(
            Map.of("spec.intervals.method", method.name(), "spec.intervals.seed", "8"), baseline);
    assertThat(
            EvaluationComparison.of(otherSeed, ComparedRecord.of(fields, candidate))
                .values()
                .get(0)
                .interval())
        .isEmpty();
  }

  @Test
  void interval_ofAnExactAuc_isFoundWithFewerScores() throws EvaluationException {
    int rows = 6_000;
    Random random = new Random(9);
    EvaluationRun run =
        Asking.start(
            Asking.with(
                EvaluationQuestion.of(Asking.output("y", "", "roc_auc")),
                Asking.intervals(IntervalMethod.POISSON_BOOTSTRAP, 100)),
            Asking.binary("y"));
    double[] labels = new double[rows];
    float[] predictions = new float[rows];
    long[] ids = new long[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(2);
      double score = random.nextGaussian() + labels[i];
      predictions[i] = (float) (1 / (1 + Math.exp(-score)));
      ids[i] = random.nextLong();
    }
    EvaluationChunk chunk = Asking.chunk(labels, predictions);
    chunk.hasExampleIds = true;
    chunk.exampleIds = ids;
    run.add(chunk);

    FigureValue value = run.figures().values().get(0);

    // Hanley and McNeil 1982, for 3,000 of each class and an area of 0.76.
    double expected = 0.0062;
    Interval interval = value.interval().orElseThrow();
    assertThat(value.number()).isWithin(0.02).of(0.76);
    assertThat(interval.standardError()).isWithin(0.25 * expected).of(expected);
  }

  @ParameterizedTest
  @EnumSource
  void interval_nearTheEndOfARange_isKeptWithin(IntervalMethod method) throws EvaluationException {
    // 29 of 30 are right: an accuracy of 0.967 with a standard error of about 0.033.
    EvaluationFigures figures = answers(method, 30, 1, "binary_accuracy");

    FigureValue accuracy = figures.values().get(0);
    Interval interval = accuracy.interval().orElseThrow();
    double half = StudentT.twoSided(0.95, 19) * interval.standardError();
    assertThat(accuracy.number() + half).isGreaterThan(1);
    assertThat(interval.upper()).isEqualTo(1);
    assertThat(interval.lower()).isWithin(1e-12).of(accuracy.number() - half);
  }

  @ParameterizedTest
  @EnumSource
  void interval_ofALossAndOfWhatHasNoRange_isCutBelowOrNotAtAll(IntervalMethod method)
      throws EvaluationException {
    EvaluationFigures figures =
        answers(method, 30, 1, "brier_score", "expression('sum([p > 0.5] * (1 - y)) / count()')");

    Interval brier = figures.values().get(0).interval().orElseThrow();
    Interval free = figures.values().get(1).interval().orElseThrow();
    assertThat(brier.lower()).isEqualTo(0);
    assertThat(free.lower()).isLessThan(0);
    assertThat((free.lower() + free.upper()) / 2)
        .isWithin(1e-12)
        .of(figures.values().get(1).number());
  }

  @ParameterizedTest
  @EnumSource
  void interval_ofADifference_isKeptWithinWhatADifferenceCanBe(IntervalMethod method)
      throws EvaluationException {
    EvaluationFigures baseline = answers(method, 8, 8, "binary_accuracy");
    EvaluationFigures candidate = answers(method, 8, 1, "binary_accuracy");
    Map<String, String> fields = Map.of("spec.intervals.method", method.name());

    Interval interval =
        EvaluationComparison.of(
                ComparedRecord.of(fields, baseline), ComparedRecord.of(fields, candidate))
            .values()
            .get(0)
            .interval()
            .orElseThrow();

    assertThat(7 / 8.0 + StudentT.twoSided(0.95, 19) * interval.standardError()).isGreaterThan(1);
    assertThat(interval.upper()).isEqualTo(1);
    assertThat(interval.lower()).isAtLeast(-1);
  }

  @Test
  void around_valueOutsideOfItsRange_cutsNothing() {
    Replicates replicates =
        Replicates.of(IntervalMethod.POISSON_BOOTSTRAP, new float[] {-0.5f, 0.5f, 0.1f});

    Interval interval = Intervals.around(1.5, replicates, 0.95, ValueRange.SHARE).orElseThrow();

    assertThat(interval.lower()).isLessThan(1.5);
    assertThat(interval.upper()).isGreaterThan(1.5);
    Interval rounded =
        Intervals.around(1 + 1e-15, replicates, 0.95, ValueRange.CORRELATION).orElseThrow();
    assertThat(rounded.upper()).isEqualTo(1 + 1e-15);
  }

  /** Rows of which so many are answered wrongly, and surely. */
  private static EvaluationFigures answers(
      IntervalMethod method, int rows, int wrong, String... metrics) throws EvaluationException {
    EvaluationRun run =
        Asking.start(
            Asking.with(
                EvaluationQuestion.of(Asking.output("y", "", metrics)),
                Asking.intervals(method, 20)),
            Asking.binary("y"));
    double[] labels = new double[rows];
    float[] predictions = new float[rows];
    long[] ids = new long[rows];
    for (int i = 0; i < rows; i++) {
      predictions[i] = i < wrong ? 0.99f : 0.01f;
      ids[i] = 31L * i + 5;
    }
    EvaluationChunk chunk = Asking.chunk(labels, predictions);
    chunk.hasExampleIds = true;
    chunk.exampleIds = ids;
    run.add(chunk);
    return run.figures();
  }

  @Test
  void add_withoutExampleIds_isRefused() throws EvaluationException {
    EvaluationRun run =
        Asking.start(
            Asking.with(MAE, Asking.intervals(IntervalMethod.JACKKNIFE, 20)), Asking.real("y"));

    EvaluationException e =
        assertThrows(EvaluationException.class, () -> run.add(Asking.chunk(Asking.doubles(1), 2)));

    assertThat(run.setup().needsExampleIds()).isTrue();
    assertThat(e.reason()).isEqualTo(EvaluationReason.EXAMPLE_IDS_MISSING);
  }

  /** Errors are half-normal with a mean of sqrt(2 / pi), but for the shift. */
  private static EvaluationFigures figures(
      IntervalMethod method, int replicates, Random random, int rows, float shift)
      throws EvaluationException {
    EvaluationRun run =
        Asking.start(Asking.with(MAE, Asking.intervals(method, replicates)), Asking.real("y"));
    float[] predictions = new float[rows];
    long[] ids = new long[rows];
    for (int i = 0; i < rows; i++) {
      predictions[i] = (float) random.nextGaussian() + shift;
      ids[i] = random.nextLong();
    }
    EvaluationChunk chunk = Asking.chunk(new double[rows], predictions);
    chunk.hasExampleIds = true;
    chunk.exampleIds = ids;
    run.add(chunk);
    return run.figures();
  }
}
