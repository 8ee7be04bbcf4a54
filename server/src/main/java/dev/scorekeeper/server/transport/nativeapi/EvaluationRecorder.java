package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.evaluating.EvaluationProblems;
import dev.scorekeeper.server.evaluation.engine.ComparedRecord;
import dev.scorekeeper.server.evaluation.engine.ComparisonRules.FieldDifference;
import dev.scorekeeper.server.evaluation.engine.EvaluationComparison;
import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.OutputCounts;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.SliceFigures;
import dev.scorekeeper.server.evaluation.engine.ValueComparison;
import dev.scorekeeper.server.evaluation.gate.Baseline;
import dev.scorekeeper.server.evaluation.gate.Gate;
import dev.scorekeeper.server.evaluation.gate.Judge;
import dev.scorekeeper.server.evaluation.gate.Judgement;
import dev.scorekeeper.server.records.BestQuery;
import dev.scorekeeper.server.records.RecordStore;
import dev.scorekeeper.server.records.Saved;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.GateResult;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.OverriddenDifference;
import dev.scorekeeper.v1.SliceResult;
import dev.scorekeeper.v1.Verdict;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Judges evaluations by their gates and baseline, and stores them. Thread-safe. */
final class EvaluationRecorder {

  private static final String BEST = "best";

  private final RecordStore records;
  private final Clock clock;

  EvaluationRecorder(RecordStore records, Clock clock) {
    this.records = records;
    this.clock = clock;
  }

  /**
   * What is known before rows come.
   *
   * @param gates to be judged by
   * @param best whether the best record is the baseline
   * @param baseline the record that was named; empty when none was, or the best one is meant
   * @param despite fields in which the baseline may differ
   */
  record Opening(
      List<Gate> gates, boolean best, Optional<Evaluation> baseline, Set<String> despite) {
    Opening {
      gates = List.copyOf(gates);
      despite = Set.copyOf(despite);
    }
  }

  /**
   * Reads the gates and finds the baseline. Blocks.
   *
   * @throws ProblemException GATE_SYNTAX, DESPITE_INVALID or EVALUATION_NOT_FOUND
   */
  Opening open(EvaluationHeader header) throws ProblemException {
    List<Gate> gates;
    try {
      gates = Gate.parseAll(header.getSpec().getGatesList());
    } catch (EvaluationException e) {
      throw EvaluationProblems.of(e);
    }
    Set<String> despite = Despite.of(header.getSpec());
    String wanted = header.getSpec().getBaseline();
    if (wanted.isEmpty() || wanted.equals(BEST)) {
      return new Opening(gates, wanted.equals(BEST), Optional.empty(), despite);
    }
    Optional<Evaluation> found = records.find(wanted);
    if (found.isEmpty()) {
      throw new ProblemException(
          Problem.ofField(
                  Reason.EVALUATION_NOT_FOUND,
                  "header.spec.baseline",
                  "There is no evaluation '%s' to compare with.".formatted(wanted))
              .with("id", wanted));
    }
    return new Opening(gates, false, found, despite);
  }

  /** Judges and stores. Blocks. */
  Evaluation record(Opening opening, EvaluationDrafts.Draft draft) throws ProblemException {
    Evaluation.Builder record = draft.record();
    Optional<Evaluation> baseline = opening.best() ? best(record, opening) : opening.baseline();
    Judge judge =
        new Judge(
            draft.figures().parts(),
            draft.figures().outputs().stream()
                .collect(Collectors.toMap(OutputCounts::output, OutputCounts::countedRows)),
            true,
            compare(record, baseline, opening.despite()),
            record.getSpec().getFirstRelease());
    addJudgement(record, judge.judge(opening.gates()));
    Saved saved = records.save(record, clock.instant());
    if (saved.how() == Saved.How.CONFLICTING) {
      throw new ProblemException(
          Problem.ofField(
                  Reason.REQUEST_ID_REUSED,
                  "header.spec.request_id",
                  ("Evaluation %s has this request id, and asked something else or had other rows."
                          + " Nothing was recorded.")
                      .formatted(saved.evaluation().getId()))
              .with("id", saved.evaluation().getId()));
    }
    return saved.evaluation();
  }

  /** The best record that compares, by the metric that matters most. */
  private Optional<Evaluation> best(Evaluation.Builder record, Opening opening)
      throws ProblemException {
    Optional<MetricValue> metric = decisive(record.getValuesList(), opening.gates());
    if (metric.isEmpty()) {
      return Optional.empty();
    }
    ComparedRecord candidate = ComparedRecords.of(record);
    Set<String> despite = opening.despite();
    return records.best(
        BestQuery.of(record, metric.get())
            .widened(despite.contains("dataset.version"), despite.contains("dataset.digest")),
        other ->
            EvaluationComparison.of(ComparedRecords.of(other), candidate, despite).comparable());
  }

  /** The value of the first gate, else the first that is no loss, else the first. */
  private static Optional<MetricValue> decisive(List<MetricValue> values, List<Gate> gates) {
    List<MetricValue> directed = values.stream().filter(MetricValue::hasHigherIsBetter).toList();
    Optional<MetricValue> gated =
        gates.stream()
            .flatMap(gate -> directed.stream().filter(value -> isAbout(gate, value)))
            .findFirst();
    return gated
        .or(
            () ->
                directed.stream()
                    .filter(value -> !value.getKey().getMetric().equals("loss"))
                    .findFirst())
        .or(() -> directed.stream().findFirst());
  }

  private static boolean isAbout(Gate gate, MetricValue value) {
    return gate.metric().equals(value.getName())
        || gate.metric().equals(value.getKey().getMetric());
  }

  /** Compares with the baseline, and notes in the record what came of it. */
  private static Baseline compare(
      Evaluation.Builder record, Optional<Evaluation> baseline, Set<String> despite) {
    if (baseline.isEmpty()) {
      return new Baseline.None();
    }
    record.setBaselineId(baseline.get().getId());
    EvaluationComparison comparison =
        EvaluationComparison.of(
            ComparedRecords.of(baseline.get()), ComparedRecords.of(record), despite);
    record.setNotComparable(comparison.notComparable());
    if (!comparison.comparable()) {
      return new Baseline.Unusable(comparison.notComparable());
    }
    comparison.overridden().forEach(difference -> addOverridden(record, difference));
    comparison
        .warnings()
        .forEach(
            warning ->
                record.addWarnings(
                    "%s is %s, and was %s in the baseline."
                        .formatted(warning.field(), warning.candidate(), warning.baseline())));
    addDifferences(record, comparison);
    return new Baseline.Compared(comparison);
  }

  private static void addOverridden(Evaluation.Builder record, FieldDifference difference) {
    record
        .addOverridden(
            OverriddenDifference.newBuilder()
                .setField(difference.field())
                .setBaseline(difference.baseline())
                .setCandidate(difference.candidate()))
        .addWarnings(
            "Compared with the baseline despite %s: it is %s, and was %s in the baseline."
                .formatted(
                    difference.field(),
                    shown(difference.candidate()),
                    shown(difference.baseline())));
  }

  private static String shown(String text) {
    return text.isEmpty() ? "not set" : text;
  }

  private static void addDifferences(Evaluation.Builder record, EvaluationComparison comparison) {
    SliceFigures whole = ComparedRecords.of(record).parts().get(0);
    for (int i = 0; i < record.getValuesCount(); i++) {
      MetricValue.Builder value = record.getValuesBuilder(i);
      comparison
          .find(whole, whole.values().get(i).key())
          .ifPresent(found -> addDifference(value, found));
    }
    List<SliceFigures> parts = ComparedRecords.of(record).parts();
    for (int s = 0; s < record.getSlicesCount(); s++) {
      SliceResult.Builder slice = record.getSlicesBuilder(s);
      SliceFigures part = parts.get(s + 1);
      for (int i = 0; i < slice.getValuesCount(); i++) {
        MetricValue.Builder value = slice.getValuesBuilder(i);
        comparison
            .find(part, part.values().get(i).key())
            .ifPresent(found -> addDifference(value, found));
      }
    }
  }

  private static void addDifference(MetricValue.Builder value, ValueComparison found) {
    found.difference().ifPresent(value::setBaselineDifference);
    found
        .interval()
        .ifPresent(interval -> value.setDifferenceInterval(FigureMessages.interval(interval)));
  }

  private static void addJudgement(Evaluation.Builder record, Judgement judgement) {
    record.setVerdict(verdict(judgement.verdict()));
    for (Judgement.GateResult gate : judgement.gates()) {
      GateResult.Builder result =
          GateResult.newBuilder()
              .setGate(gate.gate())
              .setVerdict(verdict(gate.verdict()))
              .setExplanation(gate.explanation());
      gate.observed().ifPresent(result::setObserved);
      gate.bound().ifPresent(result::setBound);
      gate.margin().ifPresent(result::setMargin);
      record.addGates(result);
    }
  }

  private static Verdict verdict(Judgement.Verdict verdict) {
    return switch (verdict) {
      case NOT_GATED -> Verdict.VERDICT_NOT_GATED;
      case PASSED -> Verdict.VERDICT_PASSED;
      case FAILED -> Verdict.VERDICT_FAILED;
      case NOT_EVALUATED -> Verdict.VERDICT_NOT_EVALUATED;
    };
  }
}
