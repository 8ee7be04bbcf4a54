package dev.scorekeeper.server.evaluation.gate;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.ValueRange;
import dev.scorekeeper.server.evaluation.engine.ComparedRecord;
import dev.scorekeeper.server.evaluation.engine.EvaluationComparison;
import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.SliceFigures;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.IntervalMethod;
import dev.scorekeeper.server.evaluation.engine.FigureValue;
import dev.scorekeeper.server.evaluation.engine.FigureValue.Absence;
import dev.scorekeeper.server.evaluation.engine.FigureValue.Interval;
import dev.scorekeeper.server.evaluation.engine.Replicates;
import dev.scorekeeper.server.evaluation.gate.Judgement.GateResult;
import dev.scorekeeper.server.evaluation.gate.Judgement.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class JudgeTest {

  private static final FigureValue AUC = value("auc", 0.9);

  private static final List<SliceFigures> PARTS =
      List.of(
          part(List.of(), List.of(), 100, AUC, value("click_loss", 0.5), undefined("recall")),
          part(List.of("country"), List.of("JP"), 60, value("auc", 0.8)),
          new SliceFigures(List.of("country"), List.of("DE"), 3, true, List.of(hidden("auc"))));

  private static final Map<String, Long> COUNTED = Map.of("click", 90L, "y", 100L);

  @Test
  void judge_noGates_isNotGated() {
    assertThat(judge(PARTS, new Baseline.None()).judge(List.of()).verdict())
        .isEqualTo(Verdict.NOT_GATED);
  }

  @Test
  void judge_allHold_passesWithMargins() throws EvaluationException {
    Judgement judgement =
        verdict("auc >= 0.85", "click:loss <= 0.5", "slice(country=JP).auc > 0.7", "rows >= 100");

    assertThat(judgement.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(judgement.gates().get(0).margin().orElseThrow()).isWithin(1e-12).of(0.05);
    assertThat(judgement.gates().get(0).observed()).isEqualTo(OptionalDouble.of(0.9));
    assertThat(judgement.gates().get(1).bound()).isEqualTo(OptionalDouble.of(0.5));
    assertThat(judgement.gates().get(0).explanation()).isEmpty();
  }

  @Test
  void judge_oneFails_failsAndListsAll() throws EvaluationException {
    Judgement judgement = verdict("auc >= 0.85", "auc > 0.9");

    assertThat(judgement.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(judgement.gates()).hasSize(2);
    assertThat(judgement.gates().get(0).verdict()).isEqualTo(Verdict.PASSED);
    assertThat(judgement.gates().get(1).explanation()).isEqualTo("0.9 is not > 0.9");
    assertThat(judgement.gates().get(1).margin()).isEqualTo(OptionalDouble.of(0));
  }

  @Test
  void judge_whatIsNotThere_failsAndNamesTheNearest() throws EvaluationException {
    assertThat(why("acu >= 0")).isEqualTo("there is no value acu; did you mean auc?");
    assertThat(why("clack:loss < 9")).contains("there is no value clack:loss");
    assertThat(why("slice(country=JB).auc > 0"))
        .contains("there is no slice(country=JB); did you mean slice(country=JP)?");
    assertThat(why("slice(sex=f).auc > 0")).isEqualTo("there are no slices by sex");
    assertThat(why("recall >= 0")).contains("not defined: ZERO_DENOMINATOR");
    assertThat(why("recall < 1")).contains("not defined");
    assertThat(why("slice(country=DE).auc > 0")).contains("hidden");
    assertThat(why("auc.lower > 0")).contains("no confidence interval");
  }

  @Test
  void judge_incomplete_fails() throws EvaluationException {
    Judge judge = new Judge(PARTS, COUNTED, false, new Baseline.None(), true);

    GateResult result = judge.judge(gates("auc > 0")).gates().get(0);

    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(result.explanation()).contains("not complete");
  }

  @Test
  void judge_withoutBaseline_failsUnlessFirstRelease() throws EvaluationException {
    List<Gate> gates = gates("auc >= baseline - 0.1", "auc > 0.5");

    Judgement closed = judge(PARTS, new Baseline.None()).judge(gates);
    Judgement first = new Judge(PARTS, COUNTED, true, new Baseline.None(), true).judge(gates);
    Judgement unusable =
        new Judge(PARTS, COUNTED, true, new Baseline.Unusable("no record x"), true).judge(gates);

    assertThat(closed.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(closed.gates().get(0).verdict()).isEqualTo(Verdict.NOT_EVALUATED);
    assertThat(closed.gates().get(0).explanation()).isEqualTo("there is no baseline");
    assertThat(first.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(first.gates().get(0).verdict()).isEqualTo(Verdict.NOT_EVALUATED);
    assertThat(first.gates().get(0).explanation()).contains("passed over");
    assertThat(unusable.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(unusable.gates().get(0).explanation()).isEqualTo("no record x");
  }

  @Test
  void judge_againstBaseline_usesItsValueOfTheSameSlice() throws EvaluationException {
    Judge judge =
        judge(
            PARTS,
            compared(
                part(List.of(), List.of(), 100, value("auc", 0.91), value("click_loss", 0)),
                part(List.of("country"), List.of("JP"), 60, value("auc", 0.7))));

    Judgement judgement =
        judge.judge(
            gates(
                "auc >= baseline - 0.02",
                "auc >= baseline",
                "slice(country=JP).auc >= baseline + 0.05",
                "click_loss <= baseline * 1.01",
                "auc.difference >= -0.02"));

    assertThat(judgement.gates().stream().map(GateResult::verdict))
        .containsExactly(
            Verdict.PASSED, Verdict.FAILED, Verdict.PASSED, Verdict.FAILED, Verdict.PASSED)
        .inOrder();
    assertThat(judgement.gates().get(3).explanation())
        .isEqualTo(
            "undefined ratio: the baseline's click_loss is 0, of which a share says nothing");
    assertThat(judgement.gates().get(3).observed()).isEqualTo(OptionalDouble.of(0.5));
  }

  @Test
  void judge_firstReleaseWithoutTheValue_fails() throws EvaluationException {
    Judge first = new Judge(PARTS, COUNTED, true, new Baseline.None(), true);

    Judgement judgement =
        first.judge(
            gates(
                "acu >= baseline",
                "slice(country=FR).auc >= baseline",
                "slice(country=DE).auc >= baseline",
                "recall >= baseline"));

    assertThat(judgement.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(judgement.gates().stream().map(GateResult::verdict).distinct())
        .containsExactly(Verdict.FAILED);
    assertThat(judgement.gates().get(0).explanation()).contains("did you mean auc?");
  }

  @Test
  void judge_negativeBaseline_isTakenByItsSize() throws EvaluationException {
    List<SliceFigures> candidate = List.of(part(List.of(), List.of(), 1, value("auc", -1.01)));
    Judge judge =
        judge(
            candidate,
            new Baseline.Compared(
                EvaluationComparison.of(
                    new ComparedRecord(
                        new TreeMap<>(),
                        List.of(part(List.of(), List.of(), 1, value("auc", -1.0)))),
                    new ComparedRecord(new TreeMap<>(), candidate))));

    Judgement judgement =
        judge.judge(gates("auc >= baseline * 0.98", "auc >= baseline * 0.995", "auc <= baseline"));

    assertThat(judgement.gates().stream().map(GateResult::verdict))
        .containsExactly(Verdict.PASSED, Verdict.FAILED, Verdict.PASSED)
        .inOrder();
    assertThat(judgement.gates().get(0).bound().orElseThrow()).isWithin(1e-12).of(-1.02);
  }

  @Test
  void judge_nan_failsWhateverTheRelation() throws EvaluationException {
    Judge judge =
        judge(
            List.of(part(List.of(), List.of(), 1, value("auc", Double.NaN))), new Baseline.None());

    List<GateResult> results = judge.judge(gates("auc > 0", "auc < 0", "auc == 0")).gates();

    for (GateResult result : results) {
      assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
      assertThat(result.explanation()).isEqualTo("auc is not a number");
      assertThat(result.bound()).isEqualTo(OptionalDouble.of(0));
    }
  }

  @Test
  void judge_baselineThatIsNaN_failsWhateverTheRelation() throws EvaluationException {
    Judge judge =
        judge(
            PARTS,
            compared(
                part(List.of(), List.of(), 100, value("auc", Double.NaN)),
                part(List.of("country"), List.of("JP"), 60)));

    List<GateResult> results =
        judge.judge(gates("auc >= baseline", "auc <= baseline", "auc.difference >= -1")).gates();

    assertThat(results.stream().map(GateResult::verdict).distinct())
        .containsExactly(Verdict.FAILED);
  }

  @Test
  void judge_rowsOfAnOutput_areThoseThatCount() throws EvaluationException {
    Judgement judgement = verdict("rows >= 100", "click:rows >= 90", "click:rows >= 91");

    assertThat(judgement.gates().stream().map(GateResult::verdict))
        .containsExactly(Verdict.PASSED, Verdict.PASSED, Verdict.FAILED)
        .inOrder();
    assertThat(judgement.gates().get(2).observed()).isEqualTo(OptionalDouble.of(90));
    assertThat(why("clack:rows > 1")).isEqualTo("there is no output clack; did you mean click?");
    assertThat(why("slice(country=JP).click:rows > 1")).contains("over all rows");
    assertThat(why("slice(country=JP).rows > 60")).isEqualTo("60.0 is not > 60.0");
  }

  @Test
  void judge_lowerEndOfAPairedDifference_isTheStatisticalForm() throws EvaluationException {
    float[] same = {-0.02f, 0.02f, 0.01f, -0.01f};
    float[] other = {0.02f, -0.02f, 0.01f, -0.01f};
    Judge close = judge(List.of(replicated(0.9, same)), difference(0.9, same, 0.905, same));
    Judge wide = judge(List.of(replicated(0.9, other)), difference(0.9, other, 0.905, same));
    List<Gate> gates = gates("auc.difference.lower >= -0.01");

    Judgement passed = close.judge(gates);
    Judgement failed = wide.judge(gates);

    assertThat(passed.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(passed.gates().get(0).observed().orElseThrow()).isWithin(1e-6).of(-0.005);
    assertThat(failed.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(judge(PARTS, compared(PARTS.get(0))).judge(gates).gates().get(0).explanation())
        .contains("no confidence interval");
  }

  private static Baseline difference(
      double candidate, float[] its, double baseline, float[] others) {
    return new Baseline.Compared(
        EvaluationComparison.of(
            new ComparedRecord(new TreeMap<>(), List.of(replicated(baseline, others))),
            new ComparedRecord(new TreeMap<>(), List.of(replicated(candidate, its)))));
  }

  private static SliceFigures replicated(double number, float[] deviations) {
    return part(
        List.of(),
        List.of(),
        1,
        new FigureValueBuilder("auc", number)
            .replicates(Replicates.of(IntervalMethod.POISSON_BOOTSTRAP, deviations))
            .build());
  }

  @Test
  void judge_equalToWhatIsNotExact_fails() throws EvaluationException {
    FigureValue bounded = new FigureValueBuilder("auc", 0.9).bounds(0.88, 0.92).build();
    Judge judge = judge(List.of(part(List.of(), List.of(), 1, bounded)), new Baseline.None());

    GateResult result = judge.judge(gates("auc == 0.9")).gates().get(0);

    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(result.explanation()).contains("not known exactly");
  }

  @Test
  void judge_baselineNotComparable_fails() throws EvaluationException {
    EvaluationComparison comparison =
        EvaluationComparison.of(
            new ComparedRecord(new TreeMap<>(Map.of("dataset.digest", "a")), PARTS),
            new ComparedRecord(new TreeMap<>(Map.of("dataset.digest", "b")), PARTS));

    GateResult result =
        new Judge(PARTS, COUNTED, true, new Baseline.Compared(comparison), true)
            .judge(gates("auc >= baseline"))
            .gates()
            .get(0);

    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(result.explanation()).contains("dataset.digest is b");
  }

  @Test
  void judge_baselineNotComparableDespiteIt_judges() throws EvaluationException {
    EvaluationComparison comparison =
        EvaluationComparison.of(
            new ComparedRecord(new TreeMap<>(Map.of("dataset.digest", "a")), PARTS),
            new ComparedRecord(new TreeMap<>(Map.of("dataset.digest", "b")), PARTS),
            Set.of("dataset.digest"));

    Judgement judgement =
        judge(PARTS, new Baseline.Compared(comparison))
            .judge(gates("auc >= baseline", "auc > baseline", "auc.difference >= 0"));

    assertThat(judgement.gates().stream().map(GateResult::verdict))
        .containsExactly(Verdict.PASSED, Verdict.FAILED, Verdict.PASSED)
        .inOrder();
    assertThat(judgement.gates().get(1).explanation()).isEqualTo("0.9 is not > 0.9");
  }

  @Test
  void judge_valueWithinBounds_countsAsTheWorseEnd() throws EvaluationException {
    FigureValue bounded = new FigureValueBuilder("auc", 0.9).bounds(0.88, 0.92).build();
    Judge judge = judge(List.of(part(List.of(), List.of(), 1, bounded)), new Baseline.None());

    List<GateResult> results =
        judge.judge(gates("auc >= 0.89", "auc >= 0.88", "auc < 0.92")).gates();

    assertThat(results.get(0).verdict()).isEqualTo(Verdict.FAILED);
    assertThat(results.get(0).explanation()).contains("worse end");
    assertThat(results.get(1).verdict()).isEqualTo(Verdict.PASSED);
    assertThat(results.get(2).verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void judge_endsOfAnInterval_areObserved() throws EvaluationException {
    FigureValue sure =
        new FigureValueBuilder("auc", 0.9).interval(new Interval(0.85, 0.95, 0.02)).build();
    Judge judge = judge(List.of(part(List.of(), List.of(), 1, sure)), new Baseline.None());

    List<GateResult> results = judge.judge(gates("auc.lower >= 0.85", "auc.upper < 0.95")).gates();

    assertThat(results.get(0).verdict()).isEqualTo(Verdict.PASSED);
    assertThat(results.get(0).observed()).isEqualTo(OptionalDouble.of(0.85));
    assertThat(results.get(1).verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void judge_metricIdInPlaceOfAName_isFoundWhereItIsOne() throws EvaluationException {
    FigureValue one = new FigureValueBuilder("first", 0.9).metric("auc").build();
    FigureValue two = new FigureValueBuilder("second", 0.9).metric("auc").build();

    assertThat(
            judge(List.of(part(List.of(), List.of(), 1, one)), new Baseline.None())
                .judge(gates("auc > 0"))
                .verdict())
        .isEqualTo(Verdict.PASSED);
    assertThat(
            judge(List.of(part(List.of(), List.of(), 1, one, two)), new Baseline.None())
                .judge(gates("auc > 0"))
                .gates()
                .get(0)
                .explanation())
        .contains("any of first, second");
  }

  private static Baseline compared(SliceFigures... baseline) {
    return new Baseline.Compared(
        EvaluationComparison.of(
            new ComparedRecord(new TreeMap<>(), List.of(baseline)),
            new ComparedRecord(new TreeMap<>(), PARTS)));
  }

  private static Judge judge(List<SliceFigures> parts, Baseline baseline) {
    return new Judge(parts, COUNTED, true, baseline, false);
  }

  private static Judgement verdict(String... gates) throws EvaluationException {
    return judge(PARTS, new Baseline.None()).judge(gates(gates));
  }

  private static String why(String gate) throws EvaluationException {
    GateResult result = verdict(gate).gates().get(0);
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    return result.explanation();
  }

  private static List<Gate> gates(String... texts) throws EvaluationException {
    return Gate.parseAll(Arrays.asList(texts));
  }

  private static SliceFigures part(
      List<String> columns, List<String> keys, long rows, FigureValue... values) {
    return new SliceFigures(columns, keys, rows, false, List.of(values));
  }

  private static FigureValue value(String name, double number) {
    return new FigureValueBuilder(name, number).build();
  }

  private static FigureValue undefined(String name) {
    return new FigureValueBuilder(name, Double.NaN).absence(Absence.ZERO_DENOMINATOR).build();
  }

  private static FigureValue hidden(String name) {
    return new FigureValueBuilder(name, Double.NaN).absence(Absence.SLICE_TOO_SMALL).build();
  }

  /** Makes a value; "click_x" is x of output click. */
  private static final class FigureValueBuilder {
    private final String name;
    private final double number;
    private String metric;
    private double lower;
    private double upper;
    private Absence absence = Absence.NOT;
    private Optional<Interval> interval = Optional.empty();
    private Optional<Replicates> replicates = Optional.empty();

    FigureValueBuilder(String name, double number) {
      this.name = name;
      this.number = number;
      this.metric = name.replace("click_", "");
      this.lower = number;
      this.upper = number;
    }

    FigureValueBuilder metric(String id) {
      metric = id;
      return this;
    }

    FigureValueBuilder bounds(double least, double greatest) {
      lower = least;
      upper = greatest;
      return this;
    }

    FigureValueBuilder absence(Absence why) {
      absence = why;
      return this;
    }

    FigureValueBuilder replicates(Replicates drawn) {
      replicates = Optional.of(drawn);
      return this;
    }

    FigureValueBuilder interval(Interval range) {
      interval = Optional.of(range);
      return this;
    }

    FigureValue build() {
      String output = name.startsWith("click_") ? "click" : "y";
      return new FigureValue(
          name,
          new FigureValue.Key(metric, output, false, OptionalInt.empty(), "", "d"),
          number,
          absence,
          lower,
          upper,
          false,
          metric + "()",
          Direction.HIGHER,
          ValueRange.ANY,
          interval,
          replicates);
    }
  }
}
